import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { databaseNow } from "@/lib/db/clock";
import { remindOf } from "@/lib/inbox/put-item";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { lockRequest } from "../store";
import { mayRemind } from "./rules";
import { findEntries, insertEntry } from "./store";

/**
 * Brings one's own waiting request up again in the approvers' inbox, at most every ten minutes and five times.
 * @throws AppError NOT_FOUND | NOT_THE_REQUESTER | ALREADY_DECIDED | REQUEST_OVER | REMINDED_LATELY (with `nextAt`) |
 *   REMINDERS_USED
 */
export async function remindApprovers(
  actor: PersonActor,
  { requestId }: { requestId: string },
): Promise<{ requestId: string }> {
  const attempt = { code: "request.reminded", actor, subject: { requestId } } as const;
  return audited(attempt, async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (!request) return refuse("NOT_FOUND", { kind: "request", id: requestId });
    const at = await databaseNow(tx);
    const may = mayRemind(actor, request, await findEntries(tx, requestId), at);
    if (!may.ok) return may;
    const id = newId("requestEntry");
    const entry = { requestId, personId: actor.id, kind: "reminder", text: null, answersId: null } as const;
    await insertEntry(tx, { id, ...entry, createdAt: at });
    await appendEvent(tx, {
      ...attempt,
      data: { entryId: id, ...(await contentOf(tx, "request-entry", id)) },
    });
    await remindOf(tx, "decision", requestId, at);
    return allow({ requestId });
  });
}
