import type { InnerBuffer, InnerLine } from "../inner/inner-terminal";
import { goesOn, rowAt, textOfPart, textOfRow } from "./rows";

/** Of a command's text: more is cut. */
export const MOST_TEXT = 4096;
/** What bash puts before the further lines of a command. */
const CONTINUATION = /^> /;

/** Where what is typed begins. `above`: of rows that have left the screen. */
export interface Input {
  row: InnerLine;
  x: number;
  above: string;
}

/** What was typed, from where the shell said that input begins to a row. */
export function textOfInput(
  { row, x, above }: Input,
  buffer: InnerBuffer,
  cols: number,
  last: number,
): string {
  const first = indexOf(buffer, row);
  if (first < 0) return "";
  let text = above;
  for (let y = first; y <= last; y += 1) {
    const here = rowAt(buffer, y);
    if (here) text += partOf(here, y < last ? rowAt(buffer, y + 1) : undefined, y === first ? x : 0, cols);
  }
  const [start = "", ...more] = text.split("\n");
  return [start, ...more.map((line) => line.replace(CONTINUATION, ""))].join("\n").trim().slice(0, MOST_TEXT);
}

/** A row's text with what stands between it and the next one: nothing when the line goes on, else a line's end. */
export function partOf(row: InnerLine, below: InnerLine | undefined, from: number, cols: number): string {
  if (below && goesOn(row, below, cols)) return textOfPart(row, below, cols, from);
  return textOfRow(row, cols, from) + (below ? "\n" : "");
}

export function indexOf(buffer: InnerBuffer, row: InnerLine): number {
  for (let y = 0; y + buffer.ybase < buffer.lines.length; y += 1) if (rowAt(buffer, y) === row) return y;
  return -1;
}
