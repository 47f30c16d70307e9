import { appendEvent, audited } from "@/lib/audit/append-event";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import type { PersonId } from "@/lib/kernel/ids";
import { mayAdminister } from "../rules";
import { lockPerson, savePerson } from "../store";

/**
 * Lets a person in again. Their old sign-ins stay ended.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function enablePerson(
  actor: PersonActor,
  { personId, reason }: { personId: PersonId; reason: string },
): Promise<{ personId: PersonId }> {
  const attempt = { code: "person.enabled", actor, subject: { personId } } as const;
  return audited(attempt, async (tx) => {
    const may = mayAdminister(actor);
    if (!may.ok) return may;
    const person = await lockPerson(tx, personId);
    if (!person) return refuse("NOT_FOUND", { kind: "person", id: personId });
    if (!person.isDisabled) return allow({ personId });
    await savePerson(tx, personId, { disabledAt: null });
    await appendEvent(tx, { ...attempt, data: { reason } });
    return allow({ personId });
  });
}
