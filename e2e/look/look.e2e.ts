import type { Page } from "@playwright/test";
import { Crew } from "../walk/crew";
import { test as base, expect, type PersonName } from "../world/fixtures";
import { standStill } from "./standstill";
import { type Story, tellStory } from "./story";

interface Picture {
  name: string;
  who: PersonName;
  address: (story: Story) => string;
  /** What stands when the page does. */
  isThere: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  {
    name: "home",
    who: "ben",
    address: () => "/",
    isThere: (page) => expect(page.getByRole("link", { name: /^Review request/ })).toBeVisible(),
  },
  {
    name: "nodes",
    who: "ana",
    address: () => "/nodes",
    isThere: (page) => expect(page.getByRole("link", { name: "payments-api-2", exact: true })).toBeVisible(),
  },
  {
    name: "request",
    who: "ben",
    address: ({ requestId }) => `/requests/${requestId}`,
    isThere: (page) => expect(page.getByRole("button", { name: /^Approve/ })).toBeVisible(),
  },
  {
    name: "review",
    who: "cleo",
    address: ({ sessionId }) => `/sessions/${sessionId}`,
    isThere: async (page) => {
      await expect(async () => {
        await page.reload();
        await expect(page.getByText("Agent log agrees").first()).toBeVisible({ timeout: 2_000 });
      }).toPass({ timeout: 30_000 });
      await expect(page.getByRole("region", { name: /^Replay/ }).locator(".xterm-screen")).toBeVisible();
      await expect(page.getByRole("button", { name: /df -h/ })).toBeVisible();
    },
  },
  {
    name: "settings",
    who: "dov",
    address: () => "/settings",
    isThere: (page) => expect(page.getByRole("table").first()).toBeVisible(),
  },
];

// Other tests' requests would be in the pictures: a world of its own.
const test = base.extend<object, { crew: Crew; story: Story }>({
  crew: [
    async ({ browser, world }, use) => {
      const crew = new Crew(browser, world);
      await use(crew);
      await crew.close();
    },
    { scope: "worker" },
  ],
  story: [async ({ crew }, use) => use(await tellStory(crew)), { scope: "worker", timeout: 90_000 }],
});
test.use({ worldSettings: { DEAD_SECONDS: 6 } });

for (const { name, who, address, isThere } of PICTURES)
  for (const colorScheme of ["light", "dark"] as const)
    test(`${name} looks as it did, ${colorScheme}`, async ({ crew, story }) => {
      const page = await crew.open(who, {
        ...{ colorScheme, reducedMotion: "reduce", viewport: { width: 1280, height: 800 } },
      });
      await page.goto(address(story));
      await isThere(page);
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      await expect(page.locator("[data-live]")).toHaveAttribute("data-live", "live");
      await standStill(page);
      await expect(page).toHaveScreenshot(`${name}-${colorScheme}.png`);
      await crew.close();
    });
