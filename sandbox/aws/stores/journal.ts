import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/**
 * An append-only file of JSON lines. One write per entry, so that a killed process leaves at most one torn
 * line, which the next start drops; `durable` entries are also on the disk when `append` returns.
 */
export interface Journal<T> {
  /** Entries found at start, oldest first. */
  readonly found: readonly T[];
  append(entry: T, options?: { durable?: boolean }): void;
  /** Replaces the file by these entries, in one step. */
  compact(entries: Iterable<T>): void;
  close(): void;
}

/**
 * Opens a journal, creating it with mode 0600.
 *
 * @param parse turns a line's JSON into an entry; lines it refuses (by throwing) fail the start, except the
 *   last one, which may be torn.
 */
export function openJournal<T>(file: string, parse: (raw: unknown) => T): Journal<T> {
  const found = existsSync(file) ? readEntries(file, parse) : [];
  let descriptor = openSync(file, "a", 0o600);
  return {
    found,
    append(entry, options) {
      writeAll(descriptor, `${JSON.stringify(entry)}\n`);
      if (options?.durable) fsyncSync(descriptor);
    },
    compact(entries) {
      const next = `${file}.next`;
      const replacement = openSync(next, "w", 0o600);
      for (const entry of entries) writeAll(replacement, `${JSON.stringify(entry)}\n`);
      fsyncSync(replacement);
      closeSync(replacement);
      renameSync(next, file);
      syncFolder(dirname(file));
      closeSync(descriptor);
      descriptor = openSync(file, "a", 0o600);
    },
    close() {
      fsyncSync(descriptor);
      closeSync(descriptor);
    },
  };
}

function readEntries<T>(file: string, parse: (raw: unknown) => T): T[] {
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  // Without a final newline the last line is torn; with it, the last element is empty.
  const torn = lines.pop() ?? "";
  const entries = lines.filter((line) => line !== "").map((line) => parse(JSON.parse(line)));
  if (torn !== "") rewriteWithout(file, text.slice(0, text.length - torn.length));
  return entries;
}

/** Cuts a torn line off, or the next append would be glued to it. */
function rewriteWithout(file: string, kept: string): void {
  const next = `${file}.next`;
  const descriptor = openSync(next, "w", 0o600);
  writeAll(descriptor, kept);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(next, file);
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text, "utf8");
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
