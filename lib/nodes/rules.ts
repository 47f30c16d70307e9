import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { addSeconds } from "@/lib/kernel/time";
import { type ActionState, type KnownState, type NodeState, type Protection, stateAt } from "./views";

/** What Systems Manager calls a machine: i-… on EC2, mi-… elsewhere. */
export const NODE_ID = /^m?i-[0-9a-f]{8,40}$/;

/**
 * How strictly a node is protected. Its account says the least; a tag can only raise it, since engineers write tags.
 * @param account the account's protection
 * @param tags the node's tags as AWS answered
 * @param known what we held before: a tag that is taken away lowers nothing
 */
export function protectionOf(
  account: Protection,
  tags: Readonly<Record<string, string>>,
  known?: Protection,
): Protection {
  const raised = Object.entries(tags).some(
    ([key, value]) =>
      ENVIRONMENT_KEYS.has(key.toLowerCase()) && PRODUCTION_VALUES.has(value.trim().toLowerCase()),
  );
  return account === "production" || known === "production" || raised ? "production" : "staging";
}

const ENVIRONMENT_KEYS = new Set(["env", "environment"]);
const PRODUCTION_VALUES = new Set(["prod", "production"]);

/** What a node's row says of whether it can be reached. */
export interface NodeSigns {
  readonly isOnline: boolean;
  readonly missingSince: Date | null;
  /** When Systems Manager last heard from its agent. */
  readonly pingAt: Date | null;
  /** When we last asked. */
  readonly readAt: Date;
}

/** How old what says "online" may be (seconds): our reading, and the agent's sign of life. */
export interface OnlineLimits {
  readonly NODE_MAX_AGE_SECONDS: number;
  readonly NODE_SILENT_SECONDS: number;
}

/** What the pages call a node, from what its row says, and until when they may. */
export function knownState(node: NodeSigns, limits: OnlineLimits): KnownState {
  if (node.missingSince) return { state: "missing", onlineUntil: null };
  if (!node.isOnline) return { state: "offline", onlineUntil: null };
  const heardAt = node.pingAt ?? node.readAt;
  const readCounts = addSeconds(node.readAt, limits.NODE_MAX_AGE_SECONDS);
  const pingCounts = addSeconds(heardAt, limits.NODE_SILENT_SECONDS);
  const onlineUntil = new Date(Math.min(readCounts.getTime(), pingCounts.getTime()));
  return { state: "online", onlineUntil };
}

/** What the pages call a node now. */
export function nodeState(node: NodeSigns, at: Date, limits: OnlineLimits): NodeState {
  return stateAt(knownState(node, limits), at);
}

/** Whether the person may ask for this node at all; an offline one may be asked for, it may come back. */
export function mayRequest(
  person: Pick<PersonActor, "roles">,
  node: { id: string; missingSince: Date | null },
): Verdict<null> {
  if (!person.roles.includes("engineer")) return refuse("ROLE_MISSING", { roles: ["engineer"] });
  if (node.missingSince) return refuse("NODE_UNKNOWN", { nodes: [node.id] });
  return allow(null);
}

/** Whether what we know of the node's tags is fresh enough to decide on. */
export function isStale(node: { readAt: Date }, at: Date, longestAgeSeconds: number): boolean {
  return at.getTime() - node.readAt.getTime() > longestAgeSeconds * 1000;
}

/** A verdict as a button's state: the disabled reason and the refusal are the same answer. */
export function actionState(verdict: Verdict<unknown>): ActionState {
  if (verdict.ok) return { allowed: true };
  return verdict.params
    ? { allowed: false, code: verdict.code, params: verdict.params }
    : { allowed: false, code: verdict.code };
}
