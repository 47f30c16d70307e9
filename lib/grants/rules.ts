import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";

/** A grant as the rules look at it. Its window is [startsAt, endsAt). */
export interface RuleGrant {
  readonly id: string;
  readonly personId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly endedAt: Date | null;
}

/** Whether the grant is the right to be issued session policies at this instant. */
export function checkRunning(grant: RuleGrant, at: Date): Verdict<null> {
  if (grant.endedAt !== null || grant.endsAt <= at) return refuse("GRANT_OVER", { grantId: grant.id });
  if (at < grant.startsAt) return refuse("GRANT_NOT_STARTED", { grantId: grant.id });
  return allow(null);
}

/** Whether this person may start a session under the grant now; node, policy and AWS are checked further right. */
export function mayStart(
  person: Pick<PersonActor, "id" | "roles">,
  grant: RuleGrant,
  at: Date,
): Verdict<null> {
  if (person.id !== grant.personId) return refuse("NOT_THE_GRANTEE");
  if (!person.roles.includes("engineer")) return refuse("ROLE_MISSING", { roles: ["engineer"] });
  return checkRunning(grant, at);
}

/** Why a grant is over. Session rows carry words of their own. */
export const GRANT_END_REASONS = [
  "ended-by-person",
  "ended-by-approver",
  "ended-by-administrator",
  "window-ended",
  "person-disabled",
] as const;
export type GrantEndReason = (typeof GRANT_END_REASONS)[number];

/**
 * Whether this person may end the grant, and what will be said of it. Handing back one's own needs no reason;
 * ending another's does.
 */
export function mayEnd(
  person: Pick<PersonActor, "id" | "roles">,
  grant: RuleGrant,
  reason: string | null,
  at: Date,
): Verdict<GrantEndReason> {
  const isOwn = person.id === grant.personId;
  const isApprover = person.roles.includes("approver");
  if (!isOwn && !isApprover && !person.roles.includes("administrator")) return refuse("NOT_THE_GRANTEE");
  if (grant.endedAt !== null || grant.endsAt <= at) return refuse("GRANT_OVER", { grantId: grant.id });
  if (isOwn) return allow("ended-by-person");
  if (reason === null || reason.trim() === "") return refuse("REASON_MISSING");
  return allow(isApprover ? "ended-by-approver" : "ended-by-administrator");
}
