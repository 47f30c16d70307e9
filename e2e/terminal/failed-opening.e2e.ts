import type { Page } from "@playwright/test";
import { endAccess } from "../support/access";
import { call, mustCall } from "../support/call";
import { Terminal } from "../support/terminal";
import { expect, test } from "../world/fixtures";

const NODES = { denied: "i-0fa11000000000005", throttled: "i-0fa11000000000004" } as const;

/** A session on one of the nodes that AWS refuses to open, and its terminal. */
async function openOn(page: Page, origin: string, nodeId: string) {
  let grantId = "";
  await expect
    .poll(async () => {
      const { status, body } = await call(page, "/api/requests/create", {
        nodeIds: [nodeId],
        justification: "A drill that is meant to fail",
        windowSeconds: 300,
      });
      grantId = String(body.grantId);
      return status;
    })
    .toBe(200);
  const { sessionId } = await mustCall(page, "/api/sessions/create", { grantId, nodeId });
  await page.goto(`${origin}/sessions/${sessionId}/terminal`);
  return { grantId, sessionId: String(sessionId), terminal: new Terminal(page) };
}

test("a shell that the organisation denies says so in AWS's words, whose matter it is, and what now", async ({
  as,
  world,
}) => {
  const page = await as("ana");
  const { grantId, sessionId, terminal } = await openOn(page, world.portalOrigin, NODES.denied);
  const check = async (where: ReturnType<Page["locator"]>) => {
    await expect(where).toContainText("The shell did not open");
    await expect(where).toContainText("Only an administrator of the organization can change it");
    await expect(where).toContainText("StartSession");
    await expect(where).toContainText("AccessDeniedException");
    await expect(where).toContainText(/Request id\s*[0-9a-f-]{36}/);
    await expect(where).toContainText("explicit deny in a service control policy");
    await expect(where.getByRole("button", { name: "Try again" })).toBeVisible();
    await expect(where.getByRole("link", { name: "Back to request" })).toBeVisible();
    await expect(where).not.toContainText("The session has ended");
    await expect(where).not.toContainText("must look at the account's roles");
    await expect(where.getByRole("link", { name: "Watch replay" })).toBeHidden();
  };
  await check(terminal.over);
  await expect(terminal.line).toHaveText("The shell did not open");
  // Whoever comes back finds the same.
  await page.reload();
  await check(terminal.over);
  for (const [width, height] of [
    [390, 844],
    [1360, 850],
  ] as const) {
    await page.setViewportSize({ width, height });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/failed-terminal-${width}.png` });
  }
  await page.goto(`${world.portalOrigin}/sessions/${sessionId}`);
  await check(page.locator("main"));
  for (const scheme of ["light", "dark"] as const)
    for (const width of [390, 1360]) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `test-results/failed-session-${scheme}-${width}.png` });
    }
  await endAccess(page, grantId);
});

test("a shell that AWS throttled is tried again from where it failed", async ({ as, world }) => {
  const page = await as("ana");
  const { grantId, terminal } = await openOn(page, world.portalOrigin, NODES.throttled);
  await expect(terminal.over).toContainText("AWS is limiting calls");
  await expect(terminal.over).toContainText("Rate exceeded");
  await terminal.over.getByRole("button", { name: "Try again" }).click();
  await terminal.isReady();
  await endAccess(page, grantId);
});
