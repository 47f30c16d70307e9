import { inTransaction } from "@/lib/db/client";
import { type CsvValue, csvLine } from "@/lib/db/lists/csv";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, type Verdict } from "@/lib/kernel/errors";
import { appendEvent, audited } from "../append-event";
import type { Json } from "../entry";

/** The lists that can be taken away as a file. */
export type ExportedList = "nodes" | "requests" | "sessions" | "reviews" | "audit";

/** A file that is written while it is read: each piece is asked for when the one before is gone. */
export interface ListExport {
  list: ExportedList;
  /** CSV as RFC 4180 has it, a header first. Ends with an error when it could not be read to its end. */
  pieces: AsyncGenerator<string, void, void>;
}

/** A column's name, which programs go by and no language changes, and what stands in it. */
export type Columns<T> = Readonly<Record<string, (row: T) => CsvValue>>;

/**
 * Begins an export: whether it is allowed is decided and on record before anything is read, how much was handed out
 * afterwards, also when whoever asked for it went away in the middle.
 * @param what.may the viewer's right to the list
 * @param what.filters as they were asked for, for the record
 * @throws AppError what `may` was refused with
 */
export async function exportList<T>(
  viewer: PersonActor,
  what: {
    list: ExportedList;
    may: Verdict<unknown>;
    filters: object;
    columns: Columns<T>;
    batches: AsyncIterable<readonly T[]>;
  },
): Promise<ListExport> {
  const { list, may } = what;
  const data = { list, filters: recorded(what.filters) };
  await audited({ code: "list.export-begun", actor: viewer }, async (tx) => {
    if (!may.ok) return may;
    await appendEvent(tx, { code: "list.export-begun", actor: viewer, data });
    return allow(undefined);
  });
  return { list, pieces: write(viewer, what, data) };
}

async function* write<T>(
  viewer: PersonActor,
  { columns, batches }: { columns: Columns<T>; batches: AsyncIterable<readonly T[]> },
  data: { readonly [key: string]: Json },
): AsyncGenerator<string, void, void> {
  let rows = 0;
  let isComplete = false;
  try {
    yield csvLine(Object.keys(columns));
    for await (const batch of batches) {
      rows += batch.length;
      yield batch.map((row) => csvLine(Object.values(columns).map((read) => read(row)))).join("");
    }
    isComplete = true;
  } finally {
    await inTransaction((tx) =>
      appendEvent(tx, {
        code: "list.exported",
        outcome: isComplete ? "done" : "failed",
        actor: viewer,
        data: { ...data, rows },
      }),
    );
  }
}

function recorded(filters: object): { readonly [key: string]: Json } {
  // What a filter holds came from a parser: texts, booleans and instants.
  return JSON.parse(JSON.stringify(filters)) as { [key: string]: Json };
}
