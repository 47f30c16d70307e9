import type { Page } from "@playwright/test";
import { approve, ask, createSession, endAccess } from "../support/access";
import { mustCall } from "../support/call";
import { STAGING_NODE } from "../support/nodes";
import { Terminal } from "../support/terminal";
import { expect, expectAccessible, test } from "../world/fixtures";

/** Where what is new appears. */
const arriving = (page: Page) => page.getByRole("status", { name: "New notices" });
// The inbox has a list of that name as well, until it knows that all was seen.
const bell = (page: Page, label: string) =>
  page.locator("summary").and(page.getByLabel(label, { exact: true }));
const icon = (page: Page) => page.locator("head link[rel=icon]").first();

/** Opens a page and waits until it would hear of anything. */
async function listenOn(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator("[data-live=live]")).toBeAttached();
}

async function seeAll(page: Page): Promise<void> {
  const answer = await page.request.get(`${new URL(page.url()).origin}/api/notices`);
  const { rows } = await answer.json();
  const noticeIds = rows.map(({ id }: { id: string }) => id);
  if (noticeIds.length > 0) await mustCall(page, "/api/notices/seen", { noticeIds });
}

test("Ana, on another page, is told of Ben's approval; it is seen when she follows it", async ({ as }) => {
  const [ana, ben] = [await as("ana"), await as("ben")];
  const { requestId } = await ask(ana, "search-1");
  await seeAll(ana);
  await listenOn(ana, "/nodes");
  const row = ana.getByRole("row").nth(1);
  const before = await row.boundingBox();
  const grantId = await approve(ben, requestId);

  const sentence = "Ben Okafor approved your request for search-1";
  await expect(arriving(ana)).toContainText(sentence);
  // Pointed at, it stays.
  await arriving(ana).locator("[data-toast]").hover();
  await expect(bell(ana, "Notices: 1 new")).toBeVisible();
  await expect(ana).toHaveTitle("(1) Nodes · Halligan");
  await expect(icon(ana)).toHaveAttribute("href", "/icon-unseen.svg");
  expect(await row.boundingBox()).toEqual(before);
  await expectAccessible(ana);

  await test.step("her other pages count it too, and show no toast for what was there before", async () => {
    const other = await ana.context().newPage();
    await listenOn(other, "/inbox");
    await expect(other).toHaveTitle("(1) Inbox · Halligan");
    await expect(arriving(other)).toBeEmpty();
    await expect(other.getByRole("list", { name: "Notices" })).toContainText(sentence);
    await expectAccessible(other);
    await ana.bringToFront();
    await ana.getByRole("link", { name: `View: ${sentence}` }).click();
    await expect(ana).toHaveURL(new RegExp(`/requests/${requestId}$`));
    await expect(ana).toHaveTitle(/^[^(].* · Halligan$/);
    await expect(bell(ana, "Notices")).toBeVisible();
    await expect(arriving(ana)).toBeEmpty();
    await expect(icon(ana)).toHaveAttribute("href", /^\/icon\.svg/);
    await other.bringToFront();
    await expect(bell(other, "Notices")).toBeVisible();
    await expect(other).toHaveTitle("Inbox · Halligan");
    await expect(other.getByRole("list", { name: "Notices" })).toHaveCount(0);
  });

  await test.step("Ben is told nothing of what he did himself", async () => {
    await ben.goto("/nodes");
    await expect(bell(ben, "Notices")).toBeVisible();
    await expect(ben).toHaveTitle("Nodes · Halligan");
  });
  await endAccess(ana, grantId);
});

test("what comes while its page is in front needs no telling", async ({ as }) => {
  const [ana, ben] = [await as("ana"), await as("ben")];
  const { requestId } = await ask(ana, "search-1");
  await seeAll(ana);
  await listenOn(ana, `/requests/${requestId}`);
  await mustCall(ben, "/api/requests/write", { requestId, kind: "question", text: "Which disk?" });
  await expect(ana.getByText("Ben Okafor asks:")).toBeVisible();
  const unseen = async () => (await (await ana.request.get("/api/notices")).json()).rows;
  await expect.poll(unseen).toEqual([]);
  await expect(arriving(ana)).toBeEmpty();
  await expect(ana).not.toHaveTitle(/^\(/);
  await mustCall(ana, "/api/requests/withdraw", { requestId });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a denial is put away, stays at the bell, and is marked as seen there", async ({ as }) => {
    const [ana, ben] = [await as("ana"), await as("ben")];
    const { requestId, requestHash } = await ask(ana, "edge-proxy-1");
    await seeAll(ana);
    await listenOn(ana, "/sessions");
    const denial = { requestId, requestHash, version: 1, verdict: "deny", comment: "There is a runbook." };
    await mustCall(ben, "/api/requests/decide", denial);
    await expect(arriving(ana)).toContainText("Ben Okafor denied your request for edge-proxy-1");
    await expectAccessible(ana);
    const toast = await arriving(ana).locator("[data-toast]").boundingBox();
    expect(toast?.x).toBeGreaterThanOrEqual(0);
    expect((toast?.x ?? 0) + (toast?.width ?? 0)).toBeLessThanOrEqual(390);
    await arriving(ana).getByRole("button", { name: "Dismiss" }).click();
    await expect(arriving(ana)).toBeEmpty();
    await expect(ana).toHaveTitle(/^\(1\) /);

    await bell(ana, "Notices: 1 new").click();
    const list = ana.getByRole("list", { name: "New notices" });
    await expect(list.getByRole("link")).toHaveAttribute("href", `/requests/${requestId}`);
    await expectAccessible(ana);
    expect(await ana.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await ana.getByRole("button", { name: "Mark all as seen" }).click();
    await expect(ana.getByText("No new notices.")).toBeVisible();
    await expect(ana).toHaveTitle(/^[^(]/);
    await ana.reload();
    await expect(bell(ana, "Notices")).toBeVisible();
  });
});

test("at a terminal it is one line in the bar: the screen keeps its size, and its title its time", async ({
  as,
}) => {
  const [ana, ben] = [await as("ana"), await as("ben")];
  const { requestId } = await ask(ana, "edge-proxy-1");
  await seeAll(ana);
  const { grantId = "" } = await ask(ana, STAGING_NODE);
  const sessionId = await createSession(ana, grantId, STAGING_NODE);
  await ana.goto(`/sessions/${sessionId}/terminal`);
  const terminal = new Terminal(ana);
  await terminal.isReady();
  const before = await terminal.screen.boundingBox();
  await mustCall(ben, "/api/requests/write", { requestId, kind: "comment", text: "On it." });
  await expect(arriving(ana)).toContainText("Ben Okafor commented on your request for edge-proxy-1");
  const line = await arriving(ana).boundingBox();
  expect((line?.y ?? 0) + (line?.height ?? 0)).toBeLessThanOrEqual(before?.y ?? 0);
  expect(await terminal.screen.boundingBox()).toEqual(before);
  await expect(ana).toHaveTitle(/^\(1\) ledger-3 · \d+:\d\d$/);
  await expectAccessible(ana);
  await terminal.run("echo still-$((40+2))");
  await terminal.shows("still-42");
  // By itself after ten seconds; the bell keeps it.
  await expect(arriving(ana)).toBeEmpty({ timeout: 15_000 });
  await expect(bell(ana, "Notices: 1 new")).toBeVisible();

  await mustCall(ana, "/api/requests/withdraw", { requestId });
  await expect(ana).toHaveTitle(/^ledger-3 · \d+:\d\d$/);
  await expect(bell(ana, "Notices")).toBeVisible();
  await endAccess(ana, grantId);
});

test("a page whose title is gone for a moment goes on, and has the number before the next one", async ({
  as,
}) => {
  const [ana, ben] = [await as("ana"), await as("ben")];
  const { requestId } = await ask(ana, "search-1");
  await seeAll(ana);
  await listenOn(ana, "/nodes");
  await mustCall(ben, "/api/requests/write", { requestId, kind: "comment", text: "On it." });
  await expect(ana).toHaveTitle("(1) Nodes · Halligan");
  for (const [written, shown] of [
    ["", "(1)"],
    ["Requests", "(1) Requests"],
    [" ", "(1)"],
  ] as const) {
    await ana.evaluate((title) => {
      document.title = title;
    }, written);
    await expect(ana).toHaveTitle(shown);
  }
  await mustCall(ana, "/api/requests/withdraw", { requestId });
});

test("a sound, once it is wished for, is heard from one tab of two", async ({ as }) => {
  const [ana, ben] = [await as("ana"), await as("ben")];
  const { requestId } = await ask(ana, "search-1");
  await seeAll(ana);
  // How often anything was played, in whichever tab.
  await ana.context().addInitScript(() => {
    if (window.location.protocol === "about:") return;
    const Real = window.AudioContext;
    window.AudioContext = class extends Real {
      constructor() {
        super();
        localStorage.setItem("test.tones", String(Number(localStorage.getItem("test.tones") ?? 0) + 1));
      }
    };
    const request = navigator.locks.request.bind(navigator.locks);
    // Which tabs have come to their turn: each has a store of its own for that.
    navigator.locks.request = (async (name: string, callback: LockGrantedCallback<unknown>) => {
      const answer = await request(name, callback);
      if (name === "halligan.notices.sound") sessionStorage.setItem("test.turn", "had");
      return answer;
    }) as typeof navigator.locks.request;
  });
  await listenOn(ana, "/nodes");
  const tones = () => ana.evaluate(() => Number(localStorage.getItem("test.tones") ?? 0));
  await bell(ana, "Notices").click();
  const wish = ana.getByRole("switch", { name: "Play a sound" });
  await expect(wish).not.toBeChecked();
  await wish.check();
  await expect.poll(tones).toBe(1);
  await ana.keyboard.press("Escape");

  const other = await ana.context().newPage();
  await listenOn(other, "/sessions");
  await other.getByRole("heading", { name: "Sessions" }).click();
  await mustCall(ben, "/api/requests/write", { requestId, kind: "comment", text: "On it." });
  for (const page of [ana, other]) await expect(page).toHaveTitle(/^\(1\) /);
  await expect.poll(tones).toBe(2);
  for (const page of [ana, other])
    await expect.poll(() => page.evaluate(() => sessionStorage.getItem("test.turn"))).toBe("had");
  expect(await tones()).toBe(2);
  await mustCall(ana, "/api/requests/withdraw", { requestId });
});
