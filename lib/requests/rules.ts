import type { PersonActor, StandIn } from "@/lib/kernel/actor";
import { allow, assertNever, refuse, type Verdict } from "@/lib/kernel/errors";
import { saysEnough } from "@/lib/kernel/text-rules";
import type { Transitions } from "@/lib/kernel/transitions";
import { isSelective, type NodeSelector } from "@/lib/nodes/selector";
import type { GivenApproval } from "@/lib/people/delegations/rules";
import { groupsAsked } from "@/lib/policy/approvals";
import type { Obligations } from "@/lib/policy/obligations";
import { bestCount, standInsFor } from "./deciding/count-approvals";
import { type IncidentSettings, isIncident } from "./incident";
import { type Effect, effectOf } from "./narrowing";
import type { RequestKind, RequestState } from "./views";

/** Every step of a request; it is `waiting` from the start. An approval that needs others beside it leaves it so. */
export const REQUEST_TRANSITIONS = {
  waiting: ["waiting", "approved", "denied", "withdrawn", "lapsed"],
  approved: [],
  denied: [],
  withdrawn: [],
  lapsed: [],
} as const satisfies Transitions<RequestState>;

/** Lengths of what a person writes: at most so many characters after trimming, and saying at least so much (`weightOf`). */
export const TEXT_LIMITS = {
  justification: { min: 20, max: 2000 },
  incident: { max: 64 },
  comment: { max: 2000 },
  /** What a denial says at least: the requester reads it. */
  denial: { min: 3 },
  /** A comment, a question or its answer. */
  entry: { min: 1, max: 1000 },
} as const;

/** Nodes in one request, and at once under one grant. */
export const MOST_NODES = 20;

export interface WindowLimits {
  readonly shortestSeconds: number;
  readonly longestSeconds: number;
}

/** What a person asks for, as it came in. Either nodes or a selector. */
export interface AskedFor {
  readonly nodeIds: readonly string[];
  readonly selector: NodeSelector | null;
  /** Of the selector's nodes at most so many at once; null where nodes are named. */
  readonly mostNodes: number | null;
  readonly justification: string;
  readonly incident: string | null;
  readonly windowSeconds: number;
}

/** Whether what was written makes a request at all; who may decide it is the policy's matter. */
export function checkRequest(
  asked: AskedFor,
  settings: WindowLimits & { readonly incident?: IncidentSettings | undefined },
): Verdict<null> {
  const { min, max } = TEXT_LIMITS.justification;
  const what = checkWhat(asked);
  if (!what.ok) return what;
  if (!saysEnough(asked.justification, min) || asked.justification.length > max)
    return refuse("INVALID_INPUT", { fields: ["justification"], min, max });
  if (asked.incident !== null && asked.incident.length > TEXT_LIMITS.incident.max)
    return refuse("INVALID_INPUT", { fields: ["incident"], max: TEXT_LIMITS.incident.max });
  if (!isIncident(settings.incident, asked.incident))
    return refuse("INCIDENT_INVALID", { pattern: settings.incident?.pattern ?? "" });
  return checkWindow(asked.windowSeconds, settings);
}

function checkWhat({ nodeIds, selector, mostNodes }: AskedFor): Verdict<null> {
  if (selector) {
    if (nodeIds.length > 0) return refuse("INVALID_INPUT", { fields: ["nodeIds", "selector"] });
    if (!isSelective(selector)) return refuse("INVALID_INPUT", { fields: ["selector.tags"], min: 1 });
    if (mostNodes === null || !(mostNodes >= 1 && mostNodes <= MOST_NODES))
      return refuse("INVALID_INPUT", { fields: ["mostNodes"], min: 1, max: MOST_NODES });
    return allow(null);
  }
  if (mostNodes !== null) return refuse("INVALID_INPUT", { fields: ["mostNodes"] });
  if (nodeIds.length === 0 || nodeIds.length > MOST_NODES)
    return refuse("INVALID_INPUT", { fields: ["nodeIds"], min: 1, max: MOST_NODES });
  return allow(null);
}

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
  readonly kind: RequestKind;
  readonly requesterId: string;
  readonly isRequesterDisabled: boolean;
  readonly state: RequestState;
  readonly version: number;
  /** Of all that an approver sees at this version: `requestHash`. */
  readonly hash: string;
  readonly windowSeconds: number;
  /** The nodes it names, or that its selector matched when it was asked. */
  readonly nodes: readonly { readonly id: string }[];
  readonly selector: NodeSelector | null;
  readonly mostNodes: number | null;
  /** The users on the nodes it could be narrowed to, and last the one it asks for; empty: it names none. */
  readonly osUsers: readonly string[];
  readonly lapsesAt: Date;
  readonly obligations: Obligations;
  /** In the order they were given; `groups` are those that were confirmed for the decision. */
  readonly decisions: readonly (GivenApproval & {
    readonly personName: string | null;
    readonly verdict: "approve" | "deny";
    readonly windowSeconds: number | null;
    readonly nodeIds: readonly string[];
    readonly mostNodes: number | null;
    readonly osUser: string | null;
  })[];
}

type Viewer = Pick<PersonActor, "id" | "roles" | "groups" | "standsInFor">;

/**
 * Whether this person may decide this request now. Whoever asked never decides (invariant 2): by person, so that
 * being an administrator or standing in an approver group changes nothing. Nor does whoever decides for them while they
 * are away.
 */
