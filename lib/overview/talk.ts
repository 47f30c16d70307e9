import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { findOpenTalk } from "@/lib/inbox/notices/store";
import type { PersonActor } from "@/lib/kernel/actor";
import { seesAll } from "@/lib/people/visibility";
import { findRequests } from "@/lib/requests/reading/read-store";
import { requestRow } from "@/lib/requests/rows";
import type { TalkItem } from "./views";

/** What was asked of the viewer and waits for an answer, and what was answered or said to them, newest first. */
export async function readTalk(viewer: PersonActor): Promise<TalkItem[]> {
  const tx = reading();
  const told = await findOpenTalk(tx, viewer.id);
  if (told.length === 0) return [];
  const at = await databaseNow(tx);
  const found = await findRequests(
    tx,
    told.map(({ requestId }) => requestId),
  );
  return told.flatMap(({ requestId, ...item }) => {
    const request = found.find(({ id }) => id === requestId);
    // Whoever has lost a role since sees nobody's requests but their own.
    const isSeen = request && (request.requesterId === viewer.id || seesAll(viewer, "requests"));
    return isSeen ? [{ ...item, request: requestRow(viewer, request, at) }] : [];
  });
}
