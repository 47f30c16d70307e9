import type { Page } from "@playwright/test";
import { endAccess } from "../support/access";
import { expectGoodLooks } from "../support/looks";
import { test } from "../support/shell";
import { expect, expectStatus } from "../world/fixtures";

const PICTURES = process.env.SEARCH_PICTURES;

const field = (page: Page) => page.getByRole("searchbox", { name: "Text in commands or output" });

async function searchFor(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await page.keyboard.press("Enter");
}

test("a command is found from the search, by its signs and in Chinese, and watched from that moment", async ({
  openShell,
  as,
}) => {
  test.setTimeout(180_000);
  const { terminal, sessionId, page, grantId } = await openShell();
  await terminal.run("seq 1 300; printf 'first \\344\\270\\200\\n'");
  await terminal.run("echo needle-$((20+1)) 資料庫 2>&1");
  await terminal.shows("needle-21");
  // A second later, so that the moment of the needle shows nothing of it.
  await terminal.run("sleep 1; seq 301 $((599+1)); exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(page, grantId);

  const cleo = await as("cleo", "/sessions");
  await cleo.getByRole("link", { name: "Search recordings" }).click();
  await expect(cleo.getByText("Find what was typed and printed")).toBeVisible();
  await cleo.keyboard.press("/");
  await expect(field(cleo)).toBeFocused();
  await searchFor(cleo, '"$((20+1)) 資料庫 2>&1"');
  // The session has just ended: what is not indexed yet is said, and asked for again.
  await expect(async () => {
    const again = cleo.getByRole("button", { name: "Search again" });
    if (await again.isVisible()) await again.click();
    await expect(cleo.getByRole("link", { name: /^Command at .*needle/ })).toBeVisible({ timeout: 2_000 });
    await expect(again).toBeHidden({ timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
  await expect(cleo).toHaveURL(/\/sessions\/search\?q=/);
  await expect(cleo.locator("mark").first()).toHaveText("$((20+1)) 資料庫 2>&1");

  // What was printed, with what stood around it; and by keys into the player.
  await searchFor(cleo, "needle-21");
  const hit = cleo.getByRole("link", { name: /^Output at .*needle-21 資料庫/ });
  await expect(hit).toBeVisible();
  await expect(cleo.getByRole("status").filter({ hasText: "hit" })).toContainText("1 hit in 1 session");
  if (PICTURES) await cleo.screenshot({ path: `${PICTURES}/hits.png` });
  await expectGoodLooks(cleo);
  if (PICTURES) await cleo.screenshot({ path: `${PICTURES}/hits-phone-dark.png` });
  await cleo.setViewportSize({ width: 1360, height: 860 });
  await cleo.locator("body").click({ position: { x: 700, y: 700 } });
  await cleo.keyboard.press("j");
  await expect(hit).toBeFocused();
  await cleo.keyboard.press("Enter");
  await expect(cleo).toHaveURL(new RegExp(`/sessions/${sessionId}\\?t=\\d`));
  const replay = cleo.getByRole("region", { name: /^Replay of/ });
  await expect(replay).toContainText("needle-21 資料庫");
  await expect(replay).not.toContainText("600");

  // In one session only, and where it is none.
  await cleo.goBack();
  await cleo.getByRole("link", { name: "All hits in this session" }).click();
  await expect(cleo).toHaveURL(new RegExp(`session=${sessionId}`));
  await expect(hit).toBeVisible();
  await searchFor(cleo, "never printed at all");
  await expect(cleo.getByText("No recording contains this")).toBeVisible();
  await expectGoodLooks(cleo);
  if (PICTURES) await cleo.screenshot({ path: `${PICTURES}/none.png` });

  // From anywhere.
  await cleo.setViewportSize({ width: 1360, height: 860 });
  await cleo.goto("/");
  const menu = cleo.getByRole("combobox", { name: "Search or go to" });
  await expect(async () => {
    await cleo.keyboard.press("Control+k");
    await expect(menu).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await menu.fill("needle-21");
  await cleo.getByRole("option", { name: "Recordings: search for “needle-21”" }).click();
  await expect(hit).toBeVisible();

  // What was searched for is on record; whoever may see no session finds nothing.
  const dov = await as("dov", "/audit");
  await expect(dov.getByText("searched recordings for “needle-21”: 1 hit").first()).toBeVisible();
  const eve = await as("eve");
  expectStatus(eve, 403);
  await eve.goto("/sessions/search?q=needle-21");
  await expect(eve.getByText("needle-21 資料庫")).toHaveCount(0);
  await expect(eve.getByRole("heading", { name: /don't have access/ })).toBeVisible();
});
