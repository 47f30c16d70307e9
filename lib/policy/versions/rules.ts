import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { Transitions } from "@/lib/kernel/transitions";
import type { PolicyProblem } from "../text/problems";
import type { PolicyState } from "./views";

/** Every step of a set of rules; the database holds each login to its own, and takes the last one itself. */
export const POLICY_TRANSITIONS = {
  proposed: ["active", "rejected"],
  active: ["replaced"],
  replaced: [],
  rejected: [],
} as const satisfies Transitions<PolicyState>;

/** Lengths of a reason: it says at least so much (`weightOf`), in at most so many characters. */
export const POLICY_REASON_LIMITS = { min: 20, max: 2000 } as const;
/** So many wait at a time. */
export const MOST_PROPOSALS = 20;

type Person = Pick<PersonActor, "id" | "roles">;

/** What decides whether a proposal may be decided. */
export interface DecidablePolicy {
  readonly state: PolicyState;
  readonly proposedById: string;
  /** Whether whoever proposed it still could. */
  readonly isProposerEntitled: boolean;
  /** Null: not checked yet. */
  readonly problems: readonly PolicyProblem[] | null;
}

/** Whether this person may have a part in the rules. */
export function maySetPolicy({ roles }: Pick<Person, "roles">): Verdict<null> {
  return roles.includes("administrator") ? allow(null) : refuse("ROLE_MISSING", { roles: ["administrator"] });
}

/** Whether this person may approve it: never their own, and only what was found to be valid. */
export function mayApprovePolicy(person: Person, policy: DecidablePolicy): Verdict<null> {
  const may = mayRejectPolicy(person, policy);
  if (!may.ok) return may;
  if (policy.proposedById === person.id) return refuse("POLICY_SELF_APPROVED");
  if (!policy.isProposerEntitled) return refuse("ASKER_WITHOUT_ROLE");
  if (policy.problems === null) return refuse("POLICY_UNCHECKED");
  return policy.problems.length === 0 ? allow(null) : refuse("POLICY_INVALID");
}

/** Whether this person may reject it, or take back their own. */
export function mayRejectPolicy(person: Person, { state }: DecidablePolicy): Verdict<null> {
  const may = maySetPolicy(person);
  if (!may.ok) return may;
  return state === "proposed" ? allow(null) : refuse("POLICY_OVER");
}
