import type { CastEvent } from "./cast";

/** One line as it stood on the screen when it was left. */
export interface TranscriptLine {
  /** Seconds since the start at which it began. */
  at: number;
  text: string;
  /** "program": a full-screen program ran here; "gap" and marks come from the recorder. */
  kind: "output" | "program" | "mark";
}

// One escape sequence, or its beginning at the end of what has come so far.
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is read
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-OQ-WYZ\\`-~])/y;
const LONGEST_SEQUENCE = 4096;

/**
 * What was on the screen, line by line, for reading and finding. It is a reading aid: the recording is the evidence.
 * Escape sequences don't get through; what is left is text, to be shown as text only.
 */
export function readTranscript(events: readonly CastEvent[]): TranscriptLine[] {
  const reader = new TranscriptReader();
  for (const [at, code, data] of events) {
    if (code === "o") reader.take(at, data);
    if (code === "m") reader.mark(at, data);
  }
  return reader.finish();
}

class TranscriptReader {
  readonly #lines: TranscriptLine[] = [];
  #cells: string[] = [];
  #column = 0;
  #startedAt: number | undefined;
  #isFullScreen = false;
  #rest = "";

  take(at: number, data: string): void {
    const text = this.#rest + data;
    this.#rest = "";
    for (let position = 0; position < text.length; ) {
      if (text[position] !== "\x1b") {
        const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
        this.#put(at, character);
        position += character.length;
        continue;
      }
      SEQUENCE.lastIndex = position;
      const sequence = SEQUENCE.exec(text)?.[0];
      if (sequence === undefined && text.length - position < LONGEST_SEQUENCE) {
        this.#rest = text.slice(position);
        return;
      }
      if (sequence !== undefined) this.#obey(at, sequence);
      position += sequence?.length ?? 1;
    }
  }

  mark(at: number, label: string): void {
    this.#lines.push({ at, text: label, kind: "mark" });
  }

  finish(): TranscriptLine[] {
    this.#endLine();
    return this.#lines;
  }

  #put(at: number, character: string): void {
    if (this.#isFullScreen) return;
    if (character === "\n") this.#endLine(at);
    else if (character === "\r") this.#column = 0;
    else if (character === "\b") this.#column = Math.max(0, this.#column - 1);
    else if (character === "\t") for (let n = 8 - (this.#column % 8); n > 0; n -= 1) this.#write(at, " ");
    else if (character >= " " && character !== "\x7f") this.#write(at, character);
  }

  #write(at: number, character: string): void {
    this.#startedAt ??= at;
    while (this.#cells.length < this.#column) this.#cells.push(" ");
    this.#cells[this.#column] = character;
    this.#column += 1;
  }

  #obey(at: number, sequence: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is read
    const screen = /^\x1b\[\?(?:1049|1047|47)([hl])$/.exec(sequence)?.[1];
    if (screen === "h" && !this.#isFullScreen) {
      this.#endLine();
      this.#lines.push({ at, text: "", kind: "program" });
    }
    if (screen) this.#isFullScreen = screen === "h";
    if (this.#isFullScreen || screen) return;
    if (/\[[0]?K$/.test(sequence)) this.#cells.length = Math.min(this.#cells.length, this.#column);
    else if (sequence.endsWith("[2K")) this.#cells = [];
    else if (/\[\d*C$/.test(sequence)) this.#column += countOf(sequence);
    else if (/\[\d*D$/.test(sequence)) this.#column = Math.max(0, this.#column - countOf(sequence));
    else if (/\[\d*P$/.test(sequence)) this.#cells.splice(this.#column, countOf(sequence));
    else if (/\[[\d;]*[HJ]$/.test(sequence)) this.#endLine();
  }

  /** @param at when an empty line is one too: it was left by a line feed */
  #endLine(at?: number): void {
    const text = this.#cells.join("").trimEnd();
    if (text !== "" || at !== undefined)
      this.#lines.push({ at: this.#startedAt ?? at ?? 0, text, kind: "output" });
    this.#cells = [];
    this.#column = 0;
    this.#startedAt = undefined;
  }
}

function countOf(sequence: string): number {
  return Math.min(1000, Number(/\d+/.exec(sequence)?.[0] ?? 1));
}
