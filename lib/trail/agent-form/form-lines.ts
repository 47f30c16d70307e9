import { storable } from "@/lib/kernel/text";
import { cleanLine } from "./clean-line";
import { Utf8Stream } from "./decode-utf8";
import type { LogForm } from "./known-agents";

/** The agent cuts a longer line, and goes on with it in another event. */
export const STREAMED_LINE_BYTES = 33_000;
/** Of a log that comes as text, longer lines are compared in parts: one line may be all there is. */
export const TEXT_LINE_CHARACTERS = 32_768;

/** A line of output, or a part of a long one, as a log of one form has it. */
export interface FormLine {
  text: string;
  /** What it may also be (clean-line.ts). */
  orElse: string | null;
  /** When its last byte was there. */
  at: Date;
  /** Its newline came, or it was cut. */
  isFinished: boolean;
  /** Where an event ended inside of it, and with it perhaps inside of a character. */
  seam: number | null;
}

/** Puts output, as it comes, into lines of one form. Keeps no more than one line. */
export interface LineMaker {
  push(bytes: Uint8Array, at: Date): FormLine[];
  /** Output is missing here: what has begun of a line is let go, and so is its rest. */
  skip(): void;
  /** The unfinished line, if there is one. */
  end(): FormLine[];
}

export function lineMaker(form: LogForm): LineMaker {
  return form === "streamed" ? new StreamedLines() : new TextLines();
}

const NEWLINE = 0x0a;

class StreamedLines implements LineMaker {
  #parts: Uint8Array[] = [];
  #length = 0;
  #at = new Date(0);
  #isSkipping = false;

  push(bytes: Uint8Array, at: Date): FormLine[] {
    const lines: FormLine[] = [];
    this.#at = at;
    for (let from = 0; from < bytes.length; ) {
      const newline = bytes.indexOf(NEWLINE, from);
      const end = newline < 0 ? bytes.length : newline;
      const start = from;
      from = end + 1;
      if (newline >= 0 && this.#length === 0 && !this.#isSkipping && end - start < STREAMED_LINE_BYTES) {
        lines.push(this.#line(bytes.subarray(start, end), true));
        continue;
      }
      this.#add(bytes.subarray(start, end), lines);
      if (newline < 0) break;
      if (!this.#isSkipping) {
        // A line fits with its newline, or is cut.
        if (this.#length === STREAMED_LINE_BYTES) this.#take(STREAMED_LINE_BYTES, lines);
        lines.push(this.#line(this.#joined(), true));
      }
      this.#clear();
      this.#isSkipping = false;
    }
    return lines;
  }

  skip(): void {
    this.#clear();
    this.#isSkipping = true;
  }

  end(): FormLine[] {
    const left = this.#joined();
    this.#clear();
    return left.length === 0 ? [] : [this.#line(left, false)];
  }

  #add(piece: Uint8Array, lines: FormLine[]): void {
    if (this.#isSkipping || piece.length === 0) return;
    // A copy: rows of the database are let go.
    this.#parts.push(piece.slice());
    this.#length += piece.length;
    while (this.#length > STREAMED_LINE_BYTES) this.#take(STREAMED_LINE_BYTES, lines);
  }

  #take(length: number, lines: FormLine[]): void {
    const all = this.#joined();
    lines.push(this.#line(all.subarray(0, length), true));
    this.#parts = [all.subarray(length)];
    this.#length = all.length - length;
  }

  #line(bytes: Uint8Array, isFinished: boolean): FormLine {
    return { ...cleanLine(bytes), at: this.#at, isFinished, seam: null };
  }

  #joined(): Uint8Array {
    return this.#parts.length === 1 ? (this.#parts[0] ?? new Uint8Array()) : Buffer.concat(this.#parts);
  }

  #clear(): void {
    this.#parts = [];
    this.#length = 0;
  }
}

/**
 * Lines of a log that comes as text. The terminal that `script` replays into puts another carriage return before each
 * newline, and the upload to CloudWatch Logs takes one away: those at a line's end count for nothing.
 */
export class TextLines implements LineMaker {
  readonly #characters = new Utf8Stream();
  #waiting = "";
  #at = new Date(0);
  #seam: number | null = null;
  #isSkipping = false;

  push(bytes: Uint8Array, at: Date): FormLine[] {
    return this.pushText(this.#characters.push(bytes), at);
  }

  pushText(text: string, at: Date): FormLine[] {
    const lines: FormLine[] = [];
    this.#at = at;
    for (let from = 0; from < text.length; ) {
      const newline = text.indexOf("\n", from);
      const end = newline < 0 ? text.length : newline;
      if (!this.#isSkipping) this.#add(text.slice(from, end), lines);
      from = end + 1;
      if (newline < 0) break;
      if (!this.#isSkipping) lines.push(this.#line(this.#waiting, true));
      this.#clear();
      this.#isSkipping = false;
    }
    return lines;
  }

  /** One event ends, and the next goes on in the same line. */
  markSeam(): void {
    if (!this.#isSkipping) this.#seam = this.#waiting.length;
  }

  skip(): void {
    this.#characters.end();
    this.#clear();
    this.#isSkipping = true;
  }

  end(): FormLine[] {
    const lines = this.pushText(this.#characters.end(), this.#at);
    const left = this.#waiting;
    if (left !== "") lines.push(this.#line(left, false));
    this.#clear();
    return lines;
  }

  #add(piece: string, lines: FormLine[]): void {
    this.#waiting += piece;
    while (this.#waiting.length > TEXT_LINE_CHARACTERS) {
      lines.push(this.#line(this.#waiting.slice(0, TEXT_LINE_CHARACTERS), true));
      this.#waiting = this.#waiting.slice(TEXT_LINE_CHARACTERS);
      if (this.#seam !== null)
        this.#seam = this.#seam > TEXT_LINE_CHARACTERS ? this.#seam - TEXT_LINE_CHARACTERS : null;
    }
  }

  #line(text: string, isFinished: boolean): FormLine {
    return {
      text: storable(text.replace(/\r+$/, "")),
      orElse: null,
      at: this.#at,
      isFinished,
      seam: this.#seam,
    };
  }

  #clear(): void {
    this.#waiting = "";
    this.#seam = null;
  }
}
