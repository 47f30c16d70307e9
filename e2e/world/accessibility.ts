import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/**
 * What axe finds on the page as it is now.
 * @param options.exclude selectors of what is not ours, each with a reason where it is called
 * @returns a line for each element that breaks a rule
 */
export async function findViolations(page: Page, options: { exclude?: string[] } = {}): Promise<string[]> {
  const builder = (options.exclude ?? []).reduce(
    (axe, selector) => axe.exclude(selector),
    // No page of ours has a frame of another origin: axe need not open a page of its own to put frames together.
    // Of what is right nothing is told, which costs as much time as finding what is not.
    new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] }),
  );
  // While a page reads itself anew its title is gone for a moment.
  await expect(page).toHaveTitle(/\S/);
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
  );
}

/** Fails when axe finds anything on the page as it is now. */
export async function expectAccessible(page: Page, options: { exclude?: string[] } = {}): Promise<void> {
  expect(await findViolations(page, options), `accessibility of ${page.url()}`).toEqual([]);
}
