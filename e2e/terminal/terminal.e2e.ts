import { createSession } from "../support/access";
import { findMark, leaveMark } from "../support/mark";
import { STAGING_NODE } from "../support/nodes";
import { recordedOutput } from "../support/recording";
import { awsSessionIdOf } from "../support/rows";
import { test } from "../support/shell";
import type { Terminal } from "../support/terminal";
import { expect, expectConsole } from "../world/fixtures";

/**
 * Fills the screen it is given: a frame's corners and its size, drawn anew when the size changes; q leaves. It looks by
 * itself too: a shell whose handler still runs hears nothing of a second signal.
 */
const FULL_SCREEN = String.raw`
draw() {
  size=$(stty size); rows=${"$"}{size% *}; cols=${"$"}{size#* }
  printf '\033[2J\033[1;1HTOP-LEFT\033[1;%dHTOP-RIGHT' $((cols - 8))
  printf '\033[%d;1HBOTTOM-LEFT %dx%d\033[%d;%dHBOTTOM-RIGHT' "$rows" "$cols" "$rows" "$rows" $((cols - 11))
}
trap draw WINCH
printf '\033[?1049h\033[?25l'
draw
until [ "$key" = q ]; do key=; read -rsn1 -t 0.2 key; [ "$(stty size)" = "$size" ] || draw; done
printf '\033[?25h\033[?1049l'
`;

test("shows what is typed and printed in any script", async ({ openShell }) => {
  const { terminal } = await openShell();
  await terminal.paste("echo 'héllo ✓ 你好' | rev; echo 'héllo ✓ 你好' | wc -m");
  await terminal.page.keyboard.press("Enter");
  await terminal.shows("好你 ✓ olléh");
  await expect(terminal.rows.filter({ hasText: /^11$/ })).toBeVisible();
});

test("a pasted text of several lines asks first, shows what it sends, and waits for Enter", async ({
  openShell,
}) => {
  const { terminal, page } = await openShell();
  await terminal.paste("echo first-$((1+1))\necho second-$((2+2)) \u001b[201~\u0003");
  const sent = terminal.pasteDialog.getByRole("region", { name: "What will be sent" });
  await expect(sent).toHaveText("echo first-$((1+1))⏎\necho second-$((2+2)) ");
  await expect(terminal.pasteDialog).toContainText("waits for Enter");
  await terminal.pasteDialog.getByRole("checkbox", { name: "Without control characters" }).uncheck();
  await expect(sent).toHaveText("echo first-$((1+1))⏎\necho second-$((2+2)) ␃");
  await terminal.pasteDialog.getByRole("button", { name: "Cancel" }).click();
  await expect(terminal.screen).not.toContainText("echo first");

  await terminal.pasteAndSend("echo first-$((1+1))\necho second-$((2+2))");
  await terminal.shows("echo second-$((2+2))");
  await expect(terminal.screen).not.toContainText("first-2");
  await page.keyboard.press("Enter");
  await terminal.shows("first-2");
  await terminal.shows("second-4");

  await terminal.paste("echo one\n  echo two\n");
  await terminal.pasteDialog.getByRole("checkbox", { name: "Without line breaks" }).check();
  await terminal.pasteDialog.getByRole("button", { name: "Send" }).click();
  await page.keyboard.press("Enter");
  await terminal.shows("one echo two");
});

test("searches what it has shown, and keeps colours and size in this browser", async ({ openShell }) => {
  const { terminal, page } = await openShell();
  await terminal.run("for i in 1 2 3; do echo nee''dle-$i; seq 1 100; done; echo all-$((1+2))");
  await terminal.shows("all-3");
  await terminal.focus();
  await page.keyboard.press("Control+Shift+F");
  const search = page.getByRole("search");
  await search.getByRole("textbox").fill("needle-");
  await expect(search.getByRole("status")).toHaveText(/^\d of 3$/);
  const first = await search.getByRole("status").textContent();
  await search.getByRole("button", { name: "Previous match" }).click();
  await expect(search.getByRole("status")).not.toHaveText(first ?? "");
  await search.getByRole("textbox").fill("haystack");
  await expect(search.getByRole("status")).toHaveText("no matches");
  await page.keyboard.press("Escape");
  await expect(search).toBeHidden();

  const rows = await terminal.rows.count();
  await page.keyboard.press("Control+Equal");
  await page.keyboard.press("Control+Equal");
  await expect.poll(() => terminal.rows.count()).toBeLessThan(rows);
  await page.emulateMedia({ forcedColors: "active" });
  await expect(terminal.screen).toHaveAttribute("data-terminal-theme", "contrast");
  await page.getByRole("button", { name: "Appearance" }).click();
  await page.getByRole("checkbox", { name: "Screen reader support" }).check();
  // What xterm.js tells screen readers lies above what it shows, unseen.
  await expect(terminal.screen.getByRole("list")).toHaveCSS("color", "rgba(0, 0, 0, 0)");
  await page.emulateMedia({ forcedColors: null });
  await expect(terminal.screen).toHaveAttribute("data-terminal-theme", "dark");
  await page.getByRole("radio", { name: "high contrast" }).check();
  await page.reload();
  await terminal.isReady();
  await expect(terminal.screen).toHaveAttribute("data-terminal-theme", "contrast");
  await expect.poll(() => terminal.rows.count()).toBeLessThan(rows);
});

