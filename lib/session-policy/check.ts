import { setImmediate } from "node:timers/promises";
import { proofCases } from "./cases";
import { readSessionPolicy } from "./read";
import { isSameScope, type SessionScope } from "./scope";
import { type Bounds, simulateCall } from "./simulate-call";
import type { PolicyCheck } from "./views";

/** What the role that a session runs under may do by itself: JSON texts, as IAM gives them. */
export interface RoleBounds {
  readonly roleName: string;
  readonly policies: readonly { readonly name: string; readonly document: string }[];
  readonly boundary: string | undefined;
}

export interface Proof {
  readonly isSafe: boolean;
  readonly checks: PolicyCheck[];
}

/**
 * Both checks of a finished policy (invariant 3): the independent reader finds exactly the scope that was asked for,
 * and the simulator answers every known call as it must, under role policies ∩ boundary ∩ session policy.
 * @param role null: not known here. The session policy is then judged under a role that may do everything, which
 *   proves what it denies under any role, and nothing is asked of the role alone.
 * @param nodeTags the node's tags as AWS answered just now; a role may allow nodes of a tag only
 */
export async function proveSessionPolicy(
  text: string,
  scope: SessionScope,
  role: RoleBounds | null,
  nodeTags: Readonly<Record<string, string>> = {},
): Promise<Proof> {
  const checks = [readerCheck(text, scope), await simulatorCheck(text, scope, role, nodeTags)];
  return { isSafe: checks.every(({ passed }) => passed), checks };
}

/** The first check: whether the independent reader finds exactly this scope. */
export function readerCheck(text: string, scope: SessionScope): PolicyCheck {
  const found = readSessionPolicy(text);
  const failures = found.ok
    ? isSameScope(found.value, scope)
      ? []
      : ["other-scope"]
    : [String(found.params?.why ?? "unreadable")];
  return { name: "reader", passed: failures.length === 0, cases: 1, failures };
}

async function simulatorCheck(
  text: string,
  scope: SessionScope,
  role: RoleBounds | null,
  nodeTags: Readonly<Record<string, string>>,
): Promise<PolicyCheck> {
  const bounds = boundsOf(text, scope, role);
  if (!bounds) return { name: "simulator", passed: false, cases: 0, failures: ["policy-unreadable"] };
  const { sessionPolicy: _, ...roleAlone } = bounds;
  const cases = proofCases(scope, nodeTags).filter(({ isRoleAlone }) => role !== null || !isRoleAlone);
  const failures: string[] = [];
  for (const { code, call, expected, isRoleAlone } of cases) {
    // About 3 ms each: whoever else this process serves comes in between.
    await setImmediate();
    const answer = await simulateCall(isRoleAlone ? roleAlone : bounds, call);
    if (answer !== expected) failures.push(answer === "error" ? `${code}-error` : code);
  }
  return { name: "simulator", passed: failures.length === 0, cases: cases.length, failures };
}

const EVERYTHING = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

function boundsOf(
  text: string,
  scope: SessionScope,
  role: RoleBounds | null,
): (Required<Pick<Bounds, "sessionPolicy">> & Bounds) | null {
  const { partition, accountId, sessionId } = scope;
  try {
    return {
      principal: `arn:${partition}:sts::${accountId}:assumed-role/${role?.roleName ?? "AnyRole"}/${sessionId}`,
      accountId,
      identityPolicies: role
        ? role.policies.map(({ name, document }) => ({ name, policy: JSON.parse(document) as unknown }))
        : [{ name: "Everything", policy: EVERYTHING }],
      ...(role?.boundary === undefined ? {} : { boundary: JSON.parse(role.boundary) as unknown }),
      sessionPolicy: JSON.parse(text) as unknown,
    };
  } catch {
    return null;
  }
}
