import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";
import { isInCalendar } from "@/lib/kernel/time";

/** One page of a list. A cursor is null exactly when there is nothing on that side: no list is silently limited. */
export interface Page<T> {
  rows: T[];
  nextCursor: string | null;
  previousCursor: string | null;
}

export interface PageRequest {
  /** What another page gave as `nextCursor` or `previousCursor`. */
  cursor?: string;
  /** 1–100, default 30: a screen and a half, and most of what a page costs is drawing its rows. */
  limit?: number;
  /** Whether the list begins with what is otherwise last. A cursor is one of the order it was given in. */
  isReversed?: boolean;
}

// NUL is the one character that PostgreSQL can't be asked about.
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !value.includes("\0"));
const cursorSchema = z.union([
  z.tuple([text(300), text(100)]),
  z.tuple([text(300), text(100), z.literal("back")]),
]);

/** The sort key and id of the row at a page's edge. */
export type Cursor = readonly [key: string, id: string];

/** "on": the rows after a cursor; "back": those before it. */
export type Direction = "on" | "back";

/** Where a page begins. */
export interface Place {
  /** Null: at the list's beginning. */
  after: Cursor | null;
  direction: Direction;
}

export const BEGINNING: Place = { after: null, direction: "on" };

/** How many rows a page has. */
export function limitOf(page: PageRequest): number {
  return Math.min(Math.max(Math.trunc(page.limit ?? 30), 1), 100);
}

/**
 * Reads a cursor from a URL.
 * @param isKey whether the list's sort key can look like that
 * @throws AppError INVALID_INPUT when it isn't one of ours
 */
export function placeOf(page: PageRequest, isKey: (key: string) => boolean): Place {
  if (!page.cursor) return BEGINNING;
  try {
    const parsed = cursorSchema.parse(JSON.parse(Buffer.from(page.cursor, "base64url").toString("utf8")));
    if (!isKey(parsed[0])) throw new TypeError("not a key of this list");
    return { after: [parsed[0], parsed[1]], direction: parsed[2] ?? "on" };
  } catch (cause) {
    throw new AppError("INVALID_INPUT", "the cursor is not one of ours", {
      cause,
      params: { fields: ["cursor"] },
    });
  }
}

/** What the browser is given of a cursor: opaque. */
export function encodeCursor([key, id]: Cursor, direction: Direction = "on"): string {
  const parts = direction === "on" ? [key, id] : [key, id, direction];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(\d{3})?Z$/;

/** Keys of lists that are sorted by an instant: ISO 8601 in UTC, milliseconds or microseconds. */
export function isInstant(key: string): boolean {
  return INSTANT.test(key) && isInCalendar(key);
}

const NUMBER = /^-?\d{1,15}(\.\d{1,6})?$/;

/** Keys of lists that are sorted by a number. */
export function isNumber(key: string): boolean {
  return NUMBER.test(key);
}

/** Keys of lists that are sorted by a name. */
export function isName(): boolean {
  return true;
}

/** As `placeOf`, for lists sorted by an instant that only go on. */
export function timeCursorOf(page: PageRequest): { at: Date; id: string } | null {
  const { after } = placeOf(page, isInstant);
  return after && { at: new Date(after[0]), id: after[1] };
}

/**
 * Cuts a page from rows that were read with one more than its limit, in the order of the list.
 * @param keyOf the sort key and id of a row, as the query orders by them
 */
export function pageOf<T>(rows: readonly T[], limit: number, keyOf: (row: T) => Cursor): Page<T> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { rows: kept, nextCursor: hasMore ? encodeCursor(keyOf(last)) : null, previousCursor: null };
}
