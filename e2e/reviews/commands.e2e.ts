import { endAccess } from "../support/access";
import { findOverflow } from "../support/overflow";
import { test } from "../support/shell";
import { expect, expectAccessible } from "../world/fixtures";

test("commands have their exit status and how long they took, by the shell's own word", async ({
  openShell,
  as,
}) => {
  test.setTimeout(180_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  // Each waits for what the one before printed, which what was typed does not have in it: nothing is typed ahead.
  await terminal.run("echo first-$((20+1)); (exit 7)");
  await terminal.shows("first-21");
  await terminal.run("sleep 0.3; echo slept-$((20+1))");
  await terminal.shows("slept-21");
  await terminal.run("read -s -p 'Pass''word: ' x");
  await terminal.shows("Password:");
  await terminal.run("hidden");
  await terminal.run("echo last-$((20+1))");
  await terminal.shows("last-21");
  await terminal.run("exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);
  const cleo = await as("cleo", `/sessions/${sessionId}`);
  await cleo.getByRole("tab", { name: /^Commands ?5/ }).click({ timeout: 60_000 });
  const list = cleo.getByRole("tabpanel", { name: /^Commands/ });
  await expect(list.getByRole("listitem")).toHaveText([
    /\(exit 7\).*exit 7/,
    /sleep 0\.3;.*exit 0.*s$/,
    /read -s -p.*exit 0/,
    /echo last-/,
    /^[\d:]*exit/,
  ]);
  await expect(list).toContainText("Reported by the node's shell");
  await expect(list).not.toContainText("guess");
  await expectAccessible(cleo);
  for (const width of [1360, 360]) {
    await cleo.setViewportSize({ width, height: 900 });
    expect(await findOverflow(cleo)).toEqual([]);
    const folder = process.env.PICTURES_OF_COMMANDS;
    if (folder === undefined) continue;
    for (const colorScheme of ["light", "dark"] as const) {
      await cleo.emulateMedia({ colorScheme });
      await cleo.screenshot({ path: `${folder}/commands-${width}-${colorScheme}.png` });
    }
  }
});
