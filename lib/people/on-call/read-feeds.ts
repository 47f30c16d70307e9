import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { OnCallFeed } from "@/lib/kernel/config/on-call";
import { log } from "@/lib/kernel/log/log";
import { readAnswer } from "./feeds/read-answers";
import { readCalendar } from "./feeds/read-calendar";
import { type Period, type Shift, UnreadableFeed } from "./feeds/shift";
import { forgetOthers, saveFailure, saveRead } from "./store";

/** So long ahead it is read, and so long behind. */
const AHEAD_MS = 14 * 86_400_000;
const BEHIND_MS = 86_400_000;
const LONGEST_FAILURE = 300;

/** Fetches a text from an address of the settings. @throws Error that says what went wrong, without the address */
export type FetchText = (url: string, headers: Readonly<Record<string, string>>) => Promise<string>;

/**
 * Reads every feed of the settings, one after the other; one that fails holds up no other, and what it said before stays,
 * with its age.
 * @param fetchText bounded in time and bytes
 */
export async function readOnCallFeeds(
  feeds: readonly OnCallFeed[],
  fetchText: FetchText,
  isStopping: () => boolean,
): Promise<void> {
  await inTransaction((tx) =>
    forgetOthers(
      tx,
      feeds.map(({ name }) => name),
    ),
  );
  for (const feed of feeds) {
    if (isStopping()) return;
    const known = { name: feed.name, group: feed.group, source: new URL(feed.url).host };
    try {
      const body = await fetchText(feed.url, headersOf(feed));
      await inTransaction(async (tx) => {
        const at = await databaseNow(tx);
        const period = { from: at.getTime() - BEHIND_MS, to: at.getTime() + AHEAD_MS };
        await saveRead(tx, known, { shifts: shiftsOf(feed, body, period), at });
      });
    } catch (error) {
      const failure =
        (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_FAILURE) || "unknown";
      if (!(error instanceof UnreadableFeed))
        log.warn("an on-call feed could not be read", { feed: feed.name, failure });
      await inTransaction(async (tx) => saveFailure(tx, known, { failure, at: await databaseNow(tx) }));
    }
  }
}

function shiftsOf({ format, zone }: OnCallFeed, body: string, period: Period): Shift[] {
  return format === "ical" ? readCalendar(body, period, zone) : readAnswer(format, body, period);
}

function headersOf({ format, token }: OnCallFeed): Record<string, string> {
  const accept = format === "ical" ? "text/calendar" : "application/json";
  return { accept, ...(token === undefined ? {} : { authorization: AUTHORIZATION[format](token) }) };
}

const AUTHORIZATION = {
  ical: (token: string) => `Bearer ${token}`,
  json: (token: string) => `Bearer ${token}`,
  pagerduty: (token: string) => `Token token=${token}`,
  opsgenie: (token: string) => `GenieKey ${token}`,
} as const satisfies Record<OnCallFeed["format"], (token: string) => string>;
