import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { scopeSeen } from "@/lib/people/visibility";
import { lockRequest } from "../store";
import { isFirstLook } from "./rules";
import { findEntries, insertEntry } from "./store";

/**
 * An approver has the waiting request on the screen: recorded once, so that whoever waits knows that somebody looks.
 * Of everybody else, and a second time, nothing is recorded.
 * @throws AppError ROLE_MISSING | NOT_FOUND (also when it is somebody else's and the viewer sees only their own)
 */
export async function openRequest(
  actor: PersonActor,
  { requestId }: { requestId: string },
): Promise<{ isFirst: boolean }> {
  const scope = scopeSeen(actor, "requests");
  return inTransaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (!request || (scope === "own" && request.requesterId !== actor.id))
      throw new AppError("NOT_FOUND", "no such request", { params: { kind: "request", id: requestId } });
    const at = await databaseNow(tx);
    if (!isFirstLook(actor, request, await findEntries(tx, requestId), at)) return { isFirst: false };
    const id = newId("requestEntry");
    const entry = { requestId, personId: actor.id, kind: "opened", text: null, answersId: null } as const;
    await insertEntry(tx, { id, ...entry, createdAt: at });
    await appendEvent(tx, {
      code: "request.opened",
      actor,
      subject: { requestId },
      data: { entryId: id, ...(await contentOf(tx, "request-entry", id)) },
    });
    await notify(tx, "inbox_changed", { subjectId: requestId });
    return { isFirst: true };
  });
}
