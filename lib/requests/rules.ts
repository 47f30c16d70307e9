import type { PersonActor } from "@/lib/kernel/actor";
import { allow, assertNever, refuse, type Verdict } from "@/lib/kernel/errors";
import { countApprovals, groupsAsked } from "@/lib/policy/approvals";
import type { Obligations } from "@/lib/policy/obligations";
import type { RequestState } from "./views";

/** Lengths of what a person writes, in characters after trimming. */
export const TEXT_LIMITS = {
  justification: { min: 10, max: 2000 },
  incident: { max: 64 },
  comment: { max: 2000 },
} as const;

export interface WindowLimits {
  readonly shortestSeconds: number;
  readonly longestSeconds: number;
}

/** Whether what was written makes a request at all; who may decide it is the policy's matter. */
export function checkRequest(
  asked: {
    readonly nodeIds: readonly string[];
    readonly justification: string;
    readonly incident: string | null;
    readonly windowSeconds: number;
  },
  limits: WindowLimits,
): Verdict<null> {
  const { min, max } = TEXT_LIMITS.justification;
  if (asked.nodeIds.length === 0 || asked.nodeIds.length > MOST_NODES)
    return refuse("INVALID_INPUT", { fields: ["nodeIds"], min: 1, max: MOST_NODES });
  if (asked.justification.trim().length < min || asked.justification.length > max)
    return refuse("INVALID_INPUT", { fields: ["justification"], min, max });
  if (asked.incident !== null && asked.incident.length > TEXT_LIMITS.incident.max)
    return refuse("INVALID_INPUT", { fields: ["incident"], max: TEXT_LIMITS.incident.max });
  return checkWindow(asked.windowSeconds, limits);
}

export const MOST_NODES = 20;

function checkWindow(windowSeconds: number, limits: WindowLimits): Verdict<null> {
  if (!(windowSeconds >= limits.shortestSeconds))
    return refuse("WINDOW_TOO_SHORT", { shortestSeconds: limits.shortestSeconds });
  if (!(windowSeconds <= limits.longestSeconds))
    return refuse("WINDOW_TOO_LONG", { longestSeconds: limits.longestSeconds });
  return allow(null);
}

/** A request as the rules look at it. */
export interface RuleRequest {
  readonly id: string;
  readonly requesterId: string;
  readonly isRequesterDisabled: boolean;
  readonly state: RequestState;
  readonly version: number;
  readonly windowSeconds: number;
  readonly lapsesAt: Date;
  readonly obligations: Obligations;
  /** In the order they were given; `groups` are the decider's. */
  readonly decisions: readonly {
    readonly personId: string | null;
    readonly personName: string | null;
    readonly groups: readonly string[];
    readonly verdict: "approve" | "deny";
    readonly windowSeconds: number | null;
  }[];
}

type Viewer = Pick<PersonActor, "id" | "roles" | "groups">;

/**
 * Whether this person may decide this request now. Whoever asked never decides (invariant 2): by person, so that
 * being an administrator or standing in an approver group changes nothing.
 */
export function mayDecide(person: Viewer, request: RuleRequest, at: Date): Verdict<null> {
  if (person.id === request.requesterId) return refuse("SELF_APPROVAL");
  if (!person.roles.includes("approver")) return refuse("ROLE_MISSING", { roles: ["approver"] });
  const groups = groupsAsked(request.obligations.approvals);
  if (!person.groups.some((group) => groups.includes(group))) return refuse("NOT_AN_APPROVER", { groups });
  const waiting = isWaiting(request, at);
  if (!waiting.ok) return waiting;
  if (request.decisions.some((decision) => decision.personId === person.id))
    return refuse("ALREADY_DECIDED", { by: "you", state: request.state });
  return allow(null);
}

/** Whether the person who asked may take the request back. */
export function mayWithdraw(person: Pick<Viewer, "id">, request: RuleRequest, at: Date): Verdict<null> {
  if (person.id !== request.requesterId) return refuse("NOT_THE_REQUESTER");
  return isWaiting(request, at);
}

function isWaiting(request: RuleRequest, at: Date): Verdict<null> {
  switch (request.state) {
    case "waiting":
      if (request.lapsesAt <= at) return refuse("REQUEST_OVER", { state: "lapsed" });
      if (request.isRequesterDisabled) return refuse("REQUEST_OVER", { state: "requester-disabled" });
      return allow(null);
    case "approved":
    case "denied": {
      const by = request.decisions.at(-1)?.personName;
      return refuse("ALREADY_DECIDED", { state: request.state, ...(by ? { by } : {}) });
    }
    case "withdrawn":
    case "lapsed":
      return refuse("REQUEST_OVER", { state: request.state });
    default:
      return assertNever(request.state);
  }
}

/** One person's yes or no, as it came in. */
export interface DecisionInput {
  /** The version that was on their screen. */
  readonly version: number;
  readonly verdict: "approve" | "deny";
  /** Shorter than asked; absent: as asked. */
  readonly windowSeconds?: number;
}

/** What follows from a decision. `waiting`: this yes counts, others are still wanted. */
export type DecisionOutcome =
  | { state: "denied" }
  | { state: "waiting"; missing: number }
  | { state: "approved"; windowSeconds: number };

/**
 * What follows when this person decides this request so.
 * @param shortestSeconds the installation's shortest window
 */
export function decide(
  person: Viewer,
  request: RuleRequest,
  input: DecisionInput,
  context: { readonly at: Date; readonly shortestSeconds: number },
): Verdict<DecisionOutcome> {
  const may = mayDecide(person, request, context.at);
  if (!may.ok) return may;
  if (input.version !== request.version)
    return refuse("REQUEST_CHANGED", { version: request.version, seen: input.version });
  if (input.verdict === "deny") return allow({ state: "denied" });
  if (input.windowSeconds !== undefined) {
    const window = checkWindow(input.windowSeconds, {
      shortestSeconds: context.shortestSeconds,
      longestSeconds: request.windowSeconds,
    });
    if (!window.ok) return window;
  }
  const yeses = [
    ...request.decisions.flatMap(({ personId, groups, verdict }) =>
      personId !== null && verdict === "approve" ? [{ personId, groups }] : [],
    ),
    { personId: person.id, groups: person.groups },
  ];
  const { isMet, counted } = countApprovals(request.obligations.approvals, yeses);
  if (!isMet) {
    const wanted = request.obligations.approvals.reduce((sum, { count }) => sum + count, 0);
    return allow({ state: "waiting", missing: wanted - counted.flat().length });
  }
  return allow({
    state: "approved",
    windowSeconds: Math.min(
      request.windowSeconds,
      input.windowSeconds ?? request.windowSeconds,
      ...request.decisions.map((decision) => decision.windowSeconds ?? request.windowSeconds),
    ),
  });
}
