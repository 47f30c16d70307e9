import type { BrowserContext, Page } from "@playwright/test";

interface Expectation {
  status: number;
  wasSeen: boolean;
}

const expectations = new WeakMap<Page, Expectation[]>();
const FAILED_TO_LOAD = /^Failed to load resource: the server responded with a status of (\d{3})/;

/**
 * Says that this page will be answered with an error status: Chromium logs every one as a console error.
 * Call it before the page loads. A status that never comes fails the test too.
 */
export function expectStatus(page: Page, status: number): void {
  expectations.set(page, [...(expectations.get(page) ?? []), { status, wasSeen: false }]);
}

/** A page whose live channel can't be had polls; Chromium writes down every try. */
const LIVE_CHANNEL = /^WebSocket connection to '[^']*\/gateway\/live\?/;

const tolerated = new WeakMap<Page, RegExp[]>();

/** Says what this page's console may say besides: Chromium writes down each WebSocket that can't be opened. */
export function expectConsole(page: Page, pattern: RegExp): void {
  tolerated.set(page, [...(tolerated.get(page) ?? []), pattern]);
}

/** Collects what no page may do: log an error, throw, or answer with a status nobody expected. */
export class ConsoleWatch {
  readonly #problems: string[] = [];
  readonly #pages = new Set<Page>();

  watch(context: BrowserContext): void {
    context.on("page", (page) => this.#pages.add(page));
    context.on("response", (response) => {
      // What a service worker asks for belongs to no page.
      if (response.request().serviceWorker()) return;
      const page = response.frame().page();
      for (const expected of expectations.get(page) ?? []) {
        if (expected.status === response.status()) expected.wasSeen = true;
      }
    });
    context.on("weberror", (event) => {
      this.#problems.push(`uncaught in ${event.page()?.url() ?? "a page"}: ${event.error().message}`);
    });
    context.on("console", (message) => {
      if (message.type() !== "error") return;
      const status = Number(FAILED_TO_LOAD.exec(message.text())?.[1]);
      const page = message.page();
      const isExpected = page && expectations.get(page)?.some((expected) => expected.status === status);
      const isTolerated = page && tolerated.get(page)?.some((pattern) => pattern.test(message.text()));
      if (!isExpected && !isTolerated && !LIVE_CHANNEL.test(message.text())) {
        const where = message.location().url || page?.url();
        this.#problems.push(`console.error in ${where}: ${message.text()}`);
      }
    });
  }

  /** @returns one line for each thing that went wrong or was expected in vain */
  problems(): string[] {
    const inVain = [...this.#pages].flatMap((page) =>
      (expectations.get(page) ?? [])
        .filter((expected) => !expected.wasSeen)
        .map((expected) => `status ${expected.status} was expected and never answered`),
    );
    return [...this.#problems, ...inVain];
  }
}
