import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { scopeOf } from "@/lib/people/visibility";
import { lockRequest } from "../store";
import { isFirstLook } from "./rules";
import { findEntries, insertEntry } from "./store";

/**
 * An approver has the waiting request on the screen: recorded once, so that whoever waits knows that somebody looks.
 * Of everybody else, and a second time, nothing is recorded; a refusal is.
 * @throws AppError ROLE_MISSING | NOT_FOUND (also when it is somebody else's and the viewer sees only their own)
 */
export async function openRequest(
  actor: PersonActor,
  { requestId }: { requestId: string },
): Promise<{ isFirst: boolean }> {
  const attempt = { code: "request.opened", actor, subject: { requestId } } as const;
  return audited<{ isFirst: boolean }>(attempt, async (tx) => {
    const scope = scopeOf(actor, "requests");
    if (!scope.ok) return scope;
    const request = await lockRequest(tx, requestId);
    if (!request || (scope.value === "own" && request.requesterId !== actor.id))
      return refuse("NOT_FOUND", { kind: "request", id: requestId });
    const at = await databaseNow(tx);
    if (!isFirstLook(actor, request, await findEntries(tx, requestId), at)) return allow({ isFirst: false });
    const id = newId("requestEntry");
    const entry = { requestId, personId: actor.id, kind: "opened", text: null, answersId: null } as const;
    await insertEntry(tx, { id, ...entry, createdAt: at });
    await appendEvent(tx, {
      ...attempt,
      data: { entryId: id, ...(await contentOf(tx, "request-entry", id)) },
    });
    await notify(tx, "inbox_changed", { subjectId: requestId });
    return allow({ isFirst: true });
  });
}
