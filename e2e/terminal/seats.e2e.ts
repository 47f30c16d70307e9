import { approve, createSession, endAccess } from "../support/access";
import { mustCall } from "../support/call";
import { findMark, leaveMark } from "../support/mark";
import { NODES } from "../support/nodes";
import { test } from "../support/shell";
import { Terminal } from "../support/terminal";
import { expect } from "../world/fixtures";

test("a second window asks before it takes the keyboard; the first is told where and can take it back", async ({
  openShell,
}) => {
  const { terminal: first, page } = await openShell();
  await leaveMark(first);
  const second = new Terminal(await page.context().newPage());
  await second.page.goto(page.url());
  await expect(second.over).toContainText("open in another window");
  await expect(second.over).toContainText("Chrome, Linux");
  await expect(first.over).toBeHidden();
  await second.over.getByRole("button", { name: "Take over here" }).click();
  await findMark(second);
  await expect(first.over).toContainText("Another window took over");
  await expect(first.over).toContainText("Chrome, Linux");
  await first.over.getByRole("button", { name: "Take over again" }).click();
  await expect(second.over).toContainText("Another window took over");
  await findMark(first);
});

test("an approver watches live, is named, and types nothing", async ({ openShell, as }) => {
  const { terminal, sessionId } = await openShell();
  const ben = await as("ben", `/sessions/${sessionId}/terminal`);
  await expect(ben.getByRole("heading", { name: "This is Ana Duarte's terminal" })).toBeVisible();
  await ben.getByRole("link", { name: "Open session" }).click();
  await ben.getByRole("link", { name: "Watch live" }).click();
  const screen = ben.getByRole("region", { name: "Live screen of ledger-3" });
  await expect(terminal.page.getByRole("status", { name: "Watching" })).toContainText(
    "Ben Okafor is watching",
  );
  await terminal.run("echo seen-by-$((3*3))");
  await expect(screen).toContainText("seen-by-9");
  await screen.click();
  await ben.keyboard.type("echo intruder");
  await terminal.run("echo after-$((5*5))");
  await expect(screen).toContainText("after-25");
  await expect(terminal.screen).not.toContainText("intruder");
  await ben.getByRole("button", { name: "Stop watching" }).click();
  await expect(terminal.page.getByRole("status", { name: "Watching" })).toBeEmpty();
});

test("terminals of one access stand side by side in tabs, also after a reload", async ({ as, world }) => {
  const [page, ben] = [await as("ana"), await as("ben")];
  const { requestId } = await mustCall(page, "/api/requests/create", {
    nodeIds: [NODES["search-1"], NODES["edge-proxy-1"]],
    justification: "Two machines, one fault",
    windowSeconds: 120,
  });
  const grantId = await approve(ben, String(requestId));
  const sessionId = await createSession(page, grantId, "search-1");
  await page.goto(`${world.portalOrigin}/sessions/${sessionId}/terminal`);
  const terminal = new Terminal(page);
  await terminal.isReady();
  await terminal.run("echo here-is-$((1+1))");
  await terminal.shows("here-is-2");
  await page.getByRole("button", { name: "Open another terminal" }).click();
  await page.getByRole("button", { name: /^edge-proxy-1/ }).click();
  await expect(page.getByRole("tab")).toHaveCount(2);
  await terminal.isReady();
  await expect(terminal.screen).not.toContainText("here-is");
  await expect(page.getByRole("tab", { selected: true })).toContainText("edge-proxy-1");
  await expect(page).not.toHaveURL(new RegExp(sessionId));
  await page.reload();
  await terminal.isReady();
  await page.getByRole("tab", { name: /^search-1/ }).click();
  await terminal.shows("here-is-2");
  await expect(page).toHaveURL(new RegExp(sessionId));
  await endAccess(page, grantId);
});
