import { join } from "node:path";
import { z } from "zod";
import { openJournal } from "./journal";

const resource = z.object({ type: z.string(), name: z.string() });

/** One CloudTrail event: the record as it is delivered, and what LookupEvents finds it by. */
const entrySchema = z.object({
  eventId: z.string(),
  eventName: z.string(),
  eventSource: z.string(),
  /** Epoch milliseconds, whole seconds. */
  eventTime: z.number(),
  accountId: z.string(),
  region: z.string(),
  username: z.string(),
  accessKeyId: z.string(),
  readOnly: z.boolean(),
  resources: z.array(resource),
  /** The record itself. */
  record: z.record(z.string(), z.unknown()),
});

export type TrailEntry = z.infer<typeof entrySchema>;

export interface Trail {
  /** Newest last. */
  readonly entries: readonly TrailEntry[];
  append(entry: TrailEntry): void;
  close(): void;
}

/** What is older than this many events is dropped: the sandbox has no use for ninety days of polling. */
const KEEP = 20_000;

export function openTrail(stateDir: string): Trail {
  const journal = openJournal(join(stateDir, "trail.jsonl"), (raw) => entrySchema.parse(raw));
  const entries = journal.found.slice(-KEEP);
  if (entries.length < journal.found.length) journal.compact(entries);
  return {
    entries,
    append(entry) {
      journal.append(entry);
      entries.push(entry);
      if (entries.length < 2 * KEEP) return;
      entries.splice(0, entries.length - KEEP);
      journal.compact(entries);
    },
    close: () => journal.close(),
  };
}
