import type { Tx } from "../client";
import { Prisma } from "../generated/client";
import type { ListQuery } from "./list-query";
import { withRareSets } from "./rare-conditions";
import { collected, hasFewer, lookedThrough, numberOf, windowOf } from "./statements";

const { sql } = Prisma;

/** How many rows in order are looked through before what is counted counts as rare. */
const COUNT_WINDOW = 5_000;
/** Counting ends here: "more than 1,000". */
const MOST_COUNTED = 1_000;

/** How many rows a list has: exact, or at least how many there are more than. */
export interface RowCount {
  count: number;
  isMore: boolean;
}

/**
 * Counts a list's rows: exactly up to a thousand, and where that is cheap. Reads of the list's own index at most 1,001
 * entries without other conditions; else 5,000, as many to see whether there are more, and 1,000 to see which conditions
 * are rare, then the rows of those.
 */
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
