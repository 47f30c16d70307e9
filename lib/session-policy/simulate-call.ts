import { runSimulation, runUnsafeSimulation, type Simulation } from "@cloud-copilot/iam-simulate";

/** A policy as JSON; its grammar is judged by the evaluator. */
type PolicyJson = unknown;

/** One call to AWS as IAM sees it. */
export interface Call {
  readonly action: string;
  /** All of them must be allowed: StartSession asks for the node and for the document. */
  readonly resources: readonly { readonly arn: string; readonly context?: CallContext }[];
  readonly context: CallContext;
}

export type CallContext = Readonly<Record<string, string | string[]>>;

/** What bounds the caller. Without a session policy: what the role may do by itself. */
export interface Bounds {
  /** ARN of the role's session. */
  readonly principal: string;
  readonly accountId: string;
  readonly identityPolicies: readonly { readonly name: string; readonly policy: PolicyJson }[];
  readonly boundary?: PolicyJson;
  readonly sessionPolicy?: PolicyJson;
}

/**
 * What IAM answers to a call: identity policies ∩ boundary ∩ session policy. "error" when it can't be evaluated,
 * which proves nothing either way.
 */
export async function simulateCall(bounds: Bounds, call: Call): Promise<"allowed" | "denied" | "error"> {
  const answers = [];
  for (const resource of call.resources) answers.push(await simulateOne(bounds, call, resource));
  if (answers.includes("denied")) return "denied";
  return answers.includes("error") ? "error" : "allowed";
}

async function simulateOne(
  bounds: Bounds,
  call: Call,
  { arn, context }: Call["resources"][number],
): Promise<"allowed" | "denied" | "error"> {
  const simulation: Simulation = {
    request: {
      principal: bounds.principal,
      action: call.action,
      resource: { resource: arn, accountId: arn.split(":")[4] || bounds.accountId },
      contextVariables: { ...call.context, ...context },
    },
    identityPolicies: bounds.identityPolicies.map(({ name, policy }) => ({ name, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(bounds.boundary === undefined
      ? {}
      : { permissionBoundaryPolicies: [{ name: "boundary", policy: bounds.boundary }] }),
    ...(bounds.sessionPolicy === undefined ? {} : { sessionPolicy: bounds.sessionPolicy }),
  };
  if (isOwnedByAws(arn)) return simulateUnchecked(simulation, bounds);
  const result = await runSimulation(simulation, {});
  if (result.resultType !== "single") return "error";
  return result.overallResult === "Allowed" ? "allowed" : "denied";
}

/** AWS's own documents have an ARN without account, which the evaluator's check of resources does not know. */
function isOwnedByAws(arn: string): boolean {
  return /^arn:aws[a-z-]*:ssm:[^:]*::/.test(arn);
}

/** The unchecked evaluation leaves session policies out: each bound is judged for itself, and all must allow. */
function simulateUnchecked(
  { sessionPolicy, ...simulation }: Simulation,
  bounds: Bounds,
): "allowed" | "denied" | "error" {
  const asIdentity = (policy: PolicyJson) => ({
    ...simulation,
    identityPolicies: [{ name: "alone", policy }],
  });
  const simulations = [
    simulation,
    ...(bounds.sessionPolicy === undefined ? [] : [asIdentity(bounds.sessionPolicy)]),
  ];
  try {
    return simulations.every((one) => runUnsafeSimulation(one, {}) === "Allowed") ? "allowed" : "denied";
  } catch {
    return "error"; // it validates nothing, and throws where a policy is none
  }
}
