import { fold, gramsOf } from "../format/grams";

/** What stands in the field of a search at most, in characters. */
export const MOST_QUERY = 200;
/** Terms of a query; what follows them is not looked for. */
const MOST_TERMS = 8;
/** Keys that are looked up in a part of the index: more seldom leave out anything more. */
const MOST_KEYS = 16;

/** A text that a row must have, anywhere in it. */
export interface Term {
  text: string;
  /** As `fold` gives it. */
  bytes: Buffer;
}

/** What somebody looks for: rows with every term. */
export interface TextQuery {
  terms: Term[];
  /** A term stands only where no letter or digit touches it. */
  isWholeWords: boolean;
  /** Keys that a block has if it has the terms; none: every block must be looked at. */
  keys: number[];
}

/**
 * Reads what was typed: words between spaces, each to stand somewhere in the row; or, in double quotes, a text with its
 * spaces. A quote within a word is a character as any other.
 * @param text at most `MOST_QUERY` characters are read
 * @returns undefined when it names nothing
 */
export function readQuery(
  text: string,
  { isWholeWords = false }: { isWholeWords?: boolean } = {},
): TextQuery | undefined {
  // What UTF-8 can't say is in no text: both are read as it reads them.
  const typed = Buffer.from(text.slice(0, MOST_QUERY))
    .toString()
    .replaceAll(/[\r\n]+/g, " ");
  const parts = [...typed.matchAll(/(?<=^|\s)"([^"]*\S[^"]*)"(?=\s|$)|\S+/g)].map(
    ([whole, quoted]) => quoted ?? whole,
  );
  const terms = [...new Set(parts)]
    .slice(0, MOST_TERMS)
    .map((part) => ({ text: part, bytes: fold(Buffer.from(part)) }));
  if (terms.length === 0) return undefined;
  return { terms, isWholeWords, keys: keysOf(terms) };
}

/** The terms' keys, taken from everywhere in them when there are too many. */
function keysOf(terms: readonly Term[]): number[] {
  const all = [...new Set(terms.flatMap(({ bytes }) => [...gramsOf(bytes)]))];
  if (all.length <= MOST_KEYS) return all;
  return Array.from(
    { length: MOST_KEYS },
    (_, index) => all[Math.floor((index * all.length) / MOST_KEYS)] as number,
  );
}