test("what a node prints only draws: no title, no clipboard, no link, no answer of the window", async ({
  openShell,
}) => {
  const { terminal, page } = await openShell();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(() => navigator.clipboard.writeText("mine"));
  // Notices that came of what ran before count in it.
  const title = /^(\(\d+\) )?ledger-3 · \d+:\d\d(:\d\d)?$/;
  await expect(page).toHaveTitle(title);
  await terminal.run(
    String.raw`printf '\033]0;evil\007\033]52;c;ZXZpbA==\007\033]8;;https://evil.test\007link\033]8;;\007\033[21t\033[18t'; echo dra''wn`,
  );
  await terminal.shows("linkdrawn");
  await terminal.run("echo quiet-$((4*4))");
  await terminal.shows("quiet-16");
  expect(await page.title()).toMatch(title);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("mine");
  await terminal.rows.filter({ hasText: "linkdrawn" }).first().click({ force: true });
  expect(page.context().pages()).toHaveLength(1);
  // Nothing was typed for the person: the shell stands at an empty prompt.
  await expect(terminal.rows.filter({ hasText: /\S/ }).last()).toHaveText(/\$\s*$/);
});

test("a full-screen program has the whole screen, also after a resize, and gives it back", async ({
  openShell,
}) => {
  const { terminal, page } = await openShell();
  await terminal.run("echo taking-$((1+1)); cat > screen.sh");
  await terminal.shows("taking-2");
  await terminal.pasteAndSend(FULL_SCREEN);
  await page.keyboard.press("Control+d");
  await terminal.run("echo before-$((3+3))");
  await terminal.shows("before-6");
  await terminal.run("bash screen.sh");
  await expectFrame(terminal);
  const wide = await terminal.rows.count();
  await page.setViewportSize({ width: 700, height: 420 });
  await expect.poll(() => terminal.rows.count()).toBeLessThan(wide);
  await expectFrame(terminal);
  await page.setViewportSize({ width: 1100, height: 800 });
  await expect.poll(() => terminal.rows.count()).toBeGreaterThan(wide);
  await expectFrame(terminal);
  await page.keyboard.press("q");
  await terminal.shows("before-6");
  await expect(terminal.screen.locator(".xterm-rows")).not.toContainText(/BOTTOM-LEFT \d/);
});

test("ten megabytes of fast output arrive whole, on the screen and in the recording", async ({
  openShell,
  world,
}) => {
  test.setTimeout(180_000);
  const { terminal, page, sessionId } = await openShell();
  const last = 1_450_000;
  await terminal.run(`seq 1 ${last}; echo flood-$((5+5))`);
  await expect(terminal.rows.filter({ hasText: /^flood-10$/ })).toBeVisible({ timeout: 120_000 });
  await expect(terminal.rows.filter({ hasText: new RegExp(`^${last}$`) })).toBeVisible();
  await terminal.run("echo usable-$((6+6))");
  await terminal.shows("usable-12");

  const output = await recordedOutput(page, world, sessionId);
  const lines = output.slice(output.indexOf("1\r\n2\r\n3\r\n"), output.indexOf("flood-10")).split("\r\n");
  expect(lines.length).toBe(last + 1);
  expect(lines.findIndex((line, index) => line !== String(index + 1))).toBe(last);
});

