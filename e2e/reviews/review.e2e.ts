import type { Page } from "@playwright/test";
import { endAccess } from "../support/access";
import { reloadUntil } from "../support/reload";
import { type Shell, test } from "../support/shell";
import { expect, expectAccessible } from "../world/fixtures";

/** Leaves a shell in which something was printed, and waits until its review is there. */
async function leave({ terminal, page, grantId }: Shell): Promise<void> {
  await terminal.run("echo busy-$((40+2)); ls /etc");
  await terminal.shows("busy-42");
  // It is played for longer than a slow machine needs to press a key.
  await terminal.run("for i in {1..80}; do printf .; sleep 0.1; done; echo rested-$((40+2))");
  await terminal.shows("rested-42");
  await terminal.run("exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);
}

const replayOf = (page: Page) => page.getByRole("region", { name: "Replay of the session on ledger-3" });

test("a reviewer watches by keys alone, and closing one review opens the next", async ({ openShell, as }) => {
  test.setTimeout(120_000);
  const first = await openShell();
  await leave(first);
  const second = await openShell();
  await leave(second);
  const cleo = await as("cleo", `/sessions/${first.sessionId}`);
  const bar = cleo.getByRole("form", { name: "Review" });
  await reloadUntil(cleo, bar.getByRole("button", { name: /^Close and open next/ }));
  const replay = replayOf(cleo);
  // The last busy screen stands there before anything is played.
  await expect(replay).toContainText("busy-42");
  await expect(replay.getByText(/^Preview from/)).toBeVisible();
  await expect(replay.getByText(/^0:00 \/ /)).toBeVisible();

  const position = replay.getByRole("slider", { name: "Position" });
  const at = () => position.getAttribute("aria-valuetext");
  const start = await at();
  await cleo.keyboard.press("9");
  await expect.poll(at).not.toBe(start);
  // From there to the end is less than this.
  for (let times = 0; times < 3; times += 1) await cleo.keyboard.press("ArrowRight");
  await expect(replay).toContainText("busy-42");
  await cleo.keyboard.press("0");
  await expect.poll(at).toBe(start);
  await expect(replay).not.toContainText("busy-42");
  await cleo.keyboard.press(">");
  await expect(replay.getByLabel("Speed: 2×")).toBeVisible();
  await cleo.keyboard.press("Space");
  await expect(replay.getByRole("button", { name: "Pause" })).toBeVisible();
  await cleo.keyboard.press("Space");
  await expect(replay.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await cleo.keyboard.press("<");
  await expect(replay.getByLabel("Speed: 1×")).toBeVisible();

  // In full screen all of it is the recording's but the timeline and the bar.
  const screenHeight = async () => (await replay.locator(".xterm-screen").boundingBox())?.height ?? 0;
  const before = await screenHeight();
  await cleo.keyboard.press("f");
  await expect.poll(screenHeight).toBeGreaterThan(before * 1.2);
  await cleo.keyboard.press("f");
  await expect.poll(screenHeight).toBeCloseTo(before, 0);

  // A command leads the player, and is dated by its Enter: the space bar plays on from there.
  await cleo.getByRole("tab", { name: /^Commands/ }).click();
  const command = cleo.getByRole("button", { name: /echo busy-\$\(\(40\+2\)\); ls \/etc/ });
  await command.click();
  await expect(command).toHaveAttribute("aria-current", "true");
  await expect(replay).toContainText("echo busy-$((40+2)); ls /etc");
  await cleo.keyboard.press("Space");
  await expect(replay.getByRole("button", { name: "Pause" })).toBeVisible();
  await cleo.keyboard.press("Space");
  await cleo.getByRole("tab", { name: /^Events/ }).click();
  await expect(cleo.getByRole("button", { name: /Ana connected/ }).first()).toBeVisible();

  // What is typed in the notes is the notes'; the verdict is in sight however far one reads.
  await cleo.mouse.wheel(0, 2_000);
  await expect(bar).toBeInViewport();
  await bar.getByRole("textbox", { name: "Notes" }).fill("Read ");
  await cleo.keyboard.type("9 lines");
  await expect(replay.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await cleo.keyboard.press("Control+Enter");
  await expect(bar.getByRole("alert")).toContainText("Choose a verdict.");
  await bar.getByText("In order").click();
  await cleo.keyboard.press("Control+Enter");
  await expect(cleo).not.toHaveURL(new RegExp(first.sessionId));
  await expect(cleo.getByRole("heading", { level: 1, name: "ledger-3" })).toBeVisible();
  await cleo.goto(`/sessions/${first.sessionId}`);
  await expect(cleo.getByText("Closed by Cleo Marchetti")).toBeVisible();
  await expect(cleo.getByText("Read 9 lines")).toBeVisible();
});

test("paper has the evidence whole, and nothing that can be pressed", async ({ openShell, as }) => {
  const shell = await openShell();
  await leave(shell);
  const cleo = await as("cleo", `/sessions/${shell.sessionId}`);
  await reloadUntil(cleo, cleo.getByRole("form", { name: "Review" }));
  await expect(replayOf(cleo)).toBeVisible();
  await cleo.emulateMedia({ media: "print" });
  for (const evidence of [
    /^Halligan session record/,
    /recording sha256 [0-9a-f]{64}/,
    /printed by Cleo Marchetti, \d{4}-\d\d-\d\d \d\d:\d\d UTC/,
    /Not reviewed yet/,
  ])
    await expect(cleo.getByText(evidence).filter({ visible: true }).first()).toBeVisible();
  const transcript = cleo.locator("pre").filter({ hasText: "busy-42" }).filter({ visible: true });
  await expect(transcript.first()).toBeVisible();
  await expect(transcript.first()).toContainText(/\d\d:\d\d:\d\d {2}reader@/);
  for (const role of ["button", "navigation", "banner", "tab", "form"] as const)
    await expect(cleo.getByRole(role).filter({ visible: true })).toHaveCount(0);
  await cleo.emulateMedia({ media: "screen" });

  // On a phone the verdict stands where the navigation would.
  await cleo.setViewportSize({ width: 360, height: 740 });
  await expect(cleo.getByRole("form", { name: "Review" })).toBeInViewport();
  await expect(cleo.getByRole("navigation", { name: "Main" }).filter({ visible: true })).toHaveCount(0);
  await expectAccessible(cleo);
});
