import type { Browser, BrowserContext, BrowserContextOptions, Cookie, Page } from "@playwright/test";
import type { World } from "../../tools/world.mjs";
import { type PersonName, signIn } from "../world/people";

/** The named people, each with as many browsers as a walk needs: who has signed in once still is in the next. */
export class Crew {
  readonly world: World;
  readonly #browser: Browser;
  readonly #cookies = new Map<PersonName, Cookie[]>();
  readonly #open = new Set<BrowserContext>();

  constructor(browser: Browser, world: World) {
    this.#browser = browser;
    this.world = world;
  }

  /**
   * An empty page of a browser that knows nothing yet: nothing is cached in it.
   * @param who who is signed in; nobody without
   */
  async open(who?: PersonName, options: BrowserContextOptions = {}): Promise<Page> {
    const baseURL = this.world.portalOrigin;
    if (who && !this.#cookies.has(who)) {
      const context = await this.#browser.newContext({ baseURL });
      await signIn(await context.newPage(), who);
      this.#cookies.set(who, await context.cookies(baseURL));
      await context.close();
    }
    const context = await this.#browser.newContext({
      ...{ baseURL, locale: "en-GB", timezoneId: "UTC", viewport: WIDE },
      ...options,
    });
    // tsx, which runs the walk, wraps functions in calls of this, those for the browser too.
    await context.addInitScript("globalThis.__name ??= (named) => named;");
    this.#open.add(context);
    context.on("close", () => this.#open.delete(context));
    if (who) await context.addCookies(this.#cookies.get(who) ?? []);
    return context.newPage();
  }

  async close(): Promise<void> {
    for (const context of [...this.#open]) await context.close();
  }
}

export const WIDE = { width: 1360, height: 860 };
export const PHONE = { width: 390, height: 844 };
