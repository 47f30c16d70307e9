import { test as base, type Cookie, expect, type Page } from "@playwright/test";
import { findBrowser } from "../../tools/checkout/browser.mjs";
import { logsOf, startWorld, type World } from "../../tools/world.mjs";
import { ConsoleWatch } from "./console-watch";
import { type PersonName, signIn } from "./people";

export { expectAccessible } from "./accessibility";
export { expectConsole, expectStatus } from "./console-watch";
export { NAMES, type PersonName, signIn } from "./people";
export { expect };

interface TestFixtures {
  watch: ConsoleWatch;
  /**
   * A page of a person's own browser, signed in: `const ben = await as("ben")`. Who has signed in before in this
   * world still is, unless that sign-in was ended.
   */
  as: (who: PersonName, path?: string) => Promise<Page>;
  /** A page of a browser of its own in which nobody is signed in. */
  openStranger: (cookies?: readonly Cookie[]) => Promise<Page>;
}

interface WorkerFixtures {
  /** Environment of this world's processes, over the defaults: `test.use({ worldSettings: { WINDOW_MAX_SECONDS: 20 } })`. */
  worldSettings: Record<string, string | number>;
  world: World;
  /** The cookies of whoever has signed in. */
  signIns: Map<PersonName, Cookie[]>;
}

/** Playwright's test with a portal of its own for each worker; an unexpected console.error fails it. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  worldSettings: [{}, { option: true, scope: "worker" }],
  world: [
    async ({ worldSettings }, use) => {
      const world = await startWorld({ settings: worldSettings });
      await use(world);
      await world.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  signIns: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
    async ({}, use) => use(new Map()),
    { scope: "worker" },
  ],
  launchOptions: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
    async ({}, use) => {
      const browser = await findBrowser();
      // Rows that the graphics card draws are no text of the page: tests read what is drawn without it.
      await use({ ...browser, args: [...(browser.args ?? []), "--disable-3d-apis"] });
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ world }, use) => use(world.portalOrigin),
  watch: [
    async ({ world }, use, testInfo) => {
      const watch = new ConsoleWatch();
      await use(watch);
      const problems = watch.problems();
      if (problems.length > 0 || testInfo.status !== testInfo.expectedStatus) {
        for (const { name, text } of logsOf(world)) await testInfo.attach(name, { body: text });
      }
      expect(problems, "what the browser's console must not say").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, watch }, use) => {
    watch.watch(context);
    await use(context);
  },
  openStranger: async ({ browser, watch, baseURL, contextOptions, locale, timezoneId }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (cookies = []) => {
      const context = await browser.newContext({
        ...contextOptions,
        ...(baseURL ? { baseURL } : {}),
        ...(locale ? { locale } : {}),
        ...(timezoneId ? { timezoneId } : {}),
      });
      contexts.push(context);
      watch.watch(context);
      await context.addCookies([...cookies]);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  as: async ({ openStranger, signIns, world }, use) => {
    await use(async (who, path = "/") => {
      const page = await openStranger(signIns.get(who));
      if (signIns.has(who)) await page.goto(path);
      if (page.url() === "about:blank" || new URL(page.url()).pathname === "/sign-in") {
        await signIn(page, who, path);
        signIns.set(who, await page.context().cookies(world.portalOrigin));
      }
      return page;
    });
  },
});
