import type { PersonActor, StandIn } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { addSeconds } from "@/lib/kernel/time";
import type { UsedDelegation } from "./views";

/** For so long somebody decides for another at most. */
export const LONGEST_DELEGATION_SECONDS = 30 * 86_400;

/**
 * May this approver have that person decide for them until then?
 * @param to null: nobody of that id
 * @param running theirs that runs already; it is withdrawn first
 * @returns ROLE_MISSING | NOT_FOUND | DELEGATE_UNFIT | DELEGATION_RUNNING | INVALID_INPUT
 */
export function mayDelegate(
  person: Pick<PersonActor, "id" | "roles">,
  to: { readonly id: string; readonly roles: readonly string[]; readonly isDisabled: boolean } | null,
  until: Date,
  { running, at }: { running: { readonly delegateName: string } | null; at: Date },
): Verdict<null> {
  if (!person.roles.includes("approver")) return refuse("ROLE_MISSING", { roles: ["approver"] });
  if (!to) return refuse("NOT_FOUND", { kind: "person" });
  if (to.id === person.id || to.isDisabled || !to.roles.includes("approver")) return refuse("DELEGATE_UNFIT");
  if (running) return refuse("DELEGATION_RUNNING", { who: running.delegateName });
  if (!(until > at && until <= addSeconds(at, LONGEST_DELEGATION_SECONDS)))
    return refuse("INVALID_INPUT", { fields: ["until"] });
  return allow(null);
}

/** An approval with what it rests on. */
export interface GivenApproval {
  /** Null: the rule asked for nobody. */
  readonly personId: string | null;
  readonly groups: readonly string[];
  readonly delegation?: UsedDelegation | null;
}

/**
 * Approvals with the groups that count for each: the giver's own, and those of whoever they decided for. Nobody counts
 * twice: what an absent approver gives counts for the first who decided for them, and for nobody once they have decided
 * themselves. Only their own groups count, never those that another delegated to them.
 * @param given in the order they were given
 */
export function creditedApprovals(
  given: readonly GivenApproval[],
  requesterId: string,
): { personId: string; groups: readonly string[] }[] {
  const taken = new Set(given.map(({ personId }) => personId));
  return given.flatMap(({ personId, groups, delegation }) => {
    if (personId === null) return [];
    if (!delegation || taken.has(delegation.delegatorId) || !isInForce(delegation, personId, requesterId))
      return [{ personId, groups }];
    taken.add(delegation.delegatorId);
    const delegated = delegation.groups.filter((group) => delegation.groupsNow.includes(group));
    return [{ personId, groups: [...groups, ...delegated] }];
  });
}

/**
 * Whether what was approved for an absent approver counts: it ran at that moment, and was not withdrawn since. One that
 * ended by itself since did its work.
 */
function isInForce(delegation: UsedDelegation, personId: string, requesterId: string): boolean {
  const { delegatorId, delegateId, createdAt, usedAt, endsAt, withdrawnAt } = delegation;
  if (delegateId !== personId || delegatorId === requesterId) return false;
  return withdrawnAt === null && createdAt <= usedAt && usedAt < endsAt;
}

/**
 * For whom of those who are away somebody can still decide something.
 * @param decided those who have decided it, and those for whom somebody has
 */
export function usableFor(
  standIns: readonly StandIn[],
  requesterId: string,
  decided: ReadonlySet<string | null>,
): StandIn[] {
  return standIns.filter(({ personId }) => personId !== requesterId && !decided.has(personId));
}
