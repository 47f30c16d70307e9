import type { Tx } from "../client";
import { findPageIds } from "./find-page-ids";
import { type ListQuery, reversed } from "./list-query";
import {
  BEGINNING,
  type Cursor,
  encodeCursor,
  limitOf,
  type Page,
  type PageRequest,
  placeOf,
} from "./paging";

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
  list: ListQuery,
  page: PageRequest & { isKey: (key: string) => boolean },
  { find, keyOf }: RowsOf<T>,
): Promise<Page<T>> {
  const query = page.isReversed ? reversed(list) : list;
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
