import { audited } from "@/lib/audit/append-event";
import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse } from "@/lib/kernel/errors";
import { currentAnswer } from "./confirmation/current-answer";
import { lastGroupsServe } from "./outage/last-groups";
import { saveGroups } from "./sign-in/save-groups";
import { findPerson, groupsAgeSeconds, lockPerson } from "./store";

/**
 * The person with groups and roles that the provider confirmed at most GROUPS_MAX_AGE_SECONDS ago. Asked before a
 * decision, a terminal, a review or an administrative act: somebody who left the group a minute ago has no more say.
 * @param isEmergency whether it is a broken glass, for which groups of the last day serve while the provider is away
 * @throws AppError GROUPS_UNCONFIRMED when the provider gives no answer, or one about somebody else · PERSON_DISABLED
 */
export async function confirmGroups(
  actor: PersonActor,
  isEmergency: () => Promise<boolean> = async () => false,
): Promise<PersonActor> {
  const known = await findPerson(reading(), actor.id);
  const age = await groupsAgeSeconds(reading(), actor.id);
  if (known && !known.isDisabled && age <= config().GROUPS_MAX_AGE_SECONDS) return knownAs(actor, known);
  const answer = known && !known.isDisabled ? await currentAnswer(actor.signInId) : "disabled";
  if (known && answer === "no-answer" && (await lastGroupsServe(actor.signInId, isEmergency)))
    return knownAs(actor, known);
  const attempt = { code: "person.groups-confirmed", actor, subject: { personId: actor.id } } as const;
  return audited(attempt, async (tx) => {
    const person = await lockPerson(tx, actor.id);
    if (!person || person.isDisabled || answer === "disabled") return refuse("PERSON_DISABLED");
    if (answer === "overage") return refuse("GROUPS_OVERAGE");
    if (typeof answer === "string") return refuse("GROUPS_UNCONFIRMED", { reason: answer });
    if (answer.subject !== person.subject) return refuse("GROUPS_UNCONFIRMED", { reason: "other-person" });
    return allow(await saveGroups(tx, person, answer.groups, actor));
  });
}

type Known = Pick<PersonActor, "groups" | "roles" | "groupsReadAt">;

function knownAs(actor: PersonActor, { groups, roles, groupsReadAt }: Known): PersonActor {
  return { ...actor, groups, roles, groupsReadAt };
}