test.describe("comes back to the same shell, with what was on its screen", () => {
  test("when the page is loaded again", async ({ openShell }) => {
    const { terminal, page } = await openShell();
    await leaveMark(terminal);
    await page.reload();
    await findMark(terminal);
  });

  test("when Systems Manager cuts the data channel", async ({ openShell, world }) => {
    const { terminal, sessionId } = await openShell();
    await leaveMark(terminal);
    const awsSessionId = await awsSessionIdOf(world, sessionId);
    await world.sandbox.control("cut", { sessionId: awsSessionId });
    await expect(terminal.line).toContainText("Connection to AWS lost. Reconnecting…");
    await expect(terminal.line).toBeEmpty();
    await findMark(terminal);
  });

  test("when the gateway is killed and started again", async ({ openShell, world }) => {
    const { terminal, page } = await openShell();
    await leaveMark(terminal);
    expectConsole(page, /^WebSocket connection to .* failed/);
    await world.kill("gateway");
    await expect(terminal.line).toContainText("Can't reach the gateway");
    await world.start("gateway");
    await expect(terminal.line).not.toContainText("Can't reach the gateway");
    await findMark(terminal);
  });
});

test("warns before the window ends, then ends the shell and says why", async ({ openShell, world }) => {
  const { terminal, page, sessionId } = await openShell("ana", 20);
  await expect(terminal.foot).not.toContainText(/Ends in .* Running commands/);
  await expect(terminal.foot).toContainText(
    /Ends in \d+ s, at \d\d:\d\d:\d\d UTC\. Running commands are stopped\./,
  );
  await expect(page.getByText("One minute left. Running commands will be stopped.")).toHaveCount(1);
  await terminal.run("echo until-the-$((7+7))th");
  await terminal.shows("until-the-14th");
  await expect(terminal.over).toContainText("Time ran out", { timeout: 30_000 });
  const awsSessionId = await awsSessionIdOf(world, sessionId);
  await expect
    .poll(async () => {
      const { sessions } = await world.sandbox.control("state");
      return sessions.find((one: { sessionId: string }) => one.sessionId === awsSessionId)?.status;
    })
    .toBe("Terminated");
  await terminal.over.getByRole("link", { name: "Watch replay" }).click();
  await expect(page).toHaveURL(new RegExp(`/sessions/${sessionId}$`));
  await page.getByRole("tab", { name: "Transcript" }).click();
  await expect(page.getByRole("tabpanel", { name: "Transcript" })).toContainText("until-the-14th");
});

test("the end button ends the shell, and the access still opens another", async ({ openShell }) => {
  const { terminal, page, grantId } = await openShell();
  // The keyboard leaves the terminal by the chord that stands in its bar.
  await terminal.focus();
  await page.keyboard.press("Control+Shift+L");
  const end = page.getByRole("button", { name: "End session" }).filter({ visible: true });
  await expect(end).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "End session" });
  await dialog.getByRole("button", { name: "End session" }).click();
  await expect(terminal.over).toContainText("You ended the session");
  const next = await createSession(page, grantId, STAGING_NODE);
  await page.goto(`/sessions/${next}/terminal`);
  await terminal.isReady();
});

test("closing its tab asks first while a shell is open, and asks nothing once it has ended", async ({
  openShell,
}) => {
  const { terminal, page } = await openShell();
  const asked: string[] = [];
  let answer: "dismiss" | "accept" = "dismiss";
  page.on("dialog", async (dialog) => {
    asked.push(dialog.type());
    await dialog[answer]();
  });
  await terminal.run("echo stays-$((4+4))");
  await terminal.shows("stays-8");
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await terminal.run("echo goes-on-$((4+5))");
  await terminal.shows("goes-on-9");

  answer = "accept";
  await page.reload();
  expect(asked).toEqual(["beforeunload", "beforeunload"]);
  await terminal.isReady();
  await terminal.run("exit");
  await expect(terminal.over).toBeVisible();
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
  expect(asked).toHaveLength(2);
});

async function expectFrame(terminal: Terminal): Promise<void> {
  await expect(async () => {
    const rows = await terminal.rows.allInnerTexts();
    const size = /BOTTOM-LEFT (\d+)x(\d+)/.exec(rows.at(-1) ?? "");
    const cols = Number(size?.[1]);
    expect(Number(size?.[2])).toBe(rows.length);
    expect(rows[0]).toBe(`TOP-LEFT${"TOP-RIGHT".padStart(cols - 8)}`);
    expect(rows.at(-1)).toBe(`${size?.[0]}${"BOTTOM-RIGHT".padStart(cols - (size?.[0].length ?? 0))}`);
    expect(rows.slice(1, -1).join("").trim()).toBe("");
  }).toPass({ timeout: 15_000 });
}
