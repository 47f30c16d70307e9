import { handleOf, type Tx } from "../client";
import { Prisma } from "../generated/client";
import type { ListQuery } from "./list-query";
import type { Cursor, Direction } from "./paging";
import { withRareSets } from "./rare-conditions";
import { beyond, collected, hasFewer, lookedThrough, orderOf, windowOf } from "./statements";

type Sql = Prisma.Sql;
const { sql } = Prisma;

/**
 * How many rows in order are looked through for one page before what is looked for counts as rare. With them a page
 * reads of the list's own index, at most:
 *
 * - without other conditions: limit + 1 entries;
 * - first window: 1,000, and where they did not fill the page, 1,000 more to see whether there are further rows;
 * - second window, where the first had at least an eighth of a page: 8,000, and 8,000 more to see the same;
 * - what is rare: 1,000 to see which conditions are, then the rows of those sets through their own indexes.
 *
 * Each row that is looked through costs one look-up in another table for each condition about that. The sets have no
 * bound but that they were rare among the first rows: see decision 011.
 */
const WINDOWS = [1_000, 8_000] as const;

/**
 * The ids of one page in the order of the page, one more than asked for.
 * @param place.after the row that the page begins after (or, backwards, ends before); null: the list's beginning
 * @param place.direction "back" reads towards the beginning; the ids come nearest first
 */
export async function findPageIds(
  tx: Tx,
  query: ListQuery,
  place: { after: Cursor | null; direction: Direction; limit: number },
): Promise<string[]> {
  const { after, direction } = place;
  const most = place.limit + 1;
  const isUpwards = (query.startsAt === "smallest") === (direction === "on");
  const rest = {
    ...query,
    ordered: after ? [...query.ordered, beyond(query, after, isUpwards)] : query.ordered,
  };
  if (query.others.length === 0) return idsInOrder(tx, rest, isUpwards, { rows: most, most });
  for (const rows of WINDOWS) {
    const ids = await idsInOrder(tx, rest, isUpwards, { rows, most });
    if (ids.length >= most || (await hasFewer(tx, rest, rows))) return ids;
    // Another window only where it is likely to hold enough.
    if (ids.length * WINDOWS[1] < most * rows) break;
  }
  return idsOfSet(tx, await withRareSets(tx, rest, isUpwards), isUpwards, most);
}

async function idsInOrder(
  tx: Tx,
  query: ListQuery,
  isUpwards: boolean,
  { rows, most }: { rows: number; most: number },
): Promise<string[]> {
  return idsOf(
    tx,
    sql`${lookedThrough(query, windowOf(query, isUpwards, rows))} ${orderOf(query, isUpwards)} limit ${most}`,
  );
}

async function idsOfSet(tx: Tx, query: ListQuery, isUpwards: boolean, most: number): Promise<string[]> {
  // Materialized: the collecting is planned for itself, without the limit that makes the order look cheap.
  const order = isUpwards ? sql`order by key, id` : sql`order by key desc, id desc`;
  return idsOf(
    tx,
    sql`with found as materialized (${collected(query)}) select id from found ${order} limit ${most}`,
  );
}

async function idsOf(tx: Tx, statement: Sql): Promise<string[]> {
  return (await handleOf(tx).$queryRaw<{ id: string }[]>(statement)).map(({ id }) => id);
}
