import { readCheckpoint } from "../checkpoint";

/** @param key with or without what stands before the name */
export function isHeadKey(key: string): boolean {
  const folders = key.split("/");
  const name = folders.pop() ?? "";
  // A program on the way may take such a folder for another.
  return (
    /^\d{10}-\d{8}T\d{9}Z\.txt$/.test(name) && !folders.some((folder) => ["", ".", ".."].includes(folder))
  );
}

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
