import { LINUX_SHELL_PROFILE } from "@/lib/terminal-output/shell-profile";
import type { InnerBuffer, InnerLine } from "../inner/inner-terminal";
import { type Input, indexOf, MOST_TEXT, partOf, textOfInput } from "./input-text";
import { findPrompt } from "./prompt-pattern";
import { hasCharacter, rowAt, textOfRows } from "./rows";
import type { TypedCommand } from "./transcript-line";

/** Prompts that were seen at a line's beginning, by which they are found behind what a program left there. */
const MOST_PROMPTS = 8;
/** What the document has typed is no command of anybody's. */
const PROFILE = LINUX_SHELL_PROFILE.trim();
const PROMPT_ENDS: ReadonlySet<number> = new Set(["$", "#", "%"].map((end) => end.charCodeAt(0)));

/** Where the shell says it is: at its prompt (A), taking input (B), running a command (C), done with it (D). */
type Phase = "unknown" | "prompt" | "input" | "running" | "idle";

/** What is carried from one piece of a recording to the next: a JSON value. */
export interface CommandState {
  phase: Phase;
  /** Where what is typed begins; y counts rows of the screen. `above`: of rows that have left it. */
  input?: { y: number; x: number; above: string };
  /** Said by the shell, and found by a prompt; the second may run within the first. */
  running?: TypedCommand;
  guessed?: GuessedCommand & { y?: number };
  /** A line that was left at a prompt which the shell told of; the shell has not said that it was entered. */
  left?: LeftLine;
  /** The same, and the next prompt was there without a word of how it ended. */
  unsaid?: LeftLine;
  prompts?: string[];
  /** The shell says when a command was entered: a line feed alone means nothing. */
  announces?: true;
}

interface LeftLine {
  atMs: number;
  text: string;
}

export interface EndedLine {
  start: number;
  above: string;
  fromMs: number;
}

interface GuessedCommand extends TypedCommand {
  /** When the line of its prompt began. */
  promptMs: number;
  /** There was something below when the cursor left it: perhaps it only moved on. */
  isDoubtful: boolean;
}

/** Finds the commands that were entered: by what the shell says (OSC 133), and by the look of a prompt where it doesn't. */
export class CommandFinder {
  #phase: Phase;
  #input: Input | undefined;
  #running: TypedCommand | undefined;
  #guessed: GuessedCommand | undefined;
  /** The row of the prompt of #guessed: what is entered there once more is the same. */
  #guessedRow: InnerLine | undefined;
  #left: LeftLine | undefined;
  #unsaid: LeftLine | undefined;
  #prompts: string[];
  #announces: boolean;
  #done: TypedCommand[] = [];

  constructor(buffer: InnerBuffer, state: CommandState = { phase: "unknown" }) {
    const { phase, input, running, guessed, left, unsaid, prompts } = state;
    this.#phase = phase;
    this.#left = left && { ...left };
    this.#unsaid = unsaid && { ...unsaid };
    this.#prompts = [...(prompts ?? [])];
    this.#announces = state.announces ?? false;
    const row = input && rowAt(buffer, input.y);
    if (input && row) this.#input = { row, x: input.x, above: input.above };
    this.#running = running && { ...running };
    if (!guessed) return;
    const { y, ...command } = guessed;
    this.#guessed = command;
    this.#guessedRow = y === undefined ? undefined : rowAt(buffer, y);
  }

