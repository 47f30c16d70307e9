import { CloudTrailClient, type LookupAttribute, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { isAppError } from "@/lib/kernel/errors";
import { AwsCredentials, clientSettings, withRole } from "./credentials";
import { calling } from "./errors";
import { PageTokens } from "./page-tokens";

interface Place {
  account: AccountConfig;
  region: string;
}

export interface LogEvent {
  eventId: string;
  at: Date;
  message: string;
}

/** Pages that are handed on together: CloudWatch Logs answers at most a megabyte each. */
const PAGES = 16;

/**
 * The events of one log stream, in order, some pages at a time: memory doesn't grow with the stream. None when the
 * stream does not exist (yet).
 * @param query.since those at or after this instant only
 * @throws AppError AWS_* when AWS could not be asked, after the SDK's own retries
 */
export async function* filterLogEvents(
  { account, region }: Place,
  query: { logGroupName: string; logStreamName: string; since?: Date | undefined },
): AsyncGenerator<LogEvent[]> {
  let nextToken: string | undefined;
  const tokens = new PageTokens("FilterLogEvents");
  do {
    const from = nextToken;
    const read = await withRole(account, account.readerRoleArn, (credentials) =>
      readPages(new CloudWatchLogsClient(settingsFor(region, credentials)), query, { from, tokens }),
    );
    if (read.events.length > 0) yield read.events;
    nextToken = read.nextToken;
  } while (nextToken !== undefined);
}

/** Evidence is read in the background: a throttled call may wait longer than one that somebody waits for. */
function settingsFor(region: string, credentials: AwsCredentials) {
  return { ...clientSettings(region), maxAttempts: 6, credentials: AwsCredentials.open(credentials) };
}

async function readPages(
  logs: CloudWatchLogsClient,
  query: { logGroupName: string; logStreamName: string; since?: Date | undefined },
  { from, tokens }: { from: string | undefined; tokens: PageTokens },
): Promise<{ events: LogEvent[]; nextToken: string | undefined }> {
  const events: LogEvent[] = [];
  let nextToken = from;
  for (let count = 0; count < PAGES; count += 1) {
    // A session without one complete line has no stream; a group that is missing looks the same to AWS.
    const page = await ifFound(
      calling("FilterLogEvents", () =>
        logs.send(
          new FilterLogEventsCommand({
            logGroupName: query.logGroupName,
            logStreamNames: [query.logStreamName],
            ...(query.since ? { startTime: query.since.getTime() } : {}),
            ...(nextToken ? { nextToken } : {}),
          }),
        ),
      ),
    );
    for (const { eventId, timestamp, message } of page?.events ?? [])
      if (eventId && timestamp !== undefined)
        events.push({ eventId, at: new Date(timestamp), message: message ?? "" });
    nextToken = tokens.next(page?.nextToken);
    if (nextToken === undefined) break;
  }
  return { events, nextToken };
}

/** The agent makes its stream with the first complete line: until then there is none. */
async function ifFound<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isAppError(error) && error.code === "AWS_NOT_FOUND") return undefined;
    throw error;
  }
}

export interface TrailRecord {
  eventId: string;
  name: string;
  at: Date;
  /** The record itself: a JSON text. */
  record: string;
}

/** Trail events with one attribute since an instant, all pages. LookupEvents takes one attribute only. */
export async function lookupEvents(
  { account, region }: Place,
  query: { key: "Username" | "EventName" | "ResourceName"; value: string; since: Date },
): Promise<TrailRecord[]> {
  const LookupAttributes: LookupAttribute[] = [{ AttributeKey: query.key, AttributeValue: query.value }];
  return withRole(account, account.readerRoleArn, async (credentials) => {
    const trail = new CloudTrailClient(settingsFor(region, credentials));
    const records: TrailRecord[] = [];
    const tokens = new PageTokens("LookupEvents");
    let token: string | undefined;
    do {
      const page = await calling("LookupEvents", () =>
        trail.send(
          new LookupEventsCommand({
            LookupAttributes,
            StartTime: query.since,
            MaxResults: 50,
            ...(token ? { NextToken: token } : {}),
          }),
        ),
      );
      for (const { EventId, EventName, EventTime, CloudTrailEvent } of page.Events ?? [])
        if (EventId && EventName && EventTime && CloudTrailEvent)
          records.push({ eventId: EventId, name: EventName, at: EventTime, record: CloudTrailEvent });
      token = tokens.next(page.NextToken);
    } while (token);
    return records;
  });
}
