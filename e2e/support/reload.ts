import { expect, type Locator, type Page } from "@playwright/test";

/** Reloads a page until it shows something: a page stands as it was when it was loaded, and jobs work meanwhile. */
export async function reloadUntil(page: Page, locator: Locator): Promise<void> {
  await expect(async () => {
    if ((await locator.count()) === 0) await page.reload();
    await expect(locator.first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
}
