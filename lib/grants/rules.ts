import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { addSeconds } from "@/lib/kernel/time";
import {
  coversSelector,
  matchesSelector,
  type NodeSelector,
  type SelectableNode,
} from "@/lib/nodes/selector";
import type { WindowStart } from "@/lib/requests/views";

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
  if (at < grant.startsAt)
    return refuse("GRANT_NOT_STARTED", { grantId: grant.id, startsAt: grant.startsAt.toISOString() });
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

/** How a grant's window comes about. */
export interface GrantWindow {
  readonly windowStart: WindowStart;
  readonly windowSeconds: number;
  readonly firstUsedAt: Date | null;
}

/** A grant's window as it was issued; where the first use starts it, its end is until then the last moment for that. */
export function issuedWindow(
  windowStart: WindowStart,
  at: Date,
  lengths: { readonly windowSeconds: number; readonly startWithinSeconds: number },
): { startsAt: Date; endsAt: Date } {
  const { windowSeconds, startWithinSeconds } = lengths;
  return {
    startsAt: at,
    endsAt: addSeconds(at, windowStart === "approval" ? windowSeconds : startWithinSeconds),
  };
}

/** What the first use makes of a running grant; null when its window runs already. */
export function firstUse(
  grant: GrantWindow,
  at: Date,
): { startsAt: Date; endsAt: Date; firstUsedAt: Date } | null {
  if (grant.windowStart === "approval" || grant.firstUsedAt !== null) return null;
  return { startsAt: at, endsAt: addSeconds(at, grant.windowSeconds), firstUsedAt: at };
}

/** So long before the end of a window its person is told, unless the window is shorter than `shortestSeconds`. */
export const ENDING = { beforeSeconds: 300, shortestSeconds: 600 } as const;

/** By when an unused grant must be used; null when its window runs, or it is over. */
export function unusedUntil(grant: GrantWindow & Pick<RuleGrant, "endsAt" | "endedAt">): Date | null {
  const isUnused = grant.windowStart === "first-use" && grant.firstUsedAt === null && grant.endedAt === null;
  return isUnused ? grant.endsAt : null;
}

/**
 * Whether this person may ask for more time after a grant's window: theirs, running, used, and not extended yet. A
 * broken glass takes a unit or a co-signer each time, and is not extended.
 * @param extended the request that extends it, if one waits or was approved
 */
export function mayExtend(
  person: Pick<PersonActor, "id" | "roles">,
  grant: RuleGrant & GrantWindow & { readonly isBreakGlass: boolean },
  extended: { readonly requestId: string } | null,
  at: Date,
): Verdict<null> {
  const may = mayStart(person, grant, at);
  if (!may.ok) return may;
  if (unusedUntil(grant)) return refuse("GRANT_UNUSED");
  if (grant.isBreakGlass) return refuse("GLASS_NOT_EXTENDED");
  return extended ? refuse("ALREADY_EXTENDED", { requestId: extended.requestId }) : allow(null);
}

/** What a grant is about: the nodes it names, or a selector and the nodes that were used under it. */
export interface GrantScope {
  readonly selector: NodeSelector | null;
  readonly mostNodes: number | null;
  readonly nodes: readonly { readonly id: string; readonly isMissing: boolean }[];
}

type JudgedNode = SelectableNode & { readonly id: string; readonly missingSince: Date | null };

/**
 * Whether a shell under the grant may be on this node. With a selector the node must have what it names now, and be
 * one of at most so many: those that are gone leave their places to others.
 * @returns NODE_UNKNOWN | SELECTOR_MISMATCH | NODES_EXHAUSTED
 */
export function checkNode(scope: GrantScope, node: JudgedNode): Verdict<null> {
  if (node.missingSince) return refuse("NODE_UNKNOWN", { nodes: [node.id] });
  if (!scope.selector)
    return scope.nodes.some(({ id }) => id === node.id)
      ? allow(null)
      : refuse("NODE_UNKNOWN", { nodes: [node.id] });
  if (!matchesSelector(scope.selector, node)) return refuse("SELECTOR_MISMATCH", { nodes: [node.id] });
  const mostNodes = scope.mostNodes ?? 0;
  const others = scope.nodes.filter(({ id, isMissing }) => id !== node.id && !isMissing);
  if (others.length >= mostNodes)
    return refuse("NODES_EXHAUSTED", { mostNodes, nodes: others.map(({ id }) => id) });
  return allow(null);
}

/** A session under the grant on the node that is not over. */
export interface RunningSession {
  readonly id: string;
  readonly state: string;
}

/**
 * Whether this person may have a session under the grant on the node now.
 * @param running theirs on it that is not over
 * @returns "new", or the id of one that was created and never opened: a second click finds the first one's session
 */
export function mayStartOn(
  person: Pick<PersonActor, "id" | "roles">,
  grant: RuleGrant & GrantScope,
  node: JudgedNode & { readonly isOnline: boolean },
  running: RunningSession | null,
  at: Date,
): Verdict<{ reuse: string | null }> {
  const start = mayStart(person, grant, at);
  if (!start.ok) return start;
  const covered = checkNode(grant, node);
  if (!covered.ok) return covered;
  if (!node.isOnline) return refuse("NODE_OFFLINE", { nodes: [node.id] });
  if (running?.state === "created") return allow({ reuse: running.id });
  if (running && running.state !== "ending") return refuse("SESSION_RUNNING", { sessionId: running.id });
  return allow({ reuse: null });
}

/** What somebody is about to ask for. */
export interface Wanted {
  readonly nodes: readonly JudgedNode[];
  readonly selector: NodeSelector | null;
  readonly mostNodes: number | null;
}

/** Whether a grant gives all of it already, so that there is nothing to ask for. */
export function coversWanted(scope: GrantScope, wanted: Wanted): boolean {
  if (wanted.selector)
    return (
      scope.selector !== null &&
      coversSelector(scope.selector, wanted.selector) &&
      (scope.mostNodes ?? 0) >= (wanted.mostNodes ?? 0)
    );
  const used = new Set(scope.nodes.flatMap(({ id, isMissing }) => (isMissing ? [] : [id])));
  for (const { id } of wanted.nodes) used.add(id);
  if (scope.selector && used.size > (scope.mostNodes ?? 0)) return false;
  return wanted.nodes.every((node) => checkNode(scope, node).ok);
}

/** Why a grant is over. Session rows carry words of their own. */
export const GRANT_END_REASONS = [
  "ended-by-person",
  "ended-by-approver",
  "ended-by-administrator",
  "window-ended",
  "never-used",
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
