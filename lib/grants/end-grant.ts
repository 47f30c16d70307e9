import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { addJob } from "@/lib/db/jobs";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { findRequest } from "@/lib/requests/store";
import { takeBack } from "@/lib/requests/withdraw-request";
import { lockFollowing, lockWaitingAfter } from "./extension-store";
import { type GrantEndReason, mayEnd, type RuleGrant } from "./rules";
import { lockGrant, saveGrantEnd } from "./store";

/**
 * Ends a grant before its window does, and those that extend it; a job ends the sessions under it.
 * @param input.reason needed to end another's, kept in the audit
 * @throws AppError NOT_FOUND | NOT_THE_GRANTEE | GRANT_OVER | REASON_MISSING
 */
export async function endGrant(
  actor: PersonActor,
  input: { grantId: string; reason?: string },
): Promise<{ grantId: string; endReason: GrantEndReason }> {
  const { grantId } = input;
  const note = input.reason?.trim() || null;
  const attempt = { code: "grant.ended", actor, subject: { grantId } } as const;
  return audited(attempt, async (tx) => {
    const grant = await lockGrant(tx, grantId);
    if (!grant) return refuse("NOT_FOUND", { kind: "grant", id: grantId });
    const at = await databaseNow(tx);
    const end = mayEnd(actor, grant, note, at);
    if (!end.ok) return end;
    const endReason = end.value;
    await endLocked(tx, actor, grant, { at, endReason, note });
    return allow({ grantId, endReason });
  });
}

/**
 * The same in a transaction of somebody who has judged it; the grant is locked by the caller. Its extensions end with
 * it: whoever gives an access back, or is deprived of it, has none that begins later.
 */
export async function endLocked(
  tx: Tx,
  actor: PersonActor,
  grant: RuleGrant & { requestId: string },
  { at, endReason, note }: { at: Date; endReason: GrantEndReason; note: string | null },
): Promise<void> {
  const ended = [grant, ...(await lockFollowing(tx, grant.id))];
  for (const { id: grantId, requestId, personId } of ended) {
    await saveGrantEnd(tx, grantId, { endedAt: at, endReason, endedById: actor.id });
    await appendEvent(tx, {
      ...{ code: "grant.ended", actor, subject: { grantId, requestId, personId } },
      data: { reason: endReason, note, ...(await contentOf(tx, "grant-end", grantId)) },
    });
    await addJob(tx, "end-grant-sessions", { grantId }, { key: `end-grant-sessions:${grantId}` });
    await finishNotices(tx, { kinds: ["approved", "access-ending"], requestId });
    await notify(tx, "inbox_changed", { subjectId: requestId });
  }
  if (actor.id !== grant.personId) return;
  // Nobody has to decide on more time for what was handed back.
  const ids = ended.map(({ id }) => id);
  for (const requestId of await lockWaitingAfter(tx, ids)) {
    const request = await findRequest(tx, requestId);
    if (request) await takeBack(tx, actor, request, at);
  }
}
