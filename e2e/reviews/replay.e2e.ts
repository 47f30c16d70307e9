import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { endAccess } from "../support/access";
import { findOverflow } from "../support/overflow";
import { recordedFile } from "../support/recording";
import { test } from "../support/shell";
import { expect, expectAccessible, expectConsole } from "../world/fixtures";

const PICTURES = process.env.DOWNLOAD_PICTURES;
const require = createRequire(import.meta.url);

test("a running session is replayed while it runs, and followed a moment behind", async ({
  openShell,
  as,
}) => {
  test.setTimeout(120_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run("echo first-$((20+1))");
  await terminal.shows("first-21");
  const cleo = await as("cleo", `/sessions/${sessionId}`);
  const replay = cleo.getByRole("region", { name: /^Replay of/ });
  await expect(replay).toContainText("first-21");
  await replay.getByRole("button", { name: "Go to live" }).click();
  const live = replay.getByRole("button", { name: "Live", exact: true });
  await expect(live).toHaveAttribute("aria-pressed", "true");
  await terminal.run("echo second-$((20+2))");
  await terminal.shows("second-22");
  await expect(replay).toContainText("second-22", { timeout: 10_000 });

  // Whoever goes back is left there, while more comes.
  await cleo.keyboard.press("0");
  await expect(replay).not.toContainText("first-21");
  await terminal.run("echo third-$((20+3)); exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);
  await expect(replay.getByRole("button", { name: /live/i })).toBeHidden({ timeout: 30_000 });
  await cleo.getByRole("tab", { name: "Transcript" }).click();
  const transcript = cleo.getByRole("tabpanel", { name: "Transcript" });
  await transcript
    .getByRole("button", { name: /third-23/ })
    .last()
    .click();
  await expect(replay).toContainText("third-23");
  // What the agent typed first is nobody's command: it is there, folded, and found.
  const setUp = transcript.getByRole("button", { name: /Shell set up by Halligan/ }).first();
  await setUp.scrollIntoViewIfNeeded();
  await expect(transcript).not.toContainText("PROMPT_COMMAND");
  await setUp.click();
  await expect(transcript).toContainText("PROMPT_COMMAND");
  await transcript.getByRole("searchbox").fill("PROMPT_COMMAND");
  await expect(transcript.getByRole("listitem").first()).toContainText("PROMPT_COMMAND");
});

test("a gateway that goes away is said, and waited for", async ({ openShell, as, world }) => {
  test.setTimeout(120_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run("echo kept-$((40+4))");
  await terminal.shows("kept-44");
  await terminal.run("exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);
  const cleo = await as("cleo");
  expectConsole(cleo, /net::ERR_/);
  expectConsole(page, /net::ERR_|WebSocket/);
  await cleo.goto(`/sessions/${sessionId}`);
  const replay = cleo.getByRole("region", { name: /^Replay of/ });
  await expect(replay).toContainText("kept-44");
  await expect(cleo.getByRole("tab", { name: /^Commands ?\d/ })).toBeVisible();
  await world.kill("gateway");
  await cleo.getByRole("tab", { name: "Transcript" }).click();
  await expect(replay.getByRole("status")).toContainText("Can't reach the gateway. Retrying…");
  await world.start("gateway");
  await expect(replay.getByRole("status")).toBeEmpty({ timeout: 20_000 });
  await cleo
    .getByRole("tabpanel", { name: "Transcript" })
    .getByRole("button", { name: /kept-44/ })
    .last()
    .click();
  await expect(replay).toContainText("kept-44");
});

test("sizes change in a replay as they did, and all of it is seen on a phone", async ({ openShell, as }) => {
  test.setTimeout(120_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run("echo wide-$(tput cols)");
  await terminal.shows(/wide-\d+/);
  await page.setViewportSize({ width: 700, height: 500 });
  await terminal.run("clear; echo narrow-$(tput cols)-資料庫");
  await terminal.shows(/narrow-\d+-資料庫/);
  await terminal.run("exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);

  const cleo = await as("cleo", `/sessions/${sessionId}`);
  await cleo.setViewportSize({ width: 360, height: 740 });
  await cleo.reload();
  const replay = cleo.getByRole("region", { name: /^Replay of/ });
  const screen = replay.locator(".xterm-screen");
  await cleo.getByRole("tab", { name: /^Events/ }).click();
  const sizes = cleo
    .getByRole("tabpanel", { name: /^Events/ })
    .getByRole("button", { name: /Screen \d+ × \d+/ });
  const shape = async () => {
    const box = await screen.boundingBox();
    return box ? box.width / box.height : 0;
  };
  for (const one of [sizes.last(), sizes.first()]) {
    await one.click();
    const [, cols, rows] = /Screen (\d+) × (\d+)/.exec((await one.textContent()) ?? "") ?? [];
    await expect(replay.locator(".xterm-rows > div")).toHaveCount(Number(rows));
    // Letters are half as wide as a row is high, about.
    await expect.poll(shape).toBeCloseTo((Number(cols) / Number(rows)) * 0.52, 0);
    const [box, frame] = [await screen.boundingBox(), await replay.boundingBox()];
    expect(box && frame && box.x >= frame.x && box.x + box.width <= frame.x + frame.width + 1).toBe(true);
  }
  expect(await findOverflow(cleo)).toEqual([]);
  await expectAccessible(cleo);
});

test("a recording that was downloaded plays in asciinema's own player", async ({
  openShell,
  as,
  browser,
  world,
}) => {
  test.setTimeout(120_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run("echo export-$((50+5))");
  await terminal.shows("export-55");
  await terminal.run("exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);
  const cleo = await as("cleo");

  for (const format of ["asciicast-v3", "asciicast-v2"] as const) {
    const file = await recordedFile(cleo, world, sessionId, format);
    expect(file.startsWith(`{"version":${format.slice(-1)},`)).toBe(true);
    const bare = await browser.newPage();
    await bare.addScriptTag({
      path: require.resolve("asciinema-player/dist/bundle/asciinema-player.min.js"),
    });
    await bare.evaluate((text) => {
      const { AsciinemaPlayer } = globalThis as unknown as {
        AsciinemaPlayer: {
          create: (source: object, element: Element, options: object) => { play: () => void };
        };
      };
      AsciinemaPlayer.create({ data: text }, document.body, { speed: 16, idleTimeLimit: 0.1 }).play();
    }, file);
    await expect(bare.locator(".ap-term")).toContainText("export-55");
    await bare.close();
  }
});

test("a session's files are behind one button, and say which file was downloaded", async ({
  openShell,
  as,
}) => {
  test.setTimeout(120_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run("echo file-$((60+6)) password=tr0ub4dor3; exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);
  const cleo = await as("cleo", `/sessions/${sessionId}`);
  const dialog = cleo.getByRole("dialog", { name: "Download this session" });
  await cleo.getByRole("button", { name: "Download", exact: true }).focus();
  await cleo.keyboard.press("Enter");
  await expect(dialog).toContainText("Secrets that we recognize are masked in these files");
  const sums: string[] = [];
  for (const [name, ending] of [
    ["Recording (asciicast v3)", ".cast"],
    ["Recording (asciicast v2)", "_v2.cast"],
    ["Transcript (text)", ".txt"],
  ] as const) {
    const starts = cleo.waitForEvent("download");
    await dialog.getByRole("link", { name }).focus();
    await cleo.keyboard.press("Enter");
    const download = await starts;
    expect(download.suggestedFilename()).toMatch(
      new RegExp(`^${sessionId}_[a-z]+-[0-9a-f]+_\\d{4}-\\d\\d-\\d\\d\\${ending}$`),
    );
    const bytes = await readFile(await download.path());
    expect(String(bytes)).toContain("file-66 password=••••••••••");
    expect(String(bytes)).not.toContain("tr0ub4dor3");
    sums.push(createHash("sha256").update(bytes).digest("hex"));
  }
  await cleo.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(async () => {
    await cleo.reload();
    await cleo.getByRole("button", { name: "Download", exact: true }).click();
    for (const sum of sums) await expect(dialog).toContainText(sum, { timeout: 2_000 });
  }).toPass();
  await expectAccessible(cleo);
  for (const width of [1360, 360])
    for (const colorScheme of ["light", "dark"] as const) {
      await cleo.emulateMedia({ colorScheme });
      await cleo.setViewportSize({ width, height: 860 });
      expect(await findOverflow(cleo)).toEqual([]);
      if (PICTURES) await cleo.screenshot({ path: `${PICTURES}/download-${width}-${colorScheme}.png` });
    }
});
