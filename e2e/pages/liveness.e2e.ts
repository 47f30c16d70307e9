import { Relay } from "../support/relay";
import { test as base } from "../support/shell";
import { expect, expectConsole } from "../world/fixtures";

/** The portal's test, with a relay between browsers and the gateway. */
const test = base.extend<{ relayed: Relay }, { relay: Relay }>({
  relay: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
    async ({}, use) => {
      const relay = await Relay.open();
      await use(relay);
      relay.close();
    },
    { scope: "worker" },
  ],
  worldSettings: [
    async ({ relay }, use) => use({ GATEWAY_ORIGIN: `http://localhost:${relay.port}` }),
    { scope: "worker" },
  ],
  relayed: async ({ relay, world }, use) => {
    relay.leadTo(world.ports.gateway);
    await use(relay);
    relay.setSilent(false);
  },
});

/** The page must say so within three seconds; the rest is for a machine that has much else to do. */
const SAID_WITHIN_MS = 8_000;

test("a connection that goes silent is said to be within seconds, sends nothing by halves, and comes back by itself", async ({
  relayed,
  openShell,
}) => {
  const { terminal, page } = await openShell();
  expectConsole(page, /^WebSocket connection to .* failed/);
  await terminal.run("echo before-$((1+1))");
  await terminal.shows("before-2");
  const recorded = page.getByText(/^Recorded$/).filter({ visible: true });
  await expect(recorded).toBeVisible();

  relayed.setSilent(true);
  const silentAt = Date.now();
  await expect(terminal.line).toContainText("No answer from the gateway", { timeout: SAID_WITHIN_MS });
  test.info().annotations.push({ type: "said after", description: `${Date.now() - silentAt} ms` });
  await expect(recorded).toBeHidden();
  await expect(page.getByText(/^Recorded until \d\d:\d\d:\d\d UTC$/)).toBeVisible();
  await expect(page.locator("[data-stale]")).toBeVisible();
  await page.keyboard.type("echo lo");
  await expect(terminal.line).toContainText("keys not sent");
  await expect(terminal.line).toContainText("Can't reach the gateway", { timeout: 20_000 });

  relayed.setSilent(false);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(page.locator("[data-stale]")).toHaveCount(0, { timeout: 30_000 });
  await expect(recorded).toBeVisible();
  // The rest of the line that was begun meanwhile isn't sent either.
  await terminal.focus();
  await page.keyboard.type("st-$((2+2))");
  await expect(terminal.line).toContainText("Press Enter to start over");
  await page.keyboard.press("Enter");
  await terminal.run("echo after-$((3+3))");
  await terminal.shows("after-6");
  await expect(terminal.screen).not.toContainText("st-4");
});
