import { expect, type Page } from "@playwright/test";
import { ask, createSession } from "../../e2e/support/access";
import { STAGING_NODE } from "../../e2e/support/nodes";
import { Terminal } from "../../e2e/support/terminal";

const HALF_AN_HOUR_S = 1800;
/** One attempt to type a line and see its answer. */
const ANSWER_MS = 5_000;

/** A shell that is kept open while things are taken away around it. */
export class Shell {
  readonly terminal: Terminal;
  readonly #number: string;
  #asked = 0;

  private constructor(terminal: Terminal, number: string) {
    this.terminal = terminal;
    this.#number = number;
  }

  /** Opens one on the staging node, for half an hour. */
  static async open(page: Page): Promise<Shell> {
    const { grantId } = await ask(page, STAGING_NODE, HALF_AN_HOUR_S);
    const sessionId = await createSession(page, grantId ?? "", STAGING_NODE);
    await page.goto(`/sessions/${sessionId}/terminal`);
    const terminal = new Terminal(page);
    await expect(() => terminal.isReady()).toPass({ timeout: 60_000 });
    await terminal.run("echo number-$$-");
    const text = await expect
      .poll(() => terminal.screen.textContent(), { timeout: 30_000 })
      .toMatch(/number-\d+-/)
      .then(() => terminal.screen.textContent());
    return new Shell(terminal, /number-(\d+)-/.exec(text ?? "")?.[1] ?? "");
  }

  /**
   * Types a line until it is answered, by the same shell as at the start: not by one that was opened anew.
   * @param withinMs how long it may take until keys arrive again
   */
  async goesOn(withinMs: number): Promise<void> {
    await expect(async () => {
      const { terminal } = this;
      this.#asked += 1;
      await expect(terminal.page.getByText(/^recorded/).filter({ visible: true })).toBeVisible({
        timeout: ANSWER_MS,
      });
      await terminal.run(`echo still-${this.#asked}-$$-here`);
      await expect(terminal.screen.locator(".xterm-rows")).toContainText(
        `still-${this.#asked}-${this.#number}-here`,
        { timeout: ANSWER_MS },
      );
    }).toPass({ timeout: withinMs });
  }
}
