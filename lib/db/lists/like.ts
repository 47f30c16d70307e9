import { Prisma } from "../generated/client";

/** What a person typed, to be taken literally inside a LIKE pattern. */
function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** A pattern for ILIKE that finds the text anywhere. */
export function containing(text: string): string {
  return `%${literal(text)}%`;
}

/** The words of a search, each once: every one of them must be found. */
export function wordsOf(search: string | undefined): string[] {
  return [...new Set((search ?? "").split(/\s+/).filter(Boolean))];
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
