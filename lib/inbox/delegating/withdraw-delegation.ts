import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { findRunningOf, saveWithdrawn } from "@/lib/people/delegations/store";
import { lockPerson } from "@/lib/people/store";

/**
 * Nobody decides for the actor any more. What was approved for them counts no more either, where nothing was opened yet:
 * it may have been delegated by whoever should not have.
 * @throws AppError DELEGATION_OVER: it ended by itself, or was withdrawn in another tab
 */
export async function withdrawDelegation(
  actor: PersonActor,
  { delegationId }: { delegationId: string },
): Promise<object> {
  const attempt = { code: "delegation.withdrawn", actor, subject: {} } as const;
  return audited<object>(attempt, async (tx) => {
    await lockPerson(tx, actor.id);
    const at = await databaseNow(tx);
    const running = await findRunningOf(tx, actor.id, at);
    if (running?.id !== delegationId) return refuse("DELEGATION_OVER");
    await saveWithdrawn(tx, delegationId, at);
    await appendEvent(tx, {
      ...{ ...attempt, subject: { personId: running.delegateId } },
      data: { delegationId, ...(await contentOf(tx, "delegation-end", delegationId)) },
    });
    await notify(tx, "inbox_changed", { subjectId: running.delegateId });
    return allow({});
  });
}
