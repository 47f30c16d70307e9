import { handleOf, type Tx } from "../client";
import { Prisma } from "../generated/client";
import {
  BEGINNING,
  type Cursor,
  type Direction,
  encodeCursor,
  limitOf,
  type Page,
  type PageRequest,
  placeOf,
} from "./paging";

type Sql = Prisma.Sql;
const { sql, join } = Prisma;

/**
 * A list as a query: which rows, in which order. PostgreSQL plans `ORDER BY … LIMIT 30` with a filter by guessing how
 * rare what is looked for is; when it guesses wrong it reads the whole table, row by row, in order. Here nothing is
 * guessed: the newest rows are looked through first, a bounded number, and what is not frequent among them is rare
 * enough to be collected through its own indexes and sorted.
 */
export interface ListQuery {
  /** The table with its alias: `requests r`. */
  from: Sql;
  alias: Sql;
  /** What the order and the cursor go by, of the alias: `r.created_at`; then its id. */
  key: Sql;
  keyType: Sql;
  /** Whether the list begins with the smallest key (what is due first) or with the largest (the newest). */
  startsAt: "smallest" | "largest";
  /** Conditions that an index whose next columns are (key, id) answers. */
  ordered: readonly Sql[];
  /** All other conditions. */
  others: readonly Condition[];
}

/** A condition in two forms with one meaning. */
export interface Condition {
  /** Asked of one row after the other. */
  perRow: Sql;
  /**
   * A select of the ids of all rows that fulfil it, where indexes can collect them and `perRow` would hide that: a
   * union for what is an "or" over several tables, whose sizes the planner knows one by one and not together.
   */
  ids?: Sql;
}

/**
 * `exists` for a condition that is asked of one row after the other. OFFSET keeps the planner from first collecting
 * all that would fulfil it: for a thousand rows that looks cheaper to it, and reads a whole table for one page.
 * @param found what follows `select`: `from … where …`
 */
export function existsPerRow(found: Sql): Sql {
  return sql`exists (select ${found} offset 0)`;
}

/** How many rows in order are looked through for one page before what is looked for counts as rare. */
const WINDOWS = [1_000, 8_000] as const;
const COUNT_WINDOW = 5_000;
/** Counting ends here: "more than 1,000". */
export const MOST_COUNTED = 1_000;

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

/** How many rows a list has: exact, or at least how many there are more than. */
export interface RowCount {
  count: number;
  isMore: boolean;
}

/** Counts a list's rows without reading more than it must: exactly up to a thousand, and where that is cheap. */
export async function countRows(tx: Tx, query: ListQuery): Promise<RowCount> {
  const most = MOST_COUNTED + 1;
  if (query.others.length === 0) return countOf(await numberOf(tx, windowOf(query, null, most)));
  const inWindow = await numberOf(
    tx,
    sql`${lookedThrough(query, windowOf(query, null, COUNT_WINDOW))} limit ${most}`,
  );
  if (inWindow > MOST_COUNTED || (await hasFewer(tx, query, COUNT_WINDOW))) return countOf(inWindow);
  if (inWindow * 50 >= COUNT_WINDOW) return { count: inWindow, isMore: true };
  const rare = await withRareSets(tx, query, query.startsAt === "smallest");
  return countOf(
    await numberOf(tx, sql`with found as materialized (${collected(rare)}) select from found limit ${most}`),
  );
}

function countOf(number: number): RowCount {
  return number > MOST_COUNTED ? { count: MOST_COUNTED, isMore: true } : { count: number, isMore: false };
}

function beyond(query: ListQuery, [key, id]: Cursor, isUpwards: boolean): Sql {
  const { alias, keyType } = query;
  const row = sql`(${query.key}, ${alias}.id)`;
  const mark = sql`(${key}::text::${keyType}, ${id}::text)`;
  return isUpwards ? sql`${row} > ${mark}` : sql`${row} < ${mark}`;
}

function orderOf({ key, alias }: ListQuery, isUpwards: boolean): Sql {
  return isUpwards ? sql`order by ${key}, ${alias}.id` : sql`order by ${key} desc, ${alias}.id desc`;
}

function where(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? Prisma.empty : sql`where ${join([...conditions], " and ")}`;
}

/** The next rows in order, whether or not they are looked for. */
function windowOf(query: ListQuery, isUpwards: boolean | null, rows: number): Sql {
  const order =
    isUpwards === null ? orderOf(query, query.startsAt === "smallest") : orderOf(query, isUpwards);
  return sql`select ${query.alias}.* from ${query.from} ${where(query.ordered)} ${order} limit ${rows}`;
}

function lookedThrough(query: ListQuery, window: Sql): Sql {
  const conditions = query.others.map(({ perRow }) => perRow);
  return sql`select ${query.alias}.id from (${window}) ${query.alias} ${where(conditions)}`;
}

