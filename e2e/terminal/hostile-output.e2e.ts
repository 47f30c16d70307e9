import { test } from "../support/shell";
import { expect } from "../world/fixtures";

test("a word of 64 KB and a line of 3 MB are drawn like any other, and the shell goes on", async ({
  openShell,
}) => {
  test.setTimeout(180_000);
  const { terminal } = await openShell();
  await terminal.run(String.raw`head -c 65536 /dev/zero | tr '\0' w; echo; echo word-$((4*4))`);
  await terminal.shows("word-16");
  await terminal.run(String.raw`head -c 3000000 /dev/zero | tr '\0' l; echo; echo line-$((5*5))`);
  await expect(terminal.screen.locator(".xterm-rows")).toContainText("line-25", { timeout: 60_000 });
  await terminal.run("echo after-$((6*6))");
  await terminal.shows("after-36");
});

test("counts without end, strings without end and colours change nothing but what they may", async ({
  openShell,
}) => {
  test.setTimeout(180_000);
  const { terminal, page } = await openShell();
  const rows = page.locator(".xterm-rows");
  const colour = await rows.evaluate((element) => getComputedStyle(element).color);
  const hostile = [
    String.raw`printf 'a\033[1000000000b\033[2147483647L\033[2147483647M\033[2147483647S\033[2147483647T'`,
    String.raw`printf '\033[2147483647I\033[2147483647Z\033[2147483647@\033[2147483647P\033[2147483647X'`,
    String.raw`printf '\033]10;#000000\007\033]11;#000000\007\033]12;#000000\007\033]4;1;#000000\007'`,
    String.raw`printf '\033]4'; head -c 1600000 /dev/zero | tr '\0' '1'; printf '\007'`,
    String.raw`printf 'e'; for i in 1 2 3 4; do printf '\xcc\x81%.0s' {1..5000}; done`,
  ];
  for (const command of hostile) await terminal.run(`${command}; echo`);
  await terminal.run("clear; echo still-$((7*7))");
  await expect(rows).toContainText("still-49", { timeout: 60_000 });
  await expect(rows).toHaveCSS("color", colour);

  // A flood of questions: a few answers come back as if typed, and the person's own keys after them.
  await terminal.run(String.raw`printf '\033[6n%.0s' {1..5000}; echo`);
  await terminal.shows(/R{10}/);
  // Answers that come while a line is typed stand in the middle of it, as in any terminal.
  await expect(async () => {
    await page.keyboard.press("Control+c");
    await terminal.run("echo answered-$((3*3))");
    await expect(rows).toContainText("answered-9", { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  expect((await terminal.screen.textContent())?.split("R").length).toBeLessThan(200);
});

test("what once was printed does no more harm when the terminal is opened again", async ({ openShell }) => {
  const { terminal, page } = await openShell();
  await terminal.run(
    String.raw`printf 'a\033[1000000000b\033[2147483647S\033[2147483647L'; head -c 65536 /dev/zero | tr '\0' w; echo; echo done-$((8*8))`,
  );
  await terminal.shows("done-64");
  // Its questions were answered once, into the line that is cleared here; shown again they must not be.
  await terminal.run(String.raw`printf '\033[6n\033[c\033[5n'; echo asked`);
  await terminal.shows(/\[\?1;2c|1;2c/);
  // An answer that still comes may take the key for its own end.
  await expect(async () => {
    await page.keyboard.press("Control+c");
    await terminal.run("echo quiet-$((5*5))");
    await expect(terminal.rows.filter({ hasText: /^quiet-25/ })).not.toHaveCount(0, { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await page.reload();
  await terminal.isReady();
  await terminal.shows("done-64");
  await expect(terminal.rows.filter({ hasText: /\S/ }).last()).toHaveText(/\$\s*$/);
  await terminal.run("echo again-$((9*9))");
  await terminal.shows("again-81");
});

test("a screen that is meant to freeze whoever watches is drawn for them, and goes on", async ({
  openShell,
  as,
}) => {
  test.setTimeout(180_000);
  const { terminal, sessionId } = await openShell();
  const ben = await as("ben", `/sessions/${sessionId}`);
  await ben.getByRole("link", { name: "Watch live" }).click();
  const screen = ben.getByRole("region", { name: "Live screen of ledger-3" });
  await terminal.run("echo seen-$((3*3))");
  await expect(screen).toContainText("seen-9");
  for (const command of [
    String.raw`printf 'a\033[1000000000b\033[2147483647L\033[2147483647M\033[2147483647S\033[2147483647T'`,
    String.raw`printf '\033]4'; head -c 1600000 /dev/zero | tr '\0' '1'; printf '\007'`,
    String.raw`head -c 65536 /dev/zero | tr '\0' w`,
  ])
    await terminal.run(`${command}; echo`);
  await terminal.run("clear; echo still-$((7*7))");
  await expect(screen).toContainText("still-49", { timeout: 30_000 });
  // Its page answers, too.
  await ben.getByRole("button", { name: "Stop watching" }).click();
  await expect(terminal.page.getByRole("status", { name: "Watching" })).toBeEmpty();
});
