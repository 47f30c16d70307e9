import { appendEvent } from "@/lib/audit/append-event";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { isSameSet, rolesOf } from "../roles";
import { type Person, savePerson } from "../store";

/**
 * Writes what the provider said of a person's groups, and an event when they changed. The caller holds the row's lock.
 * @returns the actor as they stand now
 */
export async function saveGroups(
  tx: Tx,
  person: Person,
  groups: string[],
  actor: PersonActor,
): Promise<PersonActor> {
  const roles = rolesOf(groups, config().HALLIGAN_ROLES);
  const groupsReadAt = await databaseNow(tx);
  await savePerson(tx, person.id, { groups, roles, groupsReadAt });
  const current: PersonActor = { ...actor, groups, roles, groupsReadAt };
  if (!isSameSet(person.groups, groups) || !isSameSet(person.roles, roles))
    await appendEvent(tx, {
      code: "person.roles-changed",
      actor: current,
      subject: { personId: person.id },
      data: { roles, rolesBefore: person.roles, groups, groupsBefore: person.groups },
    });
  return current;
}
