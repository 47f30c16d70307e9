import { setTimeout as pause } from "node:timers/promises";
import { readBucketEncryption, readLogGroup } from "@/lib/aws/log-destinations";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { isAppError } from "@/lib/kernel/errors";
import type { DocumentInputs } from "./document-inputs";
import { type FoundDestinations, judgeDestinations, type RecordChecks } from "./record-checks";

/** What was there a minute ago is there; what could not be read is asked for again soon. */
const KEPT_MS = 60_000;
const UNREAD_KEPT_MS = 5_000;
/** Somebody waits for their shell. */
const PATIENCE_MS = 4_000;
/** Places of one portal are few; a document that is changed again and again has others each time. */
const MOST_KEPT = 500;

interface Kept {
  at: number;
  found: Promise<FoundDestinations>;
  keptMs: number;
}

const kept = new Map<string, Kept>();

/**
 * Holds what a document says of its log against what AWS has, as it was a minute ago at most. Never fails: what could
 * not be read in time is a finding.
 */
export async function checkDestinations(
  place: { account: AccountConfig; region: string },
  inputs: DocumentInputs,
): Promise<RecordChecks> {
  const key = [
    place.account.accountId,
    place.region,
    inputs.cloudWatchLogGroupName,
    inputs.s3BucketName,
  ].join("\n");
  const known = kept.get(key);
  if (known && performance.now() - known.at < known.keptMs)
    return judgeDestinations(inputs, await known.found);
  if (kept.size >= MOST_KEPT) kept.clear();
  const asked: Kept = { at: performance.now(), found: readBoth(place, inputs), keptMs: KEPT_MS };
  kept.set(key, asked);
  const found = await asked.found;
  if (found.logGroup === "unread" || found.bucket === "unread") asked.keptMs = UNREAD_KEPT_MS;
  return judgeDestinations(inputs, found);
}

/** Forgets what was read: a test changes what AWS has. */
export function forgetDestinations(): void {
  kept.clear();
}

async function readBoth(
  place: { account: AccountConfig; region: string },
  { cloudWatchLogGroupName: group, s3BucketName: name }: DocumentInputs,
): Promise<FoundDestinations> {
  const [logGroup, bucket] = await Promise.all([
    group === "" ? null : orUnread(readLogGroup(place, group)),
    name === "" ? null : orUnread(readBucketEncryption(place, name)),
  ]);
  return { logGroup, bucket };
}

async function orUnread<T>(reading: Promise<T>): Promise<T | "unread"> {
  const late = new AbortController();
  try {
    return await Promise.race([
      reading,
      pause(PATIENCE_MS, "unread" as const, { signal: late.signal, ref: false }),
    ]);
  } catch (error) {
    if (isAppError(error)) return "unread";
    throw error;
  } finally {
    late.abort();
    // One that comes too late is nobody's any more.
    reading.catch(() => {});
  }
}
