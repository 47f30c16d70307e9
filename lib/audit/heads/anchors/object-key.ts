import { readCheckpoint } from "../checkpoint";

/**
 * The name of a head's object: its size and its time, so that names sort as heads do.
 * @param note a signed head
 * @returns such as `0000001234-20261128T070500123Z.txt`; null: it is no head
 */
export function objectKeyOf(note: string): string | null {
  const end = note.lastIndexOf("\n\n");
  const head = end < 0 ? null : readCheckpoint(note.slice(0, end + 1));
  if (!head) return null;
  return `${String(head.size).padStart(10, "0")}-${head.at.replace(/[-:.]/g, "")}.txt`;
}
