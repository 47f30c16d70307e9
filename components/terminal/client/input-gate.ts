const ENTER = new Set([0x0d, 0x0a]);
const ESCAPE = 0x1b;
/** Control C and Control U: whatever stands on the line is gone. */
const CLEARS = new Set([0x03, 0x15]);
/** What xterm.js says by itself: answers, focus, the mouse. Nobody typed it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const REPORT = /^\x1b(?:\[[?>=]?[\d;]*\$?[Rcny]$|\[[IO]$|\[<|\[M|[P\]])/;

type InputVerdict = "send" | "refuse" | "drop";

/**
 * Decides what of the typing is sent, so that no command runs with a hole in it. What can't be sent is refused, and so
 * is the rest of the line, up to the next Enter; Control C and Control U clear the line and are sent.
 */
export class InputGate {
  #refused = 0;
  /** The rest of a line is refused, because a part of it was. */
  #isBroken = false;
  /** Something of a line is with the shell, and no Enter yet. */
  #isMidLine = false;

  /** Keys, or pieces of text, refused since something was sent last. */
  get refused(): number {
    return this.#refused;
  }

  /** Whether typing is refused until Enter, although it could be sent. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** @param canSend whether it would arrive now */
  offer(bytes: Uint8Array, canSend: boolean): InputVerdict {
    if (REPORT.test(new TextDecoder().decode(bytes.subarray(0, 64)))) return canSend ? "send" : "drop";
    const endsLine = ENTER.has(bytes.at(-1) ?? 0);
    const isOne = bytes.length === 1;
    const clears = isOne && CLEARS.has(bytes[0] ?? 0);
    if (!canSend) {
      this.#refused += 1;
      // What the shell has of the line would run with what is typed next.
      this.#isBroken = this.#isMidLine || !endsLine;
      return "refuse";
    }
    if (this.#isBroken && !clears) {
      this.#refused += 1;
      if (endsLine || (isOne && bytes[0] === ESCAPE)) this.#isBroken = false;
      return "refuse";
    }
    this.#refused = 0;
    this.#isBroken = false;
    this.#isMidLine = !endsLine && !clears;
    return "send";
  }

  /** What was sent last may not have arrived: the rest of its line is refused. */
  doubt(): void {
    if (this.#isMidLine) this.#isBroken = true;
  }
}
