import type { AnchorName } from "./anchor-store";

/** What an anchor has, or a copy of it. UNTRUSTED: no signature was looked at. */
export interface AnchoredNotes {
  place: AnchorName;
  notes: readonly string[];
  /** What each note is called, in the same order; null: it has no name. */
  names: readonly string[] | null;
  /** Names of objects that somebody hid behind a delete marker. Their notes are read all the same. */
  hidden: readonly string[];
  /** Names of heads' objects that are listed and can't be read. */
  unreadable: readonly string[];
}

/** More are not read: a head a minute for six years. */
export const MOST_OBJECTS = 3_200_000;

/** @throws Error when there are too many */
export function checkCount(count: number, where: string): void {
  if (count > MOST_OBJECTS) throw new Error(`${where} has more than ${MOST_OBJECTS} objects`);
}
