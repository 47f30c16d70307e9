import { createSession } from "./support/access";
import { STAGING_NODE } from "./support/nodes";
import { recordedOutput } from "./support/recording";
import { awsSessionIdOf } from "./support/rows";
import { test } from "./support/shell";
import { Terminal } from "./support/terminal";
import { expect, expectConsole } from "./world/fixtures";

/** Fills the screen it is given: a frame's corners and its size, drawn anew when the size changes; q leaves. */
const FULL_SCREEN = String.raw`
draw() {
  size=$(stty size); rows=${"$"}{size% *}; cols=${"$"}{size#* }
  printf '\033[2J\033[1;1HTOP-LEFT\033[1;%dHTOP-RIGHT' $((cols - 8))
  printf '\033[%d;1HBOTTOM-LEFT %dx%d\033[%d;%dHBOTTOM-RIGHT' "$rows" "$cols" "$rows" "$rows" $((cols - 11))
}
trap draw WINCH
printf '\033[?1049h\033[?25l'
draw
until [ "$key" = q ]; do key=; read -rsn1 -t 0.2 key; done
printf '\033[?25h\033[?1049l'
`;

test("shows what is typed and printed in any script", async ({ openShell }) => {
  const { terminal } = await openShell();
  await terminal.paste("echo 'héllo ✓ 你好' | rev; echo 'héllo ✓ 你好' | wc -m");
  await terminal.page.keyboard.press("Enter");
  await terminal.shows("好你 ✓ olléh");
  await expect(terminal.rows.filter({ hasText: /^11$/ })).toBeVisible();
});

test("a pasted text of several lines waits for Enter", async ({ openShell }) => {
  const { terminal } = await openShell();
  await terminal.paste("echo first-$((1+1))\necho second-$((2+2))");
  await terminal.shows("echo second-$((2+2))");
  await expect(terminal.screen).not.toContainText("first-2");
  await terminal.page.keyboard.press("Enter");
  await terminal.shows("first-2");
  await terminal.shows("second-4");
});

test("a full-screen program has the whole screen, also after a resize, and gives it back", async ({
  openShell,
}) => {
  const { terminal, page } = await openShell();
  await terminal.run("echo taking-$((1+1)); cat > screen.sh");
  await terminal.shows("taking-2");
  await terminal.paste(FULL_SCREEN);
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
  await expect(terminal.screen.getByRole("list")).not.toContainText(/BOTTOM-LEFT \d/);
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
  const lines = output.slice(output.indexOf("\r1\r\n") + 1, output.indexOf("flood-10")).split("\r\n");
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
    await expect(terminal.line).toContainText("The connection to AWS was lost; it is coming back");
    await expect(terminal.line).toBeEmpty();
    await findMark(terminal);
  });

  test("when the gateway is killed and started again", async ({ openShell, world }) => {
    const { terminal, page } = await openShell();
    await leaveMark(terminal);
    expectConsole(page, /^WebSocket connection to .* failed/);
    await world.kill("gateway");
    await expect(terminal.line).toContainText("The gateway is not reached");
    await world.start("gateway");
    await expect(terminal.line).not.toContainText("The gateway is not reached");
    await findMark(terminal);
  });
});

test("a second window takes the keyboard, the first is told and can take it back", async ({ openShell }) => {
  const { terminal: first, page } = await openShell();
  await leaveMark(first);
  const second = new Terminal(await page.context().newPage());
  await second.page.goto(page.url());
  await findMark(second);
  await expect(first.over).toContainText("Another window has taken the keyboard");
  await first.over.getByRole("button", { name: "Take it back" }).click();
  await expect(second.over).toContainText("Another window has taken the keyboard");
  await findMark(first);
});

test("warns before the window ends, then ends the shell and says why", async ({ openShell, world }) => {
  const { terminal, page, sessionId } = await openShell("ana", 20);
  await expect(terminal.line).not.toContainText("One minute left");
  await expect(terminal.line).toContainText("One minute left");
  await terminal.run("echo until-the-$((7+7))th");
  await terminal.shows("until-the-14th");
  await expect(terminal.over).toContainText("the window was over", { timeout: 30_000 });
  const awsSessionId = await awsSessionIdOf(world, sessionId);
  await expect
    .poll(async () => {
      const { sessions } = await world.sandbox.control("state");
      return sessions.find((one: { sessionId: string }) => one.sessionId === awsSessionId)?.status;
    })
    .toBe("Terminated");
  await terminal.over.getByRole("link", { name: "Replay" }).click();
  await expect(page).toHaveURL(new RegExp(`/sessions/${sessionId}$`));
  await expect(page.getByText("until-the-14th").first()).toBeVisible();
});

test("the end button ends the shell, and the access still opens another", async ({ openShell }) => {
  const { terminal, page, grantId } = await openShell();
  // The keyboard leaves the terminal by the chord that stands in its bar.
  await terminal.focus();
  await page.keyboard.press("Control+Shift+L");
  const end = page.getByRole("button", { name: "End", exact: true });
  await expect(end).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "End this session" });
  await dialog.getByRole("button", { name: "End", exact: true }).click();
  await expect(terminal.over).toContainText("ended by the person");
  const next = await createSession(page, grantId, STAGING_NODE);
  await page.goto(`/sessions/${next}/terminal`);
  await terminal.isReady();
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

/** Leaves something that only this very shell knows, and something on its screen. */
async function leaveMark(terminal: Terminal): Promise<void> {
  await terminal.run("secret=$((6*7)); echo seen-$((4*4))");
  await terminal.shows("seen-16");
}

async function findMark(terminal: Terminal): Promise<void> {
  await terminal.isReady();
  await terminal.shows("seen-16");
  await terminal.run("echo found-$secret");
  await terminal.shows("found-42");
}
