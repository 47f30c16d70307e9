import type { Tx } from "../db/client";
import type { PersonActor } from "../kernel/actor";

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

/** What waits for the viewer: items of their groups that do not except them, decisions first, oldest first. */
export async function listInbox(
  _tx: Tx,
  _viewer: Pick<PersonActor, "id" | "groups">,
  _limit = 20,
): Promise<{ entries: InboxEntry[]; count: number }> {
  throw new TypeError("not built yet");
}

/** How many items wait for the viewer: for the badge in the frame. */
export async function countInbox(_viewer: Pick<PersonActor, "id" | "groups">): Promise<number> {
  throw new TypeError("not built yet");
}
