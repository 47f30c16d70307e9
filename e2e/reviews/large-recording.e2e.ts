import type { Page } from "@playwright/test";
import { endAccess } from "../support/access";
import { addOutput, addPiece } from "../support/rows";
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

async function leave({ terminal, page, grantId }: Shell): Promise<void> {
  await terminal.run("echo recorded; exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);
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
  await leave(shell);
  await addOutput(world, shell.sessionId, 100_000);
  const cleo = await as("cleo");
  await beginReview(cleo, shell.sessionId);

  await cleo.getByRole("tab", { name: "Transcript" }).click({ timeout: 60_000 });
  await cleo.getByRole("searchbox", { name: "Find in the transcript" }).fill("line 0099999");
  await expect(cleo.getByRole("button", { name: /line 0099999/ })).toBeVisible();
  await expect(cleo.getByRole("region", { name: /^Replay of/ })).toBeVisible();
  await expect(cleo.getByRole("textbox", { name: /^notes/i })).toHaveValue("Read to the end");
});

test("output that was meant to stop its reviewer is read like any other", async ({
  openShell,
  as,
  world,
}) => {
  test.setTimeout(180_000);
  const shell = await openShell();
  await leave(shell);
  const hostile = [
    "\x1b[999C".repeat(120_000),
    `e${"\u0301".repeat(200_000)}`,
    "a\x1b[1000000000b\x1b[2147483647L\x1b[2147483647S\x1b[2147483647I",
    `\x1b]4;${"1;#000000;".repeat(160_000)}\x07`,
    "w".repeat(1_000_000),
    "\r\nthe-last-line\r\n",
  ];
  for (const output of hostile) await addPiece(world, shell.sessionId, output);
  const cleo = await as("cleo");
  await beginReview(cleo, shell.sessionId);
  await cleo.getByRole("tab", { name: "Transcript" }).click({ timeout: 60_000 });
  await cleo.getByRole("searchbox", { name: "Find in the transcript" }).fill("the-last-line");
  await cleo.getByRole("button", { name: /the-last-line/ }).click();
  await expect(cleo.getByRole("region", { name: /^Replay of/ })).toContainText("the-last-line");
  await expect(cleo.getByRole("textbox", { name: /^notes/i })).toHaveValue("Read to the end");
});
