import { checkRunning, type RuleGrant } from "@/lib/grants/rules";
import type { Actor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { SESSION_TRANSITIONS } from "./transitions";
import type { EndReason, SessionState } from "./views";

/** Longest note with which somebody ends another's session, in characters. */
export const NOTE_LIMIT = 500;

/** A session as the rules look at it. */
export interface RuleSession {
  readonly id: string;
  readonly personId: string | null;
  readonly state: SessionState;
}

/** Whether nothing follows this state. */
export function isOver(state: SessionState): boolean {
  return SESSION_TRANSITIONS[state].length === 0;
}

/** What the right to an open shell hangs on. */
export interface RightFacts {
  readonly session: RuleSession;
  /** Null for imported sessions, which have none. */
  readonly grant: RuleGrant | null;
  readonly personDisabledAt: Date | null;
  /** The person's roles, as confirmed last; undefined where they were looked at elsewhere. */
  readonly roles?: readonly string[];
  /** The attached client's sign-in; undefined while none is attached, null when it is unknown. */
  readonly signIn?: {
    readonly personId: string;
    readonly endedAt: Date | null;
    readonly expiresAt: Date;
  } | null;
}

/** Whether the session may go on (invariant 1): its grant runs, its person may and is still an engineer, and the sign-in lasts. */
export function checkRight(facts: RightFacts, at: Date): Verdict<{ windowEndsAt: Date }> {
  const { session, grant, signIn } = facts;
  if (isOver(session.state) || session.state === "ending")
    return refuse("SESSION_OVER", { sessionId: session.id });
  if (!grant || grant.personId !== session.personId) return refuse("NOT_YOUR_SESSION");
  if (facts.personDisabledAt) return refuse("PERSON_DISABLED");
  if (facts.roles && !facts.roles.includes("engineer"))
    return refuse("ROLE_MISSING", { roles: ["engineer"] });
  const running = checkRunning(grant, at);
  if (!running.ok) return running;
  if (signIn === null || (signIn && (signIn.endedAt || signIn.expiresAt <= at)))
    return refuse("NOT_SIGNED_IN");
  if (signIn && signIn.personId !== session.personId) return refuse("NOT_YOUR_SESSION");
  return allow({ windowEndsAt: grant.endsAt });
}

/**
 * Whether this actor may end the session, and what will be said of it. One's own needs no note; ending another's
 * does. A process gives its reason itself.
 */
export function mayEnd(
  actor: Actor,
  session: RuleSession,
  given: { reason?: EndReason; note?: string | null },
): Verdict<EndReason> {
  if (isOver(session.state)) return refuse("SESSION_OVER", { sessionId: session.id });
  if (actor.kind === "system") {
    if (!given.reason) throw new TypeError("a process that ends a session says why");
    return allow(given.reason);
  }
  if (actor.id === session.personId) return allow("ended-by-person");
  const isApprover = actor.roles.includes("approver");
  if (!isApprover && !actor.roles.includes("administrator")) return refuse("NOT_YOUR_SESSION");
  const note = given.note?.trim() ?? "";
  if (note === "") return refuse("REASON_MISSING");
  if (note.length > NOTE_LIMIT) return refuse("TOO_LARGE", { fields: ["reason"], max: NOTE_LIMIT });
  return allow(isApprover ? "ended-by-approver" : "ended-by-administrator");
}

/** What is said of a session whose channel AWS closed without anybody of ours asking for it. */
export function reasonOfClosing(output: string): EndReason {
  return output.trim() === "" ? "exited" : "aws-ended";
}
