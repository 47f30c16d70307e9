import { handleOf, type Tx } from "../client";
import { Prisma } from "../generated/client";
import type { ListQuery } from "./list-query";
import { windowOf } from "./statements";

const { sql, join } = Prisma;

/** In how many rows in order it is counted how frequent each condition is. */
const SAMPLE = 1_000;

/** What this share of the rows fulfils is asked of each row that fulfils the rest, instead of being collected. */
const FREQUENT = 0.1;

/**
 * Of several conditions together it is mostly one that is rare: only such are collected. Which those are is seen in
 * the first rows in order.
 */
export async function withRareSets(tx: Tx, query: ListQuery, isUpwards: boolean): Promise<ListQuery> {
  const { others } = query;
  if (others.length < 2 || others.every(({ ids }) => !ids)) return query;
  const counts = others.map(({ perRow }) => sql`count(*) filter (where ${perRow})::int`);
  const [row] = await handleOf(tx).$queryRaw<{ fulfilled: number[]; rows: number }[]>(
    sql`select array[${join(counts)}] as fulfilled, count(*)::int as rows
      from (${windowOf(query, isUpwards, SAMPLE)}) ${query.alias}`,
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
