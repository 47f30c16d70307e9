import { appendEvent, audited } from "@/lib/audit/append-event";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import type { PersonId } from "@/lib/kernel/ids";
import { mayDisable } from "../rules";
import { endSignIns, lockPerson, type Person, savePerson } from "../store";

/**
 * Switches a person's access off at once: every sign-in of theirs ends, open sockets close, and the provider can't
 * let them in again until somebody enables them.
 * @throws AppError ROLE_MISSING | SELF_DISABLE | PERSON_DISABLED (the actor, meanwhile) | NOT_FOUND
 */
export async function disablePerson(
  actor: PersonActor,
  { personId, reason }: { personId: PersonId; reason: string },
): Promise<{ personId: PersonId }> {
  const attempt = { code: "person.disabled", actor, subject: { personId } } as const;
  return audited(attempt, async (tx) => {
    const may = mayDisable(actor, personId);
    if (!may.ok) return may;
    // Two administrators who disable each other take turns, and the second is nobody any more: one is always left.
    const locked = new Map<PersonId, Person | undefined>();
    for (const id of [actor.id, personId].sort()) locked.set(id, await lockPerson(tx, id));
    if (locked.get(actor.id)?.isDisabled) return refuse("PERSON_DISABLED");
    const person = locked.get(personId);
    if (!person) return refuse("NOT_FOUND", { kind: "person", id: personId });
    if (person.isDisabled) return allow({ personId });
    await savePerson(tx, personId, { disabledAt: await databaseNow(tx) });
    await appendEvent(tx, { ...attempt, data: { reason } });
    for (const { id: signInId } of await endSignIns(tx, { personId }, "person-disabled"))
      await appendEvent(tx, {
        code: "sign-in.ended",
        actor,
        subject: { personId },
        data: { signInId, reason: "person-disabled" },
      });
    await notify(tx, "sign_in_ended", { personId });
    return allow({ personId });
  });
}
