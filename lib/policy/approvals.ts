import type { Approval } from "./obligations";

/** A yes, with the groups that count for it. */
export interface Yes {
  readonly personId: string;
  readonly groups: readonly string[];
}

export interface ApprovalCount {
  /** Whether every demand has as many yeses as it asks for. */
  isMet: boolean;
  /** Per demand, who counts for it. A person counts once, whatever groups they are in. */
  counted: string[][];
}

/**
 * Counts yeses towards the demands of a rule so that as many places as possible are taken (bipartite matching: who
 * is in two groups stands where nobody else can). Also what the gateway checks before it opens anything.
 * @param approvals the rule's demands; none: met by nobody
 * @param yeses in the order given; a second yes of the same person is ignored
 */
export function countApprovals(approvals: readonly Approval[], yeses: readonly Yes[]): ApprovalCount {
  const people = [...new Map(yeses.map((yes) => [yes.personId, yes])).values()];
  const places = approvals.flatMap((approval, demand) =>
    Array.from({ length: approval.count }, () => ({ demand, groups: approval.groups })),
  );
  const takenBy: (number | undefined)[] = places.map(() => undefined);

  function seat(person: number, tried: Set<number>): boolean {
    for (const [place, { groups }] of places.entries()) {
      if (tried.has(place) || !people[person]?.groups.some((group) => groups.includes(group))) continue;
      tried.add(place);
      const sitting = takenBy[place];
      if (sitting === undefined || seat(sitting, tried)) {
        takenBy[place] = person;
        return true;
      }
    }
    return false;
  }
  for (const person of people.keys()) seat(person, new Set());

  const counted = approvals.map((_, demand) =>
    takenBy.flatMap((person, place) => {
      const personId = person === undefined ? undefined : people[person]?.personId;
      return places[place]?.demand === demand && personId !== undefined ? [personId] : [];
    }),
  );
  return { isMet: takenBy.every((person) => person !== undefined), counted };
}

/** Every group that any demand names: whose inbox a request goes to. */
export function groupsAsked(approvals: readonly Approval[]): string[] {
  return [...new Set(approvals.flatMap((approval) => approval.groups))];
}
