import { join } from "node:path";
import { z } from "zod";
import type { Clock } from "../clock";
import type { AgentLogSink } from "../sessions/session-port";
import { AwsError } from "../wire/aws-error";
import { openJournal } from "./journal";

const eventSchema = z.object({
  timestamp: z.number(),
  message: z.string(),
  ingestionTime: z.number(),
  position: z.number(),
});
const place = { accountId: z.string(), region: z.string(), group: z.string() };

const entrySchema = z.union([
  z.object({ group: z.object({ ...place, createdAt: z.number() }) }),
  z.object({ stream: z.object({ ...place, stream: z.string(), createdAt: z.number() }) }),
  z.object({ events: z.object({ ...place, stream: z.string(), events: z.array(eventSchema) }) }),
  z.object({ deleted: z.object({ ...place, stream: z.string() }) }),
]);

/** `position` numbers the events of the whole store in the order in which they arrived. */
export type LogEvent = z.infer<typeof eventSchema>;

export interface LogStream {
  name: string;
  createdAt: number;
  /** By timestamp; those of one millisecond in the order in which they arrived. */
  events: LogEvent[];
  storedBytes: number;
}

export interface LogGroup {
  accountId: string;
  region: string;
  name: string;
  createdAt: number;
  streams: Map<string, LogStream>;
}

/** CloudWatch Logs of all accounts and regions; also what the agents on the nodes write to. */
export interface LogStore extends AgentLogSink {
  groups(accountId: string, region: string): LogGroup[];
  find(accountId: string, region: string, name: string): LogGroup | undefined;
  createLogGroup(accountId: string, region: string, name: string): void;
  deleteLogStream(accountId: string, region: string, group: string, stream: string): void;
  close(): void;
}

export function openLogStore(stateDir: string, clock: Clock): LogStore {
  const journal = openJournal(join(stateDir, "logs.jsonl"), (raw) => entrySchema.parse(raw));
  const groups = new Map<string, LogGroup>();
  let position = 0;
  for (const entry of journal.found) position = Math.max(position, applyEntry(groups, entry));

  const find = (accountId: string, region: string, name: string) =>
    groups.get(groupKey(accountId, region, name));
  return {
    groups: (accountId, region) =>
      [...groups.values()].filter((group) => group.accountId === accountId && group.region === region),
    find,
    hasLogGroup: (accountId, region, name) => find(accountId, region, name) !== undefined,
    createLogGroup(accountId, region, group) {
      if (find(accountId, region, group)) {
        throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
      }
      const entry = { group: { accountId, region, group, createdAt: clock.now() } };
      journal.append(entry, { durable: true });
      applyEntry(groups, entry);
    },
    createLogStream(accountId, region, group, stream) {
      if (groupOf(groups, accountId, region, group).streams.has(stream)) {
        throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
      }
      const entry = { stream: { accountId, region, group, stream, createdAt: clock.now() } };
      journal.append(entry);
      applyEntry(groups, entry);
    },
    putLogEvents(accountId, region, group, stream, events) {
      streamOf(groups, accountId, region, group, stream);
      if (events.length === 0) return;
      const ingestionTime = clock.now();
      const stored = events.map(({ timestamp, message }) => ({
        timestamp,
        message,
        ingestionTime,
        position: ++position,
      }));
      const entry = { events: { accountId, region, group, stream, events: stored } };
      journal.append(entry);
      applyEntry(groups, entry);
    },
    deleteLogStream(accountId, region, group, stream) {
      streamOf(groups, accountId, region, group, stream);
      const entry = { deleted: { accountId, region, group, stream } };
      journal.append(entry, { durable: true });
      applyEntry(groups, entry);
    },
    close: () => journal.close(),
  };
}

/** The group, or AWS's answer that there is none. */
export function groupOf(
  groups: ReadonlyMap<string, LogGroup>,
  accountId: string,
  region: string,
  name: string,
): LogGroup {
  return existing(groups.get(groupKey(accountId, region, name)), "The specified log group does not exist.");
}

function streamOf(
  groups: ReadonlyMap<string, LogGroup>,
  accountId: string,
  region: string,
  group: string,
  stream: string,
): LogStream {
  return existing(
    groupOf(groups, accountId, region, group).streams.get(stream),
    "The specified log stream does not exist.",
  );
}

export function existing<T>(found: T | undefined, message: string): T {
  if (found === undefined) throw new AwsError("ResourceNotFoundException", message);
  return found;
}

/** Applies a journal entry and returns the highest event position in it. */
function applyEntry(groups: Map<string, LogGroup>, entry: z.infer<typeof entrySchema>): number {
  if ("group" in entry) {
    const { accountId, region, group: name, createdAt } = entry.group;
    groups.set(groupKey(accountId, region, name), { accountId, region, name, createdAt, streams: new Map() });
    return 0;
  }
  if ("stream" in entry) {
    const { accountId, region, group, stream, createdAt } = entry.stream;
    groupOf(groups, accountId, region, group).streams.set(stream, {
      name: stream,
      createdAt,
      events: [],
      storedBytes: 0,
    });
    return 0;
  }
  if ("deleted" in entry) {
    const { accountId, region, group, stream } = entry.deleted;
    groupOf(groups, accountId, region, group).streams.delete(stream);
    return 0;
  }
  const { accountId, region, group, stream, events } = entry.events;
  const target = streamOf(groups, accountId, region, group, stream);
  const last = target.events.at(-1);
  const first = events[0];
  target.events.push(...events);
  target.storedBytes += events.reduce((sum, event) => sum + Buffer.byteLength(event.message) + 26, 0);
  if (last && first && first.timestamp < last.timestamp) {
    target.events.sort((a, b) => a.timestamp - b.timestamp || a.position - b.position);
  }
  return events.at(-1)?.position ?? 0;
}

function groupKey(accountId: string, region: string, name: string): string {
  return `${accountId}/${region}/${name}`;
}
