import { expect, type Locator, type Page } from "@playwright/test";

/** A terminal page as a person has it before them: what stands on the screen, and the keyboard. */
export class Terminal {
  readonly page: Page;
  readonly screen: Locator;
  /** The rows of the screen, as xterm draws them. */
  readonly rows: Locator;
  /** The line under the screen that says what is the matter. */
  readonly line: Locator;
  /** The foot of the terminal, with the time that is left once it is short. */
  readonly foot: Locator;
  /** Lies over the screen when nothing can be typed any more. */
  readonly over: Locator;

  constructor(page: Page) {
    this.page = page;
    this.screen = page.getByRole("region", { name: /^Terminal on / });
    this.rows = this.screen.locator(".xterm-rows > div");
    this.line = page.getByRole("main").getByRole("status", { name: "Terminal status" });
    this.foot = page.getByRole("main").locator("footer").filter({ visible: true });
    this.over = page.getByRole("main").getByRole("alert");
  }

  /** Waits for the prompt of a shell to which something can be typed. */
  async isReady(): Promise<void> {
    await expect(this.page.getByText(/^Recorded$/).filter({ visible: true })).toBeVisible();
    await this.shows(/(reader|operator|sudo)@[\w-]+:\S*\$/);
  }

  /** Waits until the screen shows a text; no row break counts. */
  async shows(text: string | RegExp): Promise<void> {
    await expect(this.screen.locator(".xterm-rows")).toContainText(text);
  }

  /** Types a line and presses Enter. */
  async run(command: string): Promise<void> {
    await this.focus();
    await this.page.keyboard.type(command);
    await this.page.keyboard.press("Enter");
  }

  /** Pastes what is asked about first, and says yes. */
  async pasteAndSend(text: string): Promise<void> {
    await this.paste(text);
    await this.pasteDialog.getByRole("button", { name: "Send" }).click();
    await expect(this.pasteDialog).toBeHidden();
  }

  /** Asks before several lines or control characters go to the shell. */
  get pasteDialog(): Locator {
    return this.page.getByRole("dialog", { name: "Send this to the shell?" });
  }

  /** Pastes as a person would: clipboard, then the keys that paste. */
  async paste(text: string): Promise<void> {
    await this.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await this.page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await this.focus();
    await this.page.keyboard.press("Shift+Insert");
  }

  async focus(): Promise<void> {
    await this.screen.getByRole("textbox").focus();
  }

  /** The session's id, from the page's address. */
  get sessionId(): string {
    return /\/sessions\/([^/]+)\/terminal/.exec(this.page.url())?.[1] ?? "";
  }
}
