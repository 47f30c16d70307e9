import type { QueryReader } from "./list-query";

export type Way = "ascending" | "descending";

/** The columns that a list can be ordered by, each with the way it runs when its head is pressed first. */
export type SortColumns = Readonly<Record<string, Way>>;

/** An order as an address has it: a column's name, with "-" before it where the largest comes first. */
export type Sort<C extends SortColumns> = `${"" | "-"}${keyof C & string}`;

/** The column that an order goes by. */
export function columnOf<K extends string>(sort: K | `-${K}`): K {
  // What is left without its "-" is a column's name.
  return (sort.startsWith("-") ? sort.slice(1) : sort) as K;
}

export function wayOf(sort: string): Way {
  return sort.startsWith("-") ? "descending" : "ascending";
}

/** The order in which a column runs when its head is pressed first. */
export function firstSort<K extends string>(columns: Readonly<Record<K, Way>>, column: K): K | `-${K}` {
  return columns[column] === "descending" ? `-${column}` : column;
}

/** The same column the other way around. */
export function turned<K extends string>(sort: K | `-${K}`): K | `-${K}` {
  const column = columnOf(sort);
  return wayOf(sort) === "descending" ? column : `-${column}`;
}

/** What the address of a list says of its order; `wrong` has the name "sort" when that is no order of this list. */
export interface ListSort<S extends string> {
  sort: S;
  wrong: string[];
}

/** Reads a list's order from its address. @param usual the order without a word in the address */
export function readSort<C extends SortColumns>(
  columns: C,
  usual: Sort<C>,
  query: QueryReader,
): ListSort<Sort<C>> {
  const text = query("sort");
  if (text === undefined) return { sort: usual, wrong: [] };
  const column = Object.keys(columns).find((name) => text === name || text === `-${name}`);
  return column === undefined ? { sort: usual, wrong: ["sort"] } : { sort: text as Sort<C>, wrong: [] };
}
