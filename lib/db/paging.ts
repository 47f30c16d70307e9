import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";

/** One page of a list. `nextCursor` is null exactly when there is no more: no list is silently limited. */
export interface Page<T> {
  rows: T[];
  nextCursor: string | null;
}

export interface PageRequest {
  /** What the page before gave as `nextCursor`. */
  cursor?: string;
  /** 1–100, default 50. */
  limit?: number;
}

const cursorSchema = z.tuple([z.string().max(300), z.string().max(100)]);

/** The sort key and id of a page's last row, opaque to the browser. */
export type Cursor = z.infer<typeof cursorSchema>;

/** How many rows a page has. */
export function limitOf(page: PageRequest): number {
  return Math.min(Math.max(Math.trunc(page.limit ?? 50), 1), 100);
}

/**
 * Reads a cursor from a URL.
 * @throws AppError INVALID_INPUT when it isn't one of ours
 */
export function cursorOf(page: PageRequest): Cursor | null {
  if (!page.cursor) return null;
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(page.cursor, "base64url").toString("utf8")));
  } catch (cause) {
    throw new AppError("INVALID_INPUT", "the cursor is not one of ours", {
      cause,
      params: { fields: ["cursor"] },
    });
  }
}

/** As `cursorOf`, for lists sorted by an instant. */
export function timeCursorOf(page: PageRequest): { at: Date; id: string } | null {
  const cursor = cursorOf(page);
  if (!cursor) return null;
  const at = new Date(cursor[0]);
  if (Number.isNaN(at.getTime()))
    throw new AppError("INVALID_INPUT", "the cursor has no time", { params: { fields: ["cursor"] } });
  return { at, id: cursor[1] };
}

/**
 * Cuts a page from rows that were read with one more than its limit.
 * @param keyOf the sort key and id of a row, as the query orders by them
 */
export function pageOf<T>(rows: readonly T[], limit: number, keyOf: (row: T) => Cursor): Page<T> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    rows: kept,
    nextCursor: hasMore ? Buffer.from(JSON.stringify(keyOf(last))).toString("base64url") : null,
  };
}
