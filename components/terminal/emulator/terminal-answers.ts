import type { IFunctionIdentifier, Terminal } from "@xterm/xterm";

/** What the filter lets a node ask: which terminal this is, how it is, where its cursor stands, which modes it has. */
const QUESTIONS: readonly IFunctionIdentifier[] = [
  { final: "c" },
  { prefix: ">", final: "c" },
  { final: "n" },
  { prefix: "?", final: "n" },
  { intermediates: "$", final: "p" },
  { prefix: "?", intermediates: "$", final: "p" },
];
/** The mode in which a terminal tells whether it has the focus: when it is set, at once. */
const FOCUS_REPORTS = 1004;

const MOST_AT_ONCE = 32;
const PER_SECOND = 32;

/**
 * Tells a terminal's answers from what a person types: both are bytes to the shell. A question is seen just before
 * xterm.js answers it, and its answer is the next thing that it says.
 */
export class TerminalAnswers {
  readonly #now: () => number;
  #isAsked = false;
  #left = MOST_AT_ONCE;
  #countedAt: number;

  /** @param now milliseconds, never backwards */
  constructor(terminal: Pick<Terminal, "parser">, now: () => number) {
    this.#now = now;
    this.#countedAt = now();
    const ask = () => {
      this.#isAsked = true;
      // What is said later than now is no answer, whatever became of it: keys come in tasks of their own.
      queueMicrotask(() => {
        this.#isAsked = false;
      });
      // xterm.js goes on to answer.
      return false;
    };
    for (const question of QUESTIONS) terminal.parser.registerCsiHandler(question, ask);
    terminal.parser.registerCsiHandler({ prefix: "?", final: "h" }, (modes) =>
      modes.includes(FOCUS_REPORTS) ? ask() : false,
    );
  }

  /** Whether what the terminal says now answers a question. Asked once for each thing it says. */
  isAnswer(): boolean {
    const isAsked = this.#isAsked;
    this.#isAsked = false;
    return isAsked;
  }

  /** Whether one more may be sent: a flood of questions must not keep the person's own keys waiting. */
  mayAnswer(): boolean {
    const now = this.#now();
    this.#left = Math.min(MOST_AT_ONCE, this.#left + ((now - this.#countedAt) / 1000) * PER_SECOND);
    this.#countedAt = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
