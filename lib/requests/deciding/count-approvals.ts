import type { PersonActor, StandIn } from "@/lib/kernel/actor";
import { creditedApprovals, type GivenApproval, usableFor } from "@/lib/people/delegations/rules";
import { countApprovals, groupsAsked } from "@/lib/policy/approvals";
import type { Obligations } from "@/lib/policy/obligations";

/** A request as far as its approvals are counted; decisions in the order they were given. */
interface Decided {
  readonly requesterId: string;
  readonly obligations: Pick<Obligations, "approvals">;
  readonly decisions: readonly (GivenApproval & { readonly verdict: "approve" | "deny" })[];
}

/** The approvals of a request with the groups that count for each. */
export function approvalsOf(request: Omit<Decided, "obligations">): ReturnType<typeof creditedApprovals> {
  return creditedApprovals(approvedOf(request), request.requesterId);
}

function approvedOf({ decisions }: Pick<Decided, "decisions">): GivenApproval[] {
  return decisions.filter(({ verdict }) => verdict === "approve");
}

/** For whom of those who are away the person could decide this request. */
export function standInsFor(person: Pick<PersonActor, "standsInFor">, request: Decided): StandIn[] {
  const decided = request.decisions.flatMap(({ personId, delegation }) => [
    personId,
    delegation?.delegatorId ?? null,
  ]);
  return usableFor(person.standsInFor ?? [], request.requesterId, new Set(decided));
}

/**
 * The approvals with this person's as well, for themselves or also for whoever is away: for the one with whom most is
 * met. It counts for an absent approver wherever they are asked and the person is not, since another's later approval may
 * leave only that place.
 */
export function bestCount(
  person: Pick<PersonActor, "id" | "groups" | "standsInFor">,
  request: Decided,
): { standIn: StandIn | null; isMet: boolean; counted: string[][] } {
  const { approvals } = request.obligations;
  const asked = groupsAsked(approvals).filter((group) => !person.groups.includes(group));
  const useful = standInsFor(person, request).filter(({ groups }) =>
    groups.some((group) => asked.includes(group)),
  );
  // With their own: whoever decided for them before counts for them no more.
  const own = { personId: person.id, groups: person.groups };
  const before = creditedApprovals([...approvedOf(request), own], request.requesterId).slice(0, -1);
  const tries = [...useful, null].map((standIn) => ({
    standIn,
    ...countApprovals(approvals, [
      ...before,
      { personId: person.id, groups: [...person.groups, ...(standIn?.groups ?? [])] },
    ]),
  }));
  const most = Math.max(...tries.map(({ counted }) => counted.flat().length));
  const best = tries.find(({ counted }) => counted.flat().length === most);
  if (!best) throw new TypeError("one of them has the most");
  return best;
}
