import type { InnerLine } from "../inner/inner-terminal";
import { colsUpTo } from "../transcript/rows";

const BLANK = 0x20;
const NUMBERS_A_CELL = 3;
const CODE_POINT = 0x1f_ffff;
const IS_COMBINED = 0x20_0000;
const WIDTH_SHIFT = 22;

/** What a line of the screen showed, and for each unit of its text which character of the output it was. */
export interface ShownText {
  text: string;
  /** 0: of none, as nothing was written to the cell. */
  sources: number[];
}

/** For each row of both screens the sources of its cells. */
export interface ScreenSources {
  normal: Uint32Array[];
  alternate: Uint32Array[];
}

/** @param isPart of a line that stays but for some of its cells: it may be told of often */
export type TellShown = (shown: ShownText, isPart: boolean) => void;

/** Where a cell keeps which character it shows: its colour, which nothing but a painter reads. */
export function sourceAt(line: InnerLine, x: number): number {
  return line._data[x * NUMBERS_A_CELL + 1] ?? 0;
}

/** The latest source that a row shows. */
export function latestSource(line: InnerLine): number {
  let latest = 0;
  for (let x = 0; x < line.length; x += 1) latest = Math.max(latest, sourceAt(line, x));
  return latest;
}

export function putSource(line: InnerLine, x: number, source: number): void {
  line._data[x * NUMBERS_A_CELL + 1] = source;
}

/** Whether something was written to a cell. */
export function hasContent(line: InnerLine, x: number): boolean {
  return ((line._data[x * NUMBERS_A_CELL] ?? 0) & (CODE_POINT | IS_COMBINED)) !== 0;
}

/** Columns of a cell; 0 for the second half of a wide one. */
export function widthAt(line: InnerLine, x: number): number {
  return (line._data[x * NUMBERS_A_CELL] ?? 0) >>> WIDTH_SHIFT;
}

/** Makes a cell show another character of one column or two. */
export function putCharacter(line: InnerLine, x: number, character: number): void {
  const width = Math.max(1, widthAt(line, x));
  line._data[x * NUMBERS_A_CELL] = character | (width << WIDTH_SHIFT);
  delete line._combined[x];
}

/** Adds a row to a line. @param below the row that the line goes on in, if it does */
export function addRow(shown: ShownText, row: InnerLine, below: InnerLine | undefined, cols: number): void {
  const { sources } = shown;
  const data = row._data;
  const end = below ? colsUpTo(row, below, cols) : Math.min(cols, row.getTrimmedLength());
  const parts: string[] = [];
  for (let x = 0; x < end; x += 1) {
    const content = data[x * NUMBERS_A_CELL] ?? 0;
    const source = data[x * NUMBERS_A_CELL + 1] ?? 0;
    const width = content >>> WIDTH_SHIFT;
    if (width === 0 && (content & (CODE_POINT | IS_COMBINED)) === 0 && x > 0 && widthAt(row, x - 1) === 2)
      continue;
    const text =
      (content & IS_COMBINED) !== 0
        ? (row._combined[x] ?? " ")
        : String.fromCodePoint(content & CODE_POINT || BLANK);
    parts.push(text);
    for (let unit = 0; unit < text.length; unit += 1) sources.push(source);
  }
  shown.text += parts.join("");
}

/** Its last characters, at most so many. */
export const endOf = ({ text, sources }: ShownText, most: number): ShownText => ({
  text: text.slice(-most),
  sources: sources.slice(-most),
});

export const noText = (): ShownText => ({ text: "", sources: [] });

/** Whether cells show characters of sources between two. */
export function hasSource(
  line: InnerLine,
  from: number,
  to: number,
  { after = 0, before = Number.POSITIVE_INFINITY } = {},
): boolean {
  for (let x = from; x < to; x += 1) {
    const source = sourceAt(line, x);
    if (source > after && source < before) return true;
  }
  return false;
}
