import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "../world/accessibility";

const WIDTHS = { wide: { width: 1280, height: 800 }, phone: { width: 360, height: 740 } };

/** Looks at a page as it is in light and dark, wide and on a phone: accessible, and nothing to scroll sideways to. */
export async function expectGoodLooks(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    // Without motion: half-way between two colours nothing has the contrast of either.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const size of Object.values(WIDTHS)) {
      await page.setViewportSize(size);
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth))
        .toBeLessThanOrEqual(0);
      await expectAccessible(page);
    }
  }
}
