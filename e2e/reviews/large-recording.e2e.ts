import type { Page } from "@playwright/test";
import type { World } from "../../tools/world.mjs";
import { endAccess } from "../support/access";
import { addOutput, addPiece, isPrepared, makeReplayAnew } from "../support/rows";
import { test as base, type Shell } from "../support/shell";
import { expect } from "../world/fixtures";

/**
 * The portal's test in a world of its own: what is added here behind a gateway's back is not what was recorded, and
 * `halligan verify` must not meet it where another test asks it.
 */
const test = base.extend<object, { worldSettings: Record<string, string | number> }>({
  worldSettings: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
    async ({}, use) => use({}),
    { scope: "worker" },
  ],
});

/** Leaves the shell, and waits until its replay is there: what is added while that is made would be in none. */
async function leave({ terminal, page, grantId, sessionId }: Shell, world: World): Promise<void> {
  await terminal.run("echo recorded; exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);
  await expect.poll(() => isPrepared(world, sessionId), { timeout: 60_000 }).toBe(true);
}

/** Opens the session as its reviewer, and begins the review while the recording is still loading. */
async function beginReview(page: Page, sessionId: string): Promise<void> {
  await expect(async () => {
    await page.goto(`/sessions/${sessionId}`);
    await expect(page.getByRole("radio", { name: "In order" })).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await page.getByText("In order", { exact: true }).click();
  await page.getByRole("textbox", { name: /^notes/i }).fill("Read to the end");
}

test("a session of 100,000 lines opens at once, with its review, and is replayed and searched", async ({
  openShell,
  as,
  world,
}) => {
  test.setTimeout(180_000);
  const shell = await openShell();
  await leave(shell, world);
  await addOutput(world, shell.sessionId, 100_000);
  await makeReplayAnew(world, shell.sessionId);
  const cleo = await as("cleo");
  const asked: string[] = [];
  cleo.on("request", (request) => {
    const [, part] = /\/gateway\/sessions\/[^/]+\/(\w+)/.exec(request.url()) ?? [];
    if (part !== undefined) asked.push(part);
  });
  await beginReview(cleo, shell.sessionId);
  const replay = cleo.getByRole("region", { name: /^Replay of/ });
  const rows = replay.locator(".xterm-rows");
  await expect(rows).toContainText(/line \d{7} x+/);
  await expect.poll(() => isPrepared(world, shell.sessionId), { timeout: 60_000 }).toBe(true);
  await expect(cleo.getByText(/is being prepared/)).toBeHidden();
  await expect(replay.getByText(/\/ 8:2\d ·/)).toBeVisible();

  // A jump opens a segment or two, wherever it leads; nothing opens the whole.
  const linesShown = async () => Number(/line (\d{7}) x+\D*$/.exec((await rows.textContent()) ?? "")?.[1]);
  await cleo.getByRole("heading", { level: 1 }).click();
  for (const key of ["9", "1", "5", "8"]) {
    const before = asked.length;
    await cleo.keyboard.press(key);
    await expect
      .poll(async () => Math.abs((await linesShown()) / 100_000 - Number(key) / 10))
      .toBeLessThan(0.05);
    expect(asked.slice(before).filter((part) => part === "segments").length).toBeLessThanOrEqual(2);
  }
  expect(asked).not.toContain("recording");
  expect(asked.filter((part) => part === "lines")).toEqual([]);

  await cleo.getByRole("tab", { name: "Transcript" }).click();
  const lines = cleo.getByRole("tabpanel", { name: "Transcript" }).getByRole("listitem");
  const last = await linesShown();
  await expect(lines.filter({ hasText: `line ${String(last).padStart(7, "0")}` }).first()).toBeVisible();
  expect(await lines.count()).toBeLessThanOrEqual(600);
  await cleo.getByRole("searchbox", { name: "Find in the transcript" }).fill("line 0099999");
  const found = cleo.getByRole("button", { name: /line 0099999/ });
  await found.click({ timeout: 30_000 });
  await expect(rows).toContainText("line 0099999");
  await expect(cleo.getByRole("textbox", { name: /^notes/i })).toHaveValue("Read to the end");
});

test("output that was meant to stop its reviewer is read like any other", async ({
  openShell,
  as,
  world,
}) => {
  test.setTimeout(180_000);
  const shell = await openShell();
  await leave(shell, world);
  const hostile = [
    "\x1b[999C".repeat(120_000),
    `e${"\u0301".repeat(200_000)}`,
    "a\x1b[1000000000b\x1b[2147483647L\x1b[2147483647S\x1b[2147483647I",
    `\x1b]4;${"1;#000000;".repeat(160_000)}\x07`,
    "w".repeat(1_000_000),
    "\r\nthe-last-line\r\n",
  ];
  for (const output of hostile) await addPiece(world, shell.sessionId, output);
  await makeReplayAnew(world, shell.sessionId);
  const cleo = await as("cleo");
  await beginReview(cleo, shell.sessionId);
  await cleo.getByRole("tab", { name: "Transcript" }).click({ timeout: 60_000 });
  await cleo.getByRole("searchbox", { name: "Find in the transcript" }).fill("the-last-line");
  await cleo.getByRole("button", { name: /the-last-line/ }).click();
  await expect(cleo.getByRole("region", { name: /^Replay of/ })).toContainText("the-last-line");
  await expect(cleo.getByRole("textbox", { name: /^notes/i })).toHaveValue("Read to the end");
});
