import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { ActionState, NodeState, Protection } from "./views";

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

/** What the pages call a node, from what its row says. */
export function nodeState(node: { isOnline: boolean; missingSince: Date | null }): NodeState {
  if (node.missingSince) return "missing";
  return node.isOnline ? "online" : "offline";
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
