import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { Transitions } from "@/lib/kernel/transitions";
import type { KeptUntil, RuleState } from "./views";

/** Every step of a rule; the database holds each login to its own, and takes the last one itself. */
export const RULE_TRANSITIONS = {
  proposed: ["confirmed", "withdrawn", "expired"],
  confirmed: ["superseded"],
  superseded: [],
  withdrawn: [],
  expired: [],
} as const satisfies Transitions<RuleState>;

/** Days after a session's end; the database refuses others too, so that no rule empties the store. */
export const DAYS_LIMITS = { min: 30, max: 36_500 } as const;

/** Lengths of the reason: it says at least so much (`weightOf`), in at most so many characters. */
export const RULE_REASON_LIMITS = { min: 20, max: 2000 } as const;

/** What is left of a session's day is kept too. */
export const DAY_MS = 86_400_000;

type Person = Pick<PersonActor, "id" | "roles">;

/** What decides whether the rule of a class may be changed. */
export interface ChangeableRule {
  /** Of the version that applies; null: without end. */
  readonly days: number | null;
  /** Of the version that is confirmed and applies later; undefined: there is none. */
  readonly upcomingDays: number | null | undefined;
  readonly proposal: {
    readonly askedById: string;
    readonly expiresAt: Date;
    /** Whether whoever proposed it still could. */
    readonly isAskerEntitled: boolean;
  } | null;
}

/** Whether this person may have a part in how long recordings are kept. */
export function maySetRetention({ roles }: Pick<Person, "roles">): Verdict<null> {
  return roles.includes("administrator") ? allow(null) : refuse("ROLE_MISSING", { roles: ["administrator"] });
}

/** Whether this person may see the rules. */
export function maySeeRetention({ roles }: Pick<Person, "roles">): Verdict<null> {
  return roles.includes("administrator") || roles.includes("reviewer")
    ? allow(null)
    : refuse("ROLE_MISSING", { roles: ["reviewer", "administrator"] });
}

/** Whether this person may propose a change now: one at a time. */
export function mayPropose(person: Person, { proposal }: ChangeableRule): Verdict<null> {
  const may = maySetRetention(person);
  if (!may.ok) return may;
  return proposal ? refuse("RETENTION_PROPOSED") : allow(null);
}

/** Whether so many days would be a change that a rule can be. */
export function mayBe(days: number | null, { days: inForce, upcomingDays }: ChangeableRule): Verdict<null> {
  const { min, max } = DAYS_LIMITS;
  if (days !== null && !(Number.isInteger(days) && days >= min && days <= max))
    return refuse("INVALID_INPUT", { fields: ["days"], min, max });
  // To say again what applies ends what would apply later.
  return days === inForce && upcomingDays === undefined ? refuse("RETENTION_SAME") : allow(null);
}

/** Whether this person may confirm what another proposed: in time, never one's own. @param at now */
export function mayConfirmRule(person: Person, rule: ChangeableRule, at: Date): Verdict<null> {
  const may = mayWithdrawRule(person, rule);
  if (!may.ok) return may;
  if (rule.proposal?.askedById === person.id) return refuse("RETENTION_SELF_CONFIRMED");
  if (rule.proposal && rule.proposal.expiresAt <= at) return refuse("RETENTION_OVER");
  return rule.proposal?.isAskerEntitled ? allow(null) : refuse("ASKER_WITHOUT_ROLE");
}

/** Whether this person may take back what nobody confirmed: whoever proposed it, or another administrator. */
export function mayWithdrawRule(person: Person, { proposal }: ChangeableRule): Verdict<null> {
  const may = maySetRetention(person);
  if (!may.ok) return may;
  return proposal ? allow(null) : refuse("RETENTION_OVER");
}

/**
 * Until when a recording is kept.
 * @param session.days of the rule that applies to its class; null: without end
 * @param at now
 */
export function keptUntil(
  session: { isClassKnown: boolean; days: number | null; endedAt: Date | null; isReviewed: boolean },
  at: Date,
): KeptUntil | null {
  const { isClassKnown, days, endedAt, isReviewed } = session;
  if (days === null || !isClassKnown) return { kind: "without-end", isClassKnown };
  // A session that runs has no end to count from.
  if (endedAt === null) return null;
  const until = new Date(endedAt.getTime() + days * DAY_MS);
  return until <= at && !isReviewed ? { kind: "until-reviewed", days } : { kind: "until", until, days };
}