  state(buffer: InnerBuffer): CommandState {
    const y = this.#input ? indexOf(buffer, this.#input.row) : -1;
    const promptY = this.#guessedRow ? indexOf(buffer, this.#guessedRow) : -1;
    return {
      phase: this.#phase,
      ...(this.#input && y >= 0 && { input: { y, x: this.#input.x, above: this.#input.above } }),
      ...(this.#running && { running: { ...this.#running } }),
      ...(this.#guessed && { guessed: { ...this.#guessed, ...(promptY >= 0 && { y: promptY }) } }),
      ...(this.#left && { left: { ...this.#left } }),
      ...(this.#unsaid && { unsaid: { ...this.#unsaid } }),
      ...(this.#prompts.length > 0 && { prompts: [...this.#prompts] }),
      ...(this.#announces && { announces: true as const }),
    };
  }

  /** Whether the shell said that it is taking input: a line feed then only moves the cursor. */
  get isTakingInput(): boolean {
    return this.#phase === "input" && (!this.#left || this.#announces);
  }

  take(): TypedCommand[] {
    const done = this.#done;
    this.#done = [];
    return done;
  }

  /** @param mark of an OSC 133 as the OutputFilter passes it: A, B, C, D or D;status */
  mark(mark: string, buffer: InnerBuffer, cols: number, ms: number): void {
    if (mark.startsWith("D")) {
      const exitStatus = mark.length > 2 ? Number(mark.slice(2)) : undefined;
      if (this.#phase === "input") this.#endLeft(ms, exitStatus);
      else this.#end(ms, exitStatus);
      this.#phase = "idle";
    } else if (mark === "A") {
      // At the same place or further up, the prompt was drawn anew.
      const isBelow = buffer.y > (this.#input ? indexOf(buffer, this.#input.row) : -1);
      if (this.#phase === "input" && this.#left && isBelow) this.#setUnsaid(this.#left);
      this.#left = undefined;
      this.#end(ms);
      this.#phase = "prompt";
      this.#input = undefined;
    } else if (mark === "B") {
      const row = rowAt(buffer, buffer.y);
      this.#phase = "input";
      this.#left = undefined;
      this.#input = row && { row, x: buffer.x, above: "" };
    } else if (mark === "C") {
      this.#announces = true;
      const last = buffer.x === 0 ? buffer.y - 1 : buffer.y;
      const typed = this.#input ? textOfInput(this.#input, buffer, cols, last) : "";
      const text = typed || (this.#left?.text ?? "");
      if (this.#phase === "input" && text !== "") {
        this.#settleUnsaid(text);
        this.#end(ms);
        this.#running = { atMs: ms, text, isGuess: false };
      }
      this.#phase = "running";
      this.#input = undefined;
      this.#left = undefined;
    }
  }

  /**
   * The cursor is about to leave its row by a line feed, for good.
   * @param line rows of the line that it ends, and the text of those that have left the screen
   */
  lineFeed(buffer: InnerBuffer, cols: number, ms: number, line: EndedLine): void {
    const { start, above, fromMs } = line;
    const { y } = buffer;
    const first = rowAt(buffer, start);
    if (!first || (above === "" && !hasCharacter(first, cols, PROMPT_ENDS))) return;
    if (this.#phase === "input" || this.#phase === "prompt") {
      // A shell that says where its prompts are says it of each.
      const own = this.#input ? indexOf(buffer, this.#input.row) : -1;
      if (!this.#input) return;
      if ((own >= start && own <= y) || (this.#input.above !== "" && !this.#left)) {
        this.#leave(textOfInput(this.#input, buffer, cols, y), ms);
        return;
      }
    }
    const typed = this.#typedIn((above + textOfRows(buffer, start, y, cols)).trimEnd());
    if (typed === undefined || typed === PROFILE) return;
    const isDoubtful = (rowAt(buffer, y + 1)?.getTrimmedLength() ?? 0) > 0;
    const isSame = this.#guessedRow === first || (above !== "" && this.#guessed?.promptMs === fromMs);
    const guess = { atMs: ms, text: typed, isGuess: true, promptMs: fromMs, isDoubtful };
    if (this.#guessed && isSame && (this.#guessed.isDoubtful || isSameLine(this.#guessed.text, typed)))
      this.#guessed = undefined;
    this.#endGuessed(this.#guessed && Math.max(0, fromMs - this.#guessed.atMs));
    // Nothing was entered, or it was given up.
    if (typed === "" || typed.endsWith("^C")) return;
    this.#guessed = guess;
    this.#guessedRow = first;
  }

  /** A row is about to leave the screen at the top. @param below the row that will stand there */
  leaves(row: InnerLine, below: InnerLine | undefined, cols: number): void {
    if (this.#guessedRow === row) this.#guessedRow = undefined;
    const input = this.#input;
    if (input?.row !== row) return;
    if (below)
      this.#input = {
        row: below,
        x: 0,
        above: (input.above + partOf(row, below, input.x, cols)).slice(-MOST_TEXT),
      };
    else this.#input = undefined;
  }

  /** A row is cleared where it stands. */
  forget(row: InnerLine): void {
    if (this.#guessedRow === row) this.#guessedRow = undefined;
  }

  /** The session is over. @param prompt the line that the cursor stands in, and when it began */
  finish(prompt: { text: string; fromMs: number } | undefined): void {
    if (prompt && this.#guessed && this.#typedIn(prompt.text) !== undefined)
      this.#endGuessed(Math.max(0, prompt.fromMs - this.#guessed.atMs));
    this.#settleUnsaid("");
    this.#endGuessed();
    if (this.#running) this.#done.push(this.#running);
    this.#running = undefined;
    if (this.#left && isEntered(this.#left.text)) this.#done.push({ ...this.#left, isGuess: false });
    this.#left = undefined;
  }

  /** @returns what was typed at the prompt of a line; undefined: it has none */
  #typedIn(line: string): string | undefined {
    const found = findPrompt(line, this.#prompts);
    if (!found) return undefined;
    this.#prompts = [found.prompt, ...this.#prompts.filter((prompt) => prompt !== found.prompt)].slice(
      0,
      MOST_PROMPTS,
    );
    return found.typed;
  }

  /** A line feed where the shell takes input: entered, or only moved within, given up, or a list of what fits. */
  #leave(text: string, ms: number): void {
    // Shells move down within a line of several rows.
    if (this.#left && !text.startsWith(this.#left.text)) return;
    this.#left = { atMs: ms, text };
  }

  /** The shell says that something ended, and has nothing to say when it begins. */
  #endLeft(ms: number, exitStatus?: number): void {
    const left = this.#left;
    this.#left = undefined;
    if (!left || !isEntered(left.text)) return;
    this.#settleUnsaid(left.text);
    this.#running = { ...left, isGuess: false };
    this.#end(ms, exitStatus);
  }

  #setUnsaid(left: LeftLine): void {
    if (!isEntered(left.text)) return;
    this.#settleUnsaid(left.text);
    this.#unsaid = left;
  }

  /** A line that goes on at the next prompt was not entered: the shell has shown there what fits. */
  #settleUnsaid(next: string): void {
    const { text, atMs } = this.#unsaid ?? { text: "", atMs: 0 };
    if (text !== "" && !next.startsWith(text)) this.#done.push({ atMs, text, isGuess: true });
    this.#unsaid = undefined;
  }

  #end(ms: number, exitStatus?: number): void {
    const running = this.#running;
    this.#running = undefined;
    if (!running) {
      this.#endGuessed(this.#guessed && Math.max(0, ms - this.#guessed.atMs));
      return;
    }
    // What was found inside of it ended with it at the latest.
    this.#endGuessed();
    this.#done.push({
      ...running,
      durationMs: ms - running.atMs,
      ...(exitStatus !== undefined && { exitStatus }),
    });
  }

  #endGuessed(durationMs?: number): void {
    if (this.#guessed) {
      const { atMs, text, isGuess } = this.#guessed;
      this.#done.push({ atMs, text, ...(durationMs !== undefined && { durationMs }), isGuess });
    }
    this.#guessed = undefined;
    this.#guessedRow = undefined;
  }
}

/** A cursor that moved down within a line left it once too often. */
function isSameLine(before: string, after: string): boolean {
  return after !== "" && (before.startsWith(after) || after.startsWith(before));
}

/** Something was typed, and not given up. */
function isEntered(text: string): boolean {
  return text !== "" && !text.endsWith("^C");
}
