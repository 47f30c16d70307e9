import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow } from "@/lib/kernel/errors";
import { isId, newId } from "@/lib/kernel/ids";
import { mayDelegate } from "@/lib/people/delegations/rules";
import { findRunningOf, insertDelegation } from "@/lib/people/delegations/store";
import { findPerson, lockPerson } from "@/lib/people/store";

/**
 * Has another approver decide in the actor's place until then. One at a time: the actor's row is locked.
 * @param input.delegateId who has signed in at least once: everybody known has
 * @throws AppError ROLE_MISSING | NOT_FOUND | DELEGATE_UNFIT | DELEGATION_RUNNING | INVALID_INPUT: not in the next 30 days
 */
export async function delegateApprovals(
  actor: PersonActor,
  { delegateId, until }: { delegateId: string; until: Date },
): Promise<{ delegationId: string }> {
  const known = isId("person", delegateId) ? delegateId : null;
  const attempt = { code: "delegation.made", actor, subject: known ? { personId: known } : {} } as const;
  return audited<{ delegationId: string }>(attempt, async (tx) => {
    await lockPerson(tx, actor.id);
    const at = await databaseNow(tx);
    const [to, running] = [known && (await findPerson(tx, known)), await findRunningOf(tx, actor.id, at)];
    const may = mayDelegate(actor, to || null, until, { running, at });
    if (!may.ok) return may;
    const id = newId("delegation");
    await insertDelegation(tx, { id, delegatorId: actor.id, delegateId, endsAt: until });
    await appendEvent(tx, {
      ...attempt,
      data: { delegationId: id, until: until.toISOString(), ...(await contentOf(tx, "delegation", id)) },
    });
    await notify(tx, "inbox_changed", { subjectId: delegateId });
    return allow({ delegationId: id });
  });
}
