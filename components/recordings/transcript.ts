import { isMark } from "@/lib/terminal-output/characters";
import type { CastEvent } from "./cast";

/** One line as it stood on the screen when it was left. */
export interface TranscriptLine {
  /** Seconds since the start at which it was left: a command's is when Enter was pressed. */
  at: number;
  /** Seconds since the start at which it began. */
  from: number;
  text: string;
  /** "program": a full-screen program ran here; "gap" and marks come from the recorder. */
  kind: "output" | "program" | "mark";
}

export interface Transcript {
  lines: TranscriptLine[];
  /** There is more in the recording than is read here. */
  isCut: boolean;
}

/** As much as a page can hold and a person may search. */
const MOST_LINES = 200_000;
const MOST_CHARACTERS = 32 * 1024 * 1024;
/** Cells of one line, over all rows that it wraps to; a longer one goes on in the next. */
const MOST_CELLS = 4096;
const TAB = 8;

// Filtered output has whole sequences only.
const TOKEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is read
  /\x1b\[([0-?]*)[ -/]*([@-~])|\x1b[ -/]*[0-~]|[\x00-\x1f]|[^\x00-\x1f]+/g;
const FIRST_MARK = 0x300;

/**
 * What was on the screen, line by line, for reading and finding. It is a reading aid: the recording is the evidence.
 * Escape sequences don't get through; what is left is text, to be shown as text only.
 * @param events filtered, as a CastReader gives them
 * @param cols of the screen when the recording began
 */
export function readTranscript(events: readonly CastEvent[], cols: number): Transcript {
  const reader = new TranscriptReader(cols);
  for (const [at, code, data] of events) {
    if (reader.isFull) break;
    if (code === "o") reader.take(at, data);
    else if (code === "m") reader.mark(at, data);
    else reader.resize(Number(data.split("x")[0]));
  }
  return reader.finish();
}

class TranscriptReader {
  readonly #lines: TranscriptLine[] = [];
  #characters = 0;
  #cols: number;
  /** The cells of all rows that the line has wrapped to. */
  #cells: string[] = [];
  #cursor = 0;
  /** The last column is written, and the cursor waits on it. */
  #isAtEdge = false;
  #last = "";
  #startedAt: number | undefined;
  /** When the line was last written to. */
  #writtenAt = 0;
  #isFullScreen = false;

  constructor(cols: number) {
    this.#cols = Math.max(1, cols);
  }

  get isFull(): boolean {
    return this.#lines.length >= MOST_LINES || this.#characters >= MOST_CHARACTERS;
  }

  take(at: number, data: string): void {
    for (const [token, numbers, final] of data.matchAll(TOKEN)) {
      if (this.isFull) return;
      if (final !== undefined) this.#obey(at, numbers ?? "", final);
      else if (!this.#isFullScreen && token >= " ") this.#print(at, token);
      else if (!this.#isFullScreen) this.#control(at, token);
    }
  }

  mark(at: number, label: string): void {
    this.#push({ at, from: at, text: label, kind: "mark" });
  }

  resize(cols: number): void {
    if (cols > 0) this.#cols = cols;
  }

  finish(): Transcript {
    const isCut = this.isFull;
    this.#endLine();
    return { lines: this.#lines, isCut };
  }

  #print(at: number, text: string): void {
    for (const character of text) {
      const isJoined = character.charCodeAt(0) >= FIRST_MARK && isMark(character);
      if (!isJoined) this.#write(at, character);
      else if (this.#last !== "") {
        this.#last += character;
        this.#cells[this.#cursor - 1] = this.#last;
      }
    }
  }

  #write(at: number, character: string): void {
    if (this.#cursor >= MOST_CELLS) this.#endLine();
    this.#startedAt ??= at;
    this.#writtenAt = at;
    while (this.#cells.length < this.#cursor) this.#cells.push(" ");
    this.#cells[this.#cursor] = character;
    this.#cursor += 1;
    this.#isAtEdge = this.#cursor % this.#cols === 0;
    this.#last = character;
  }

  #control(at: number, character: string): void {
    if (character === "\n") this.#endLine(at);
    else if (character === "\r") this.#moveTo(0);
    else if (character === "\b") this.#moveTo(this.#column - 1);
    else if (character === "\t") this.#moveTo(this.#column + TAB - (this.#column % TAB));
    this.#last = "";
  }

  get #rowStart(): number {
    const here = this.#cursor - (this.#isAtEdge ? 1 : 0);
    return here - (here % this.#cols);
  }

  get #column(): number {
    return Math.min(this.#cursor - this.#rowStart, this.#cols - 1);
  }

  /** Within its row, as the cursor of a terminal. */
  #moveTo(column: number): void {
    this.#cursor = this.#rowStart + Math.min(Math.max(0, column), this.#cols - 1);
    this.#isAtEdge = false;
  }

  #obey(at: number, numbers: string, final: string): void {
    const isSwitch = /^\?(?:.*;)?(?:1049|1047|47)\b/.test(numbers) && (final === "h" || final === "l");
    if (isSwitch && final === "h" && !this.#isFullScreen) {
      this.#endLine();
      this.#push({ at, from: at, text: "", kind: "program" });
    }
    if (isSwitch) this.#isFullScreen = final === "h";
    if (isSwitch || this.#isFullScreen) return;
    const last = this.#last;
    this.#last = "";
    const count = Math.min(this.#cols, Math.max(1, Number.parseInt(numbers, 10) || 1));
    if (final === "C") this.#moveTo(this.#column + count);
    else if (final === "D") this.#moveTo(this.#column - count);
    else if (final === "G") this.#moveTo(count - 1);
    else if (final === "K") this.#erase(numbers);
    else if (final === "P") this.#cells.splice(this.#cursor, count);
    else if (final === "b" && last !== "") for (let left = count; left > 0; left -= 1) this.#write(at, last);
    else if (final === "H" || final === "f" || final === "J") this.#endLine();
  }

  #erase(which: string): void {
    const end = which === "2" ? this.#rowStart : which === "1" ? this.#cells.length : this.#cursor;
    this.#cells.length = Math.min(this.#cells.length, end);
  }

  /** @param at when an empty line is one too: it was left by a line feed */
  #endLine(at?: number): void {
    const text = this.#cells.join("").trimEnd();
    const left = at ?? this.#writtenAt;
    if (text !== "" || at !== undefined)
      this.#push({ at: left, from: this.#startedAt ?? left, text, kind: "output" });
    this.#cells = [];
    this.#cursor = 0;
    this.#isAtEdge = false;
    this.#last = "";
    this.#startedAt = undefined;
  }

  #push(line: TranscriptLine): void {
    this.#lines.push(line);
    this.#characters += line.text.length;
  }
}
