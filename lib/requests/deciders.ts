import { countApprovals } from "@/lib/policy/approvals";
import type { Approval } from "@/lib/policy/obligations";
import { approvalsOf } from "./deciding/count-approvals";
import type { RuleRequest } from "./rules";
import type { RequestDeciders } from "./views";

type People = readonly { id: string; name: string; groups: string[] }[];

/** Who is on call comes first. */
export function onCallFirst<T extends { id: string }>(
  people: readonly T[],
  onCall: readonly { personId: string }[],
): T[] {
  const isOnCall = ({ id }: T) => onCall.some(({ personId }) => personId === id);
  return [...people.filter(isOnCall), ...people.filter((person) => !isOnCall(person))];
}

/** Who could meet each demand, never whoever asks; nobody has yet. */
export function decidersFor(
  approvals: readonly Approval[],
  people: People,
  askerId: string,
): RequestDeciders[] {
  return approvals.map(({ count, groups }) => ({
    count,
    groups,
    people: people.filter(
      (person) => person.id !== askerId && person.groups.some((group) => groups.includes(group)),
    ),
    given: [],
  }));
}

/** The same of a request, with those whose yes counts already. */
export function decidersOf(request: RuleRequest, people: People): RequestDeciders[] {
  const { approvals } = request.obligations;
  const { counted } = countApprovals(approvals, approvalsOf(request));
  const names = new Map(request.decisions.map((decision) => [decision.personId, decision.personName]));
  return decidersFor(approvals, people, request.requesterId).map((demand, place) => ({
    ...demand,
    given: (counted[place] ?? []).flatMap((id) => {
      const name = names.get(id);
      return name ? [{ id, name }] : [];
    }),
  }));
}
