import { maskLines } from "../../masking/mask-text";
import { type IndexedRow, readRows, type StoredBlock } from "../format/blocks";
import { fold } from "../format/grams";
import type { Term, TextQuery } from "./query";

/** A row that a query finds. */
export interface FoundRow {
  row: IndexedRow;
  /** Its place among the rows of its block. */
  index: number;
  /** What stands around it, out of the same block. */
  before: IndexedRow[];
  after: IndexedRow[];
}

/** Rows shown before and after one that was found. */
const AROUND = 2;
const NEWLINE = 0x0a;

/**
 * The rows of a block that a query finds, last first, their secrets masked.
 * @param isCommandSkipped leaves out what is found only within a command, which is found by itself
 */
export function findRows(
  block: StoredBlock,
  query: TextQuery,
  { isCommandSkipped = false } = {},
): FoundRow[] {
  const folded = fold(block.text);
  const places = query.terms.map(({ bytes }) => placesOf(folded, bytes, query.isWholeWords));
  const [first, ...others] = places;
  if (!first || places.some(({ length }) => length === 0)) return [];
  const found = new Set<number>();
  let rowIndex = 0;
  let at = 0;
  for (const place of first) {
    while (at < place) {
      if (folded[at] === NEWLINE) rowIndex += 1;
      at += 1;
    }
    found.add(rowIndex);
  }
  for (const other of others) {
    const rows = new Set(rowsOf(folded, other));
    for (const index of found) if (!rows.has(index)) found.delete(index);
  }
  if (found.size === 0) return [];
  const clear = readRows(block);
  const masked = maskLines(clear.map(({ text }) => text));
  const rows = clear.map((row, index) => ({ ...row, text: masked[index] ?? "" }));
  return [...found]
    .sort((a, b) => b - a)
    .flatMap((index) => {
      const row = rows[index];
      // What stands only where a secret is masked isn't found, or a search would tell of it.
      if (!row || (row.text !== clear[index]?.text && !isWithin(row.text, query))) return [];
      if (isCommandSkipped && row.commandAt >= 0 && isWithin(row.text.slice(row.commandAt), query)) return [];
      const before = rows.slice(Math.max(0, index - AROUND), index);
      return [{ row, index, before, after: rows.slice(index + 1, index + 1 + AROUND) }];
    });
}

/** Where a query's terms stand in a text: [from, to) in units of the string, in order, apart from each other. */
export function marksIn(
  text: string,
  { terms, isWholeWords }: Pick<TextQuery, "terms" | "isWholeWords">,
): [from: number, to: number][] {
  const marks: [number, number][] = [];
  const folded = foldText(text);
  for (const term of terms) {
    const wanted = foldText(term.text);
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length))
      if (!isWholeWords || standsAlone(folded, at, at + wanted.length)) marks.push([at, at + wanted.length]);
  }
  marks.sort(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [from, to] of marks) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

function isWithin(text: string, query: TextQuery): boolean {
  return query.terms.every((term) => marksIn(text, { ...query, terms: [term] }).length > 0);
}

function placesOf(folded: Buffer, wanted: Term["bytes"], isWholeWords: boolean): number[] {
  const places: number[] = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1))
    if (!isWholeWords || isApart(folded, at, at + wanted.length)) places.push(at);
  return places;
}

function rowsOf(folded: Buffer, places: readonly number[]): number[] {
  let row = 0;
  let at = 0;
  return places.map((place) => {
    for (; at < place; at += 1) if (folded[at] === NEWLINE) row += 1;
    return row;
  });
}

/** The same as `standsAlone`, in UTF-8: whatever is not ASCII is taken for a letter. */
function isApart(folded: Buffer, from: number, to: number): boolean {
  const isJoined = (a: number | undefined, b: number | undefined) => isWordByte(a) && isWordByte(b);
  return !isJoined(folded[from - 1], folded[from]) && !isJoined(folded[to - 1], folded[to]);
}

function isWordByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f;
}

function standsAlone(folded: string, from: number, to: number): boolean {
  const isWord = (at: number) => /[a-z0-9_\u0080-\uffff]/.test(folded.charAt(at));
  return !(isWord(from - 1) && isWord(from)) && !(isWord(to - 1) && isWord(to));
}

/** As `fold`, of a string. */
function foldText(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
