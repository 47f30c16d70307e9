import { createRequire } from "node:module";
import { endAccess } from "../support/access";
import { findOverflow } from "../support/overflow";
import { recordedFile } from "../support/recording";
import { test } from "../support/shell";
import { expect, expectAccessible, expectConsole } from "../world/fixtures";

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
  const line = cleo.getByRole("tabpanel", { name: "Transcript" }).getByRole("button", { name: /third-23/ });
  await line.last().click();
  await expect(replay).toContainText("third-23");
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
  const file = await recordedFile(await as("cleo"), world, sessionId);

  const bare = await browser.newPage();
  await bare.addScriptTag({ path: require.resolve("asciinema-player/dist/bundle/asciinema-player.min.js") });
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
});
