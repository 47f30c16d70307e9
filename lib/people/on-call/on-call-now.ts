import type { Tx } from "@/lib/db/client";
import { findOnCall } from "./store";
import type { OnCallNow } from "./views";

/** What a feed said is taken for so long: whoever carries the pager today may not tomorrow. */
const FRESH_MS = 24 * 3_600_000;

/** Who of some groups is on call at a moment, as far as feeds that were read within a day say. */
export async function onCallNow(tx: Tx, groups: readonly string[], at: Date): Promise<OnCallNow[]> {
  return onCallAt(tx, groups, { at, now: at });
}

/** The same of a moment to come, as feeds say now: they are read two weeks ahead. */
export async function onCallAt(
  tx: Tx,
  groups: readonly string[],
  { at, now }: { at: Date; now: Date },
): Promise<OnCallNow[]> {
  if (groups.length === 0) return [];
  return findOnCall(tx, groups, { at, readSince: new Date(now.getTime() - FRESH_MS) });
}

/** For which of their own groups somebody is on call at a moment. */
export async function onCallGroups(
  tx: Tx,
  { id, groups }: { id: string; groups: readonly string[] },
  at: Date,
): Promise<string[]> {
  const now = await onCallNow(tx, groups, at);
  return now.flatMap(({ personId, group }) => (personId === id ? [group] : []));
}
