import { isId, type SessionId } from "@/lib/kernel/ids";
import { secondsBetween } from "@/lib/kernel/time";
import type { EndReason, SessionState } from "../views";

/**
 * Whose session an id of AWS's is: `<RoleSessionName>-<suffix>`. The suffix has no hyphen, nor has an id of ours.
 * @returns our session id, or null when it was not made under one
 */
export function sessionIdOf(awsSessionId: string): SessionId | null {
  const name = awsSessionId.slice(0, awsSessionId.lastIndexOf("-"));
  return isId("session", name) ? name : null;
}

/** Why the sessions of a grant end with it. Grants carry words of their own. */
export function reasonOfGrantEnd(grantReason: string | null): EndReason {
  switch (grantReason) {
    case "window-ended":
    case "person-disabled":
    case "ended-by-approver":
    case "ended-by-administrator":
    case "ended-by-person":
      return grantReason;
    default:
      return "grant-ended";
  }
}

/** A session as DescribeSessions shows it. */
export interface SweptSession {
  readonly awsSessionId: string;
  readonly owner: string;
  readonly status: string;
}

/** Our row about it. */
export interface SweptRow {
  readonly state: SessionState;
  readonly awsSessionId: string | null;
  readonly createdAt: Date;
  readonly startIntendedAt: Date | null;
  readonly endedAt: Date | null;
}

export type Sweep =
  /** Ours and known, or not ours. */
  | { kind: "leave" }
  /** AWS has it, and it must not be. */
  | { kind: "end"; why: "unknown" | "never-started" | "over" | "second" | "given-up" };

/**
 * What is to be done about one session that AWS has open (invariant 7). Sessions of other principals are left alone,
 * whatever they are called.
 * @param roleName the role that our sessions run under
 * @param row null: no row has its name
 * @param settings.openingSeconds how long an opening may take
 * @param settings.closingSeconds how long the job of an end has before the sweep does its work
 */
export function sweepSession(
  found: SweptSession,
  roleName: string,
  row: SweptRow | null,
  at: Date,
  settings: { openingSeconds: number; closingSeconds: number },
): Sweep {
  const sessionId = sessionIdOf(found.awsSessionId);
  if (!sessionId || !isOurs(found.owner, roleName, sessionId)) return LEAVE;
  if (found.status === "Terminated" || found.status === "Terminating") return LEAVE;
  if (!row) return end("unknown");
  switch (row.state) {
    case "created":
      return end("never-started");
    case "opening": {
      const since = row.startIntendedAt ?? row.createdAt;
      return secondsBetween(since, at) > settings.openingSeconds ? end("given-up") : LEAVE;
    }
    case "open":
      return row.awsSessionId === found.awsSessionId ? LEAVE : end("second");
    case "ending":
      return LEAVE; // its own job ends it, and the sweep queues that job again
    case "ended":
    case "failed":
      return row.endedAt && secondsBetween(row.endedAt, at) <= settings.closingSeconds ? LEAVE : end("over");
  }
}

const LEAVE: Sweep = { kind: "leave" };

function end(why: Extract<Sweep, { kind: "end" }>["why"]): Sweep {
  return { kind: "end", why };
}

/** Whether it was opened under the target role by one of our names: `…:assumed-role/<role>/<session name>`. */
export function isOurs(owner: string, roleName: string, sessionId: SessionId): boolean {
  return owner.endsWith(`:assumed-role/${roleName}/${sessionId}`);
}

/** A row that is not over, as the sweep judges it without AWS. */
export interface RunningRow {
  readonly state: SessionState;
  readonly createdAt: Date;
  readonly openingAt: Date | null;
  readonly grant: {
    readonly endsAt: Date;
    readonly endedAt: Date | null;
    readonly endReason: string | null;
  } | null;
  readonly personDisabledAt: Date | null;
  /** For how long no living gateway has owned it; null while one does. */
  readonly orphanedSeconds: number | null;
}

/**
 * Why a running session must end, by the rows alone.
 * @returns null: it may go on; "give-up": an opening that nobody finishes
 */
export function dueEnd(
  row: RunningRow,
  at: Date,
  settings: { openingSeconds: number; abandonedSeconds: number },
): EndReason | "give-up" | null {
  if (row.state === "ending" || row.state === "ended" || row.state === "failed") return null;
  if (row.personDisabledAt) return "person-disabled";
  if (!row.grant) return null;
  if (row.grant.endedAt) return reasonOfGrantEnd(row.grant.endReason);
  if (row.grant.endsAt <= at) return "window-ended";
  if (row.state === "opening")
    return row.openingAt && secondsBetween(row.openingAt, at) > settings.openingSeconds ? "give-up" : null;
  if (row.state === "open" && row.orphanedSeconds !== null && row.orphanedSeconds > settings.abandonedSeconds)
    return "abandoned";
  return null;
}