export function mayDecide(person: Viewer, request: RuleRequest, at: Date): Verdict<null> {
  if (person.id === request.requesterId) return refuse("SELF_APPROVAL");
  if (!person.roles.includes("approver")) return refuse("ROLE_MISSING", { roles: ["approver"] });
  const asker = person.standsInFor?.find(({ personId }) => personId === request.requesterId);
  if (asker) return refuse("DELEGATED_BY_REQUESTER", { who: asker.name });
  const groups = groupsAsked(request.obligations.approvals);
  const theirs = [person, ...standInsFor(person, request)].flatMap((one) => one.groups);
  if (!theirs.some((group) => groups.includes(group))) return refuse("NOT_AN_APPROVER", { groups });
  const waiting = isWaiting(request, at);
  if (!waiting.ok) return waiting;
  if (request.decisions.some((decision) => decision.personId === person.id))
    return refuse("ALREADY_DECIDED", { by: "you", state: request.state });
  return allow(null);
}

/** Whether there is still something to extend: what was ended early, by whomever, has no end to go on from. */
export function checkExtension({ isEndedEarly }: { readonly isEndedEarly: boolean }): Verdict<null> {
  return isEndedEarly ? refuse("NOTHING_TO_EXTEND") : allow(null);
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
  /** Of what was on their screen. */
  readonly requestHash: string;
  readonly verdict: "approve" | "deny";
  /** Shorter than asked; absent: as asked. */
  readonly windowSeconds?: number;
  /** Only these of the named nodes; absent: all. */
  readonly nodeIds?: readonly string[];
  /** Fewer of the selector's nodes; absent: as asked. */
  readonly mostNodes?: number;
  /** A lesser user on the nodes; absent: as asked. */
  readonly osUser?: string;
  /** Trimmed. */
  readonly comment?: string;
}

/**
 * What follows from a decision. `waiting`: this yes counts, others are still wanted. `standIn`: for whom it counts as
 * well.
 */
export type DecisionOutcome =
  | { state: "denied" }
  | { state: "waiting"; missing: number; effect: Effect; standIn?: StandIn }
  | { state: "approved"; effect: Effect; standIn?: StandIn };

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
  if (input.version !== request.version || input.requestHash !== request.hash)
    return refuse("REQUEST_CHANGED", { version: request.version, seen: input.version });
  if (input.verdict === "deny") {
    const { min } = TEXT_LIMITS.denial;
    if (!saysEnough(input.comment ?? "", min)) return refuse("COMMENT_MISSING", { min });
    return allow({ state: "denied" });
  }
  const narrowed = checkNarrowing(request, input, context.shortestSeconds);
  if (!narrowed.ok) return narrowed;
  const { standIn, isMet, counted } = bestCount(person, request);
  const follows = { effect: narrowed.value, ...(standIn ? { standIn } : {}) };
  if (isMet) return allow({ state: "approved", ...follows });
  const wanted = request.obligations.approvals.reduce((sum, { count }) => sum + count, 0);
  return allow({ state: "waiting", missing: wanted - counted.flat().length, ...follows });
}

/** @returns what the request is after this decision and all before it */
function checkNarrowing(
  request: RuleRequest,
  input: DecisionInput,
  shortestSeconds: number,
): Verdict<Effect> {
  if (input.windowSeconds !== undefined) {
    const window = checkWindow(input.windowSeconds, {
      shortestSeconds,
      longestSeconds: request.windowSeconds,
    });
    if (!window.ok) return window;
  }
  if (input.nodeIds !== undefined) {
    const asked = new Set(request.nodes.map(({ id }) => id));
    if (request.selector || input.nodeIds.length === 0 || input.nodeIds.some((id) => !asked.has(id)))
      return refuse("INVALID_INPUT", { fields: ["nodeIds"] });
  }
  if (input.mostNodes !== undefined) {
    const most = request.mostNodes;
    if (most === null || !(input.mostNodes >= 1 && input.mostNodes <= most))
      return refuse("INVALID_INPUT", {
        fields: ["mostNodes"],
        ...(most === null ? {} : { min: 1, max: most }),
      });
  }
  if (input.osUser !== undefined && !request.osUsers.includes(input.osUser))
    return refuse("INVALID_INPUT", { fields: ["osUser"] });
  const before = request.decisions.filter(({ verdict }) => verdict === "approve");
  const { windowSeconds = null, nodeIds = [], mostNodes = null, osUser = null } = input;
  const effect = effectOf(askedOf(request), [...before, { windowSeconds, nodeIds, mostNodes, osUser }]);
  if (effect.nodeIds?.length === 0) {
    const by = before.flatMap((decision) => (decision.nodeIds.length > 0 ? [decision.personName ?? ""] : []));
    return refuse("NARROWED_TO_NOTHING", { by });
  }
  return allow(effect);
}

/** What was asked for, as narrowing starts from it. */
export function askedOf(
  request: Pick<RuleRequest, "windowSeconds" | "nodes" | "selector" | "mostNodes" | "osUsers">,
): Effect {
  const { windowSeconds, selector, mostNodes, osUsers } = request;
  return { windowSeconds, nodeIds: selector ? null : request.nodes.map(({ id }) => id), mostNodes, osUsers };
}
