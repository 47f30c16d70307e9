import type { InnerLine } from "../inner/inner-terminal";
import { gapBefore, isFilled, roomIn, textOfRow } from "./rows";
import type { TranscriptLine } from "./transcript-line";

/** Characters of one line, over all rows that it wraps to; a longer one goes on in the next. */
export const MOST_LINE = 4096;

/** A line whose rows have left the screen, as far as they have. */
export interface OpenLine {
  text: string;
  fromMs: number;
  atMs: number;
  /** Empty cells at the end of its last row. */
  room: number;
  /** Its last row was left by a line feed. */
  isClosed: boolean;
}

/** Makes lines of the rows that leave a screen, from the top. */
export class LineCollector {
  #open: OpenLine | undefined;
  #lines: TranscriptLine[] = [];

  constructor(open?: OpenLine) {
    this.#open = open;
  }

  get open(): OpenLine | undefined {
    return this.#open;
  }

  /** The line that a row goes on with, when the rows above it have left; its text up to that row. */
  openBefore(row: InnerLine): { text: string; fromMs: number } | undefined {
    const open = this.#open;
    if (!open || !(row.isWrapped || (!open.isClosed && isFilled(open.room, row)))) return undefined;
    return { text: open.text + gapBefore(row, open.room), fromMs: open.fromMs };
  }

  /** The next row from the top. @param ms now */
  add(row: InnerLine, cols: number, ms: number): void {
    const { note } = row;
    const open = this.#open;
    const continues = open !== undefined && (row.isWrapped || (!open.isClosed && isFilled(open.room, row)));
    if (open && !continues) this.end();
    const text = textOfRow(row, cols);
    if (note?.told === text) {
      this.end();
      return;
    }
    const isClosed = note?.isClosed === true;
    // Nobody was ever there.
    if (text === "" && !isClosed && !continues) return;
    const atMs = note?.atMs ?? ms;
    const room = roomIn(row, cols);
    if (open && continues) {
      open.text += gapBefore(row, open.room) + text;
      open.atMs = atMs;
      open.room = room;
      open.isClosed = isClosed;
    } else this.#open = { text, fromMs: note?.fromMs ?? atMs, atMs, room, isClosed };
    this.#breakLong();
  }

  /** Something that is no line of the screen. */
  push(line: TranscriptLine): void {
    this.#lines.push(line);
  }

  /** Whatever leaves next is another line. */
  end(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    this.#lines.push({
      ...{ atMs: open.atMs, fromMs: Math.min(open.fromMs, open.atMs) },
      ...{ text: open.text.trimEnd(), kind: "output" },
    });
  }

  /** What is complete since it was last asked. */
  take(): TranscriptLine[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  #breakLong(): void {
    const open = this.#open;
    const isLong = open !== undefined && open.text.length >= MOST_LINE;
    while (open && open.text.length >= MOST_LINE) {
      const isHalf = /[\ud800-\udbff]/.test(open.text[MOST_LINE - 1] ?? "");
      const end = isHalf ? MOST_LINE - 1 : MOST_LINE;
      this.#lines.push({
        ...{ atMs: open.atMs, fromMs: open.fromMs },
        ...{ text: open.text.slice(0, end), kind: "output" },
      });
      open.text = open.text.slice(end);
      open.fromMs = open.atMs;
    }
    // It ended with the part before.
    if (isLong && open.text === "" && open.isClosed) this.#open = undefined;
  }
}
