import type { Page } from "@playwright/test";

import { findOverflow } from "../support/overflow";
import { findViolations } from "../world/accessibility";
import type { Crew } from "./crew";
import { expect } from "./patience";
import type { Visit } from "./visits";

/** A wide screen, the same at 200 % zoom, two phones, and the narrowest that WCAG 1.4.10 asks for. */
export const WIDTHS = [1360, 680, 390, 360, 320];
export const LANGUAGES = ["en", "zh-TW"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Opens a page as it is looked at: without motion, in one language, until it stands. */
export async function open(crew: Crew, visit: Visit, language: Language): Promise<Page> {
  const page = await crew.open(visit.who, { locale: language, reducedMotion: "reduce" });
  await page.goto(visit.address);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  return page;
}

/**
 * Makes a page narrower and narrower.
 * @returns what does not fit, each with the width at which it does not
 */
export async function narrow(page: Page, widths: readonly number[] = WIDTHS): Promise<string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 700 ? 740 : 860 });
    found.push(...(await findOverflow(page)).map((line) => `${width} px: ${line}`));
  }
  return found;
}

/** What axe finds in light and dark, at each width. */
export async function inspect(page: Page, widths: readonly number[]): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of widths) {
      await page.setViewportSize({ width, height: width < 700 ? 740 : 860 });
      found.push(...(await findViolations(page)).map((line) => `${colorScheme}, ${width} px: ${line}`));
    }
  }
  return found;
}
