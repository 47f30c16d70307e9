import { handleOf, type Tx } from "../client";
import { Prisma } from "../generated/client";
import type { ListQuery } from "./list-query";
import type { Cursor } from "./paging";

type Sql = Prisma.Sql;
const { sql, join } = Prisma;

/** The condition that a row comes after that of a cursor. */
export function beyond(query: ListQuery, [key, id]: Cursor, isUpwards: boolean): Sql {
  const { alias, keyType } = query;
  const row = sql`(${query.key}, ${alias}.id)`;
  const mark = sql`(${key}::text::${keyType}, ${id}::text)`;
  return isUpwards ? sql`${row} > ${mark}` : sql`${row} < ${mark}`;
}

export function orderOf({ key, alias }: ListQuery, isUpwards: boolean): Sql {
  return isUpwards ? sql`order by ${key}, ${alias}.id` : sql`order by ${key} desc, ${alias}.id desc`;
}

function where(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? Prisma.empty : sql`where ${join([...conditions], " and ")}`;
}

/** The next rows in order, whether or not they are looked for. @param isUpwards null: from the list's beginning */
export function windowOf(query: ListQuery, isUpwards: boolean | null, rows: number): Sql {
  const order =
    isUpwards === null ? orderOf(query, query.startsAt === "smallest") : orderOf(query, isUpwards);
  return sql`select ${query.alias}.* from ${query.from} ${where(query.ordered)} ${order} limit ${rows}`;
}

/** Of the rows of a window those that are looked for. */
export function lookedThrough(query: ListQuery, window: Sql): Sql {
  const conditions = query.others.map(({ perRow }) => perRow);
  return sql`select ${query.alias}.id from (${window}) ${query.alias} ${where(conditions)}`;
}

/** All rows that are looked for, found through the indexes of the conditions. */
export function collected(query: ListQuery): Sql {
  const sets = query.others.flatMap(({ ids }) => ids ?? []);
  const conditions = query.others.flatMap(({ perRow, ids }) => (ids ? [] : [perRow]));
  // As an array the sets are found first, whatever the planner expects of them, and looked up by their ids.
  const found = sets.map((set) => sql`(${set})`);
  if (found.length > 0)
    conditions.unshift(sql`${query.alias}.id = any(array(${join(found, " intersect ")}))`);
  return sql`select ${query.alias}.id, ${query.key} as key from ${query.from}
    ${where([...query.ordered, ...conditions])}`;
}

/** How many rows a statement gives. */
export async function numberOf(tx: Tx, statement: Sql): Promise<number> {
  const rows = await handleOf(tx).$queryRaw<{ number: number }[]>(
    sql`select count(*)::int as number from (${statement}) counted`,
  );
  return rows[0]?.number ?? 0;
}

/**
 * Whether there are fewer than so many rows in order: then they were all looked through. Reads as many entries of the
 * list's index.
 */
export async function hasFewer(tx: Tx, query: ListQuery, rows: number): Promise<boolean> {
  const probe = sql`select from ${query.from} ${where(query.ordered)} ${orderOf(query, query.startsAt === "smallest")}
    offset ${rows - 1} limit 1`;
  return (await numberOf(tx, probe)) === 0;
}
