import { Prisma } from "../generated/client";

/** What a person typed, to be taken literally inside a LIKE pattern. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** A pattern for ILIKE that finds the text anywhere. */
export function containing(text: string): string {
  return `%${literal(text)}%`;
}

/** Each word is a condition on several tables. */
const MOST_WORDS = 12;

/** The words of a search, each once: every one of them must be found. What follows the twelfth is one text. */
export function wordsOf(search: string | undefined): string[] {
  const words = [...new Set((search ?? "").split(/\s+/).filter(Boolean))];
  if (words.length <= MOST_WORDS) return words;
  return [...words.slice(0, MOST_WORDS - 1), words.slice(MOST_WORDS - 1).join(" ")];
}

const SHORT = /^[a-z0-9]{1,2}$/i;

/**
 * Whether a word stands in a column that has an index of trigrams: anywhere, or, as such an index can't find one or
 * two letters inside a word, those where a word begins.
 */
export function standsIn(column: Prisma.Sql, word: string): Prisma.Sql {
  if (!SHORT.test(word)) return Prisma.sql`${column} ilike ${containing(word)}`;
  return Prisma.sql`(${column} ilike ${`${word}%`} or ${column} ilike ${`% ${word}%`})`;
}
