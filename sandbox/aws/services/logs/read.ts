import { z } from "zod";
import { existing, type LogEvent, type LogGroup } from "../../stores/log-store";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation } from "../../wire/operation";
import { compileFilterPattern } from "./filter-pattern";
import { groupDemand, groupFrom, groupIdentifier, groupName, streamDemand, streamName } from "./names";

const group = { logGroupName: groupName.optional(), logGroupIdentifier: groupIdentifier.optional() };
const time = z.int().min(0).optional();
const MAX_PAGE_BYTES = 1_048_576;
/** How many events FilterLogEvents looks at per page, matching or not: a page may be empty and not the last. */
const SCAN_PER_PAGE = 2_000;

export const logReadOperations = {
  GetLogEvents: operation({
    input: z.object({
      ...group,
      logStreamName: streamName,
      startTime: time,
      endTime: time,
      startFromHead: z.boolean().default(false),
      limit: z.int().min(1).max(10_000).default(10_000),
      nextToken: z.string().min(1).optional(),
    }),
    readOnly: true,
    demands: (input, call) => [
      streamDemand(
        "logs:GetLogEvents",
        groupFrom(input.logGroupName, input.logGroupIdentifier),
        input.logStreamName,
        call,
      ),
    ],
    run: (input, call) => {
      const found = findGroup(groupFrom(input.logGroupName, input.logGroupIdentifier), call);
      const stream = existing(
        found.streams.get(input.logStreamName),
        "The specified log stream does not exist.",
      );
      const events = within(stream.events, input.startTime, input.endTime);
      const [from, to] = window(events, input);
      const page = events.slice(from, to);
      return {
        events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
        nextForwardToken: `f/${eventIdBefore(events, to)}`,
        nextBackwardToken: `b/${eventIdBefore(events, from)}`,
      };
    },
  }),

  FilterLogEvents: operation({
    input: z.object({
      ...group,
      logStreamNames: z.array(streamName).min(1).max(100).optional(),
      logStreamNamePrefix: streamName.optional(),
      startTime: time,
      endTime: time,
      filterPattern: z.string().max(1024).default(""),
      limit: z.int().min(1).max(10_000).default(10_000),
      nextToken: z.string().min(1).optional(),
      interleaved: z.boolean().optional(),
    }),
    readOnly: true,
    demands: (input, call) => [
      groupDemand("logs:FilterLogEvents", groupFrom(input.logGroupName, input.logGroupIdentifier), call),
    ],
    run: (input, call) => {
      if (input.logStreamNames !== undefined && input.logStreamNamePrefix !== undefined) {
        throw new AwsError(
          "InvalidParameterException",
          "logStreamNamePrefix and logStreamNames are mutually exclusive parameters.",
        );
      }
      const found = findGroup(groupFrom(input.logGroupName, input.logGroupIdentifier), call);
      // A stream that is named must exist, or the whole call is refused; an unused prefix is just empty.
      for (const name of input.logStreamNames ?? []) {
        existing(found.streams.get(name), "The specified log stream does not exist.");
      }
      const matches = compileFilterPattern(input.filterPattern);
      const ordered = [...found.streams.values()]
        .filter(
          ({ name }) =>
            input.logStreamNames?.includes(name) ?? name.startsWith(input.logStreamNamePrefix ?? ""),
        )
        .flatMap((stream) =>
          within(stream.events, input.startTime, input.endTime).map((event) => ({
            ...event,
            stream: stream.name,
          })),
        )
        .sort((a, b) => a.timestamp - b.timestamp || a.position - b.position);
      const start =
        input.nextToken === undefined
          ? 0
          : indexAfter(ordered, parseEventId(input.nextToken, /^([0-9]{56})$/));
      const scanned = ordered.slice(start, start + SCAN_PER_PAGE);
      const hits: typeof ordered = [];
      let examined = 0;
      let bytes = 0;
      for (const event of scanned) {
        bytes += matches(event.message) ? event.message.length : 0;
        if (hits.length >= input.limit || (bytes > MAX_PAGE_BYTES && hits.length > 0)) break;
        examined += 1;
        if (matches(event.message)) hits.push(event);
      }
      const next = start + examined;
      return {
        events: hits.map((event) => ({
          logStreamName: event.stream,
          timestamp: event.timestamp,
          message: event.message,
          ingestionTime: event.ingestionTime,
          eventId: eventId(event),
        })),
        searchedLogStreams: [],
        ...(next < ordered.length ? { nextToken: eventIdBefore(ordered, next) } : {}),
      };
    },
  }),
};

/** The half-open range of a page of GetLogEvents. */
function window(
  events: readonly LogEvent[],
  input: { nextToken?: string | undefined; startFromHead: boolean; limit: number },
): [number, number] {
  const token = input.nextToken;
  const isBackward = token === undefined ? !input.startFromHead : token.startsWith("b/");
  const edge =
    token === undefined
      ? isBackward
        ? events.length
        : 0
      : indexAfter(events, parseEventId(token, /^[fb]\/([0-9]{56})$/));
  if (isBackward) {
    let from = edge;
    for (let bytes = 0; from > 0 && edge - from < input.limit; from -= 1) {
      bytes += events[from - 1]?.message.length ?? 0;
      if (bytes > MAX_PAGE_BYTES && from < edge) break;
    }
    return [from, edge];
  }
  let to = edge;
  for (let bytes = 0; to < events.length && to - edge < input.limit; to += 1) {
    bytes += events[to]?.message.length ?? 0;
    if (bytes > MAX_PAGE_BYTES && to > edge) break;
  }
  return [edge, to];
}

function within(events: readonly LogEvent[], startTime = 0, endTime = Number.POSITIVE_INFINITY): LogEvent[] {
  return events.filter(({ timestamp }) => timestamp >= startTime && timestamp < endTime);
}

/** 56 digits that sort as (timestamp, order of arrival). */
function eventId({ timestamp, position }: { timestamp: number; position: number }): string {
  return `3${String(timestamp).padStart(25, "0")}${String(position).padStart(30, "0")}`;
}

/** The id that stands for "everything before this index". */
function eventIdBefore(events: readonly { timestamp: number; position: number }[], index: number): string {
  const event = events[index - 1];
  return event ? eventId(event) : eventId({ timestamp: 0, position: 0 });
}

function indexAfter(events: readonly { timestamp: number; position: number }[], id: string): number {
  const index = events.findIndex((event) => eventId(event) > id);
  return index < 0 ? events.length : index;
}

function parseEventId(token: string, form: RegExp): string {
  const id = form.exec(token)?.[1];
  if (id === undefined)
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  return id;
}

function findGroup(name: string, call: Call): LogGroup {
  return existing(
    call.world.logs.find(call.accountId, call.region, name),
    "The specified log group does not exist.",
  );
}
