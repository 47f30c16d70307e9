import type { Page } from "@playwright/test";

/** The named people of the identity provider, by subject. */
export const NAMES = {
  ana: "Ana Duarte",
  ben: "Ben Okafor",
  cleo: "Cleo Marchetti",
  dov: "Dov Lindqvist",
  eve: "Eve Novak",
  fay: "Fay Tanaka",
} as const;

export type PersonName = keyof typeof NAMES;

/**
 * Signs in through the portal's page and the identity provider's, as a person would.
 * @param page of a context in which nobody is signed in; its base URL is the portal
 * @param who subject at the provider
 * @param path where to arrive, beginning with a slash
 */
export async function signIn(page: Page, who: PersonName, path = "/"): Promise<void> {
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  const portal = new URL(page.url()).origin;
  await page
    .getByRole("main")
    .getByRole("button", { name: /sign in/i })
    .click();
  await page.getByRole("button", { name: `Continue as ${NAMES[who]}` }).click();
  await page.waitForURL((url) => url.origin === portal && !url.pathname.startsWith("/sign-in"));
}
