import type { Locator, Page } from "@playwright/test";

/** What somebody does with their hands on one page, counted: each key of a chord is a key. */
export class Presses {
  readonly page: Page;
  keys = 0;
  clicks = 0;
  taps = 0;

  constructor(page: Page) {
    this.page = page;
  }

  /** @param chord such as `Control+k` */
  async key(chord: string): Promise<void> {
    this.keys += chord.split("+").length;
    await this.page.keyboard.press(chord);
  }

  async type(text: string): Promise<void> {
    this.keys += [...text].length;
    await this.page.keyboard.type(text);
  }

  async click(target: Locator): Promise<void> {
    this.clicks += 1;
    await target.click();
  }

  /** The page must be one of a browser with a touch screen. */
  async tap(target: Locator): Promise<void> {
    this.taps += 1;
    await target.tap();
  }
}
