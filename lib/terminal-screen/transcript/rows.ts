import type { InnerBuffer, InnerLine } from "../inner/inner-terminal";

const BLANK = 0x20;
const NUMBERS_A_CELL = 3;
const CODE_POINT = 0x1f_ffff;
const IS_COMBINED = 0x20_0000;
const WIDTH_SHIFT = 22;

/** A row of the screen, from the top; none is beyond it, though xterm.js then gives the first one. */
export function rowAt(buffer: InnerBuffer, y: number): InnerLine | undefined {
  const index = buffer.ybase + y;
  return index < 0 || index >= buffer.lines.length ? undefined : buffer.lines.get(index);
}

/** Cells after the last that was written. */
export function roomIn(row: InnerLine, cols: number): number {
  return Math.max(0, cols - row.getTrimmedLength());
}

/** Whether the row below may go on with this one's line: a wide character has no room in one last cell. */
export function isFilled(room: number, below: InnerLine): boolean {
  return room === 0 || (room === 1 && below.getWidth(0) === 2);
}

/**
 * Whether a row goes on with the line of the row above. Shells that move within a line of several rows end up with rows
 * that xterm.js doesn't call wrapped, so a row that is filled to its last column is taken to go on.
 */
export function goesOn(above: InnerLine, row: InnerLine, cols: number): boolean {
  return row.isWrapped || isFilled(roomIn(above, cols), row);
}

/** Whether a row goes on with the one above. */
export type Joins = (above: InnerLine, row: InnerLine) => boolean;

/** The first row of the line that a row belongs to, above the screen too while there is room. */
export function startOfLine(buffer: InnerBuffer, y: number, joins: Joins): number {
  let start = y;
  for (let row = rowAt(buffer, start); row; start -= 1) {
    const above = rowAt(buffer, start - 1);
    if (!above || !joins(above, row)) break;
    row = above;
  }
  return start;
}

/** The last one. */
export function endOfLine(buffer: InnerBuffer, y: number, joins: Joins): number {
  let end = y;
  for (let row = rowAt(buffer, end); row; end += 1) {
    const below = rowAt(buffer, end + 1);
    if (!below || !joins(row, below)) break;
    row = below;
  }
  return end;
}

/**
 * The columns of a row that belong to a line that goes on below. Where a wide character has no room in the last column,
 * xterm.js leaves it empty and a shell writes a blank there, which can't be told from a blank that was typed; between
 * two wide characters it is taken to be the shell's.
 */
export function colsUpTo(row: InnerLine, below: InnerLine, cols: number): number {
  const isBlank = row.getCodePoint(cols - 1) === BLANK && row.getWidth(cols - 1) === 1;
  const isBetween = cols > 3 && row.getWidth(cols - 3) === 2 && below.getWidth(0) === 2;
  return isBlank && isBetween ? cols - 1 : cols;
}

/** The text of rows that are one line. */
export function textOfRows(buffer: InnerBuffer, from: number, to: number, cols: number): string {
  let text = "";
  for (let y = from; y <= to; y += 1) {
    const row = rowAt(buffer, y);
    const below = y < to ? rowAt(buffer, y + 1) : undefined;
    if (row) text += below ? textOfPart(row, below, cols) : textOfRow(row, cols);
  }
  return text;
}

/** Without the empty cells at its end. */
export function textOfRow(row: InnerLine, cols: number, from = 0): string {
  const end = Math.min(cols, row.getTrimmedLength());
  const data = row._data;
  const units: number[] = [];
  for (let x = from; x < end; x += 1) {
    const content = data[x * NUMBERS_A_CELL] ?? 0;
    // What is made of several characters, or beyond the first 65,536, is rarely there.
    if ((content & IS_COMBINED) !== 0 || (content & CODE_POINT) > 0xffff)
      return row.translateToString(true, from, end);
    const width = content >>> WIDTH_SHIFT;
    units.push(content & CODE_POINT || BLANK);
    if (width === 2) x += 1;
  }
  return String.fromCharCode(...units);
}

/** Of a row whose line goes on below. */
export function textOfPart(row: InnerLine, below: InnerLine, cols: number, from = 0): string {
  return textOfRow(row, colsUpTo(row, below, cols), from) + gapBefore(below, roomIn(row, cols));
}

/** Whether one of some characters is in it, without making text of it. */
export function hasCharacter(row: InnerLine, cols: number, wanted: ReadonlySet<number>): boolean {
  const data = row._data;
  for (let at = 0; at < cols * NUMBERS_A_CELL; at += NUMBERS_A_CELL)
    if (wanted.has((data[at] ?? 0) & CODE_POINT)) return true;
  return false;
}

/** Cells that were left empty at the end of a row whose line goes on. */
export function gapBefore(below: InnerLine, room: number): string {
  return isFilled(room, below) ? "" : " ".repeat(room);
}
