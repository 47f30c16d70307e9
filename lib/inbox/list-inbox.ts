import { reading, type Tx } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { countWaiting, countWaitingByKind, findWaiting } from "./store";

export type InboxKind = "decision" | "review";

/** Something that waits for a person. */
export interface InboxEntry {
  id: string;
  kind: InboxKind;
  /** The request or review. */
  subjectId: string;
  createdAt: Date;
  dueAt: Date | null;
}

/** What waits for the viewer: items of their groups that do not except them, decisions first, what ends first on top. */
export async function listInbox(
  tx: Tx,
  viewer: Pick<PersonActor, "id" | "groups">,
  limit = 20,
): Promise<{ entries: InboxEntry[]; count: number }> {
  const [entries, count] = [await findWaiting(tx, viewer, limit), await countWaiting(tx, viewer)];
  return { entries, count };
}

/** How many items of each kind wait for the viewer: for the badges in the frame. */
export async function countInboxByKind(
  viewer: Pick<PersonActor, "id" | "groups">,
): Promise<Record<InboxKind, number>> {
  return countWaitingByKind(reading(), viewer);
}