/** What this share of the rows fulfils is asked of each row that fulfils the rest, instead of being collected. */
const FREQUENT = 0.1;

/**
 * Of several conditions together it is mostly one that is rare: only such are collected. Which those are is seen in
 * the rows in order.
 */
async function withRareSets(tx: Tx, query: ListQuery, isUpwards: boolean): Promise<ListQuery> {
  const { others } = query;
  if (others.length < 2 || others.every(({ ids }) => !ids)) return query;
  const counts = others.map(({ perRow }) => sql`count(*) filter (where ${perRow})::int`);
  const [row] = await handleOf(tx).$queryRaw<{ fulfilled: number[]; rows: number }[]>(
    sql`select array[${join(counts)}] as fulfilled, count(*)::int as rows
      from (${windowOf(query, isUpwards, WINDOWS[0])}) ${query.alias}`,
  );
  const fulfilled = row?.fulfilled ?? [];
  const isFrequent = (number: number) => number >= FREQUENT * (row?.rows ?? 0);
  const least = fulfilled.indexOf(Math.min(...fulfilled));
  return {
    ...query,
    others: others.map((condition, index) =>
      isFrequent(fulfilled[index] ?? 0) && index !== least ? { perRow: condition.perRow } : condition,
    ),
  };
}

function collected(query: ListQuery): Sql {
  const sets = query.others.flatMap(({ ids }) => ids ?? []);
  const conditions = query.others.flatMap(({ perRow, ids }) => (ids ? [] : [perRow]));
  // As an array the sets are found first, whatever the planner expects of them, and looked up by their ids.
  const found = sets.map((set) => sql`(${set})`);
  if (found.length > 0)
    conditions.unshift(sql`${query.alias}.id = any(array(${join(found, " intersect ")}))`);
  return sql`select ${query.alias}.id, ${query.key} as key from ${query.from}
    ${where([...query.ordered, ...conditions])}`;
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

async function numberOf(tx: Tx, statement: Sql): Promise<number> {
  const rows = await handleOf(tx).$queryRaw<{ number: number }[]>(
    sql`select count(*)::int as number from (${statement}) counted`,
  );
  return rows[0]?.number ?? 0;
}

/** Whether there are fewer than so many rows in order: then they were all looked through. */
async function hasFewer(tx: Tx, query: ListQuery, rows: number): Promise<boolean> {
  const probe = sql`select from ${query.from} ${where(query.ordered)} ${orderOf(query, query.startsAt === "smallest")}
    offset ${rows - 1} limit 1`;
  return (await numberOf(tx, probe)) === 0;
}

/** How a list's rows are read by their ids. */
export interface RowsOf<T> {
  find: (ids: readonly string[]) => Promise<T[]>;
  keyOf: (row: T) => Cursor;
}

/**
 * Reads one page of a list.
 * @param isKey whether the list's sort key can look like what a cursor says
 * @throws AppError INVALID_INPUT for a cursor that isn't one of ours
 */
export async function readPage<T extends { id: string }>(
  tx: Tx,
  query: ListQuery,
  page: PageRequest & { isKey: (key: string) => boolean },
  { find, keyOf }: RowsOf<T>,
): Promise<Page<T>> {
  const limit = limitOf(page);
  let place = placeOf(page, page.isKey);
  let ids = await findPageIds(tx, query, { ...place, limit });
  if (place.direction === "back" && ids.length <= limit) {
    // The beginning is reached: it is shown as it is without a cursor, as full as it can be.
    place = BEGINNING;
    ids = await findPageIds(tx, query, { ...place, limit });
  }
  const hasMore = ids.length > limit;
  const kept = ids.slice(0, limit);
  if (place.direction === "back") kept.reverse();
  const rows = inOrderOf(kept, await find(kept));
  const [first, last] = [rows.at(0), rows.at(-1)];
  const isBack = place.direction === "back";
  return {
    rows,
    nextCursor: last && (isBack || hasMore) ? encodeCursor(keyOf(last)) : null,
    previousCursor: first && (isBack ? hasMore : place.after) ? encodeCursor(keyOf(first), "back") : null,
  };
}

/** Reads a whole list in the order of its pages, a batch a query: what changes meanwhile may be in it or not. */
export async function* readAll<T extends { id: string }>(
  tx: Tx,
  query: ListQuery,
  batch: number,
  { find, keyOf }: RowsOf<T>,
): AsyncGenerator<T[]> {
  for (let after: Cursor | null = null; ; ) {
    const ids: string[] = await findPageIds(tx, query, { after, direction: "on", limit: batch });
    const rows: T[] = inOrderOf(ids.slice(0, batch), await find(ids.slice(0, batch)));
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (ids.length <= batch || !last) return;
    after = keyOf(last);
  }
}

function inOrderOf<T extends { id: string }>(ids: readonly string[], rows: readonly T[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
