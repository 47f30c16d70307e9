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
  const isKey = call.action.startsWith("kms:");
  const simulation: Simulation = {
    ...(isKey ? { resourcePolicy: keyPolicy(arn.split(":")[1] ?? "", bounds.accountId) } : {}),
    request: {
      principal: bounds.principal,
      action: call.action,
      resource: { resource: arn, accountId: arn.split(":")[4] || bounds.accountId },
      contextVariables: withKnownNames({ ...call.context, ...context }),
    },
    identityPolicies: bounds.identityPolicies.map(({ name, policy }) => ({
      name,
      policy: isKey ? inKnownNames(policy) : policy,
    })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(bounds.boundary === undefined
      ? {}
      : {
          permissionBoundaryPolicies: [
            { name: "boundary", policy: isKey ? inKnownNames(bounds.boundary) : bounds.boundary },
          ],
        }),
    ...(bounds.sessionPolicy === undefined
      ? {}
      : { sessionPolicy: isKey ? inKnownNames(bounds.sessionPolicy) : bounds.sessionPolicy }),
  };
  if (isOwnedByAws(arn)) return simulateUnchecked(simulation, bounds);
  const result = await runSimulation(simulation, {});
  if (result.resultType !== "single") return "error";
  return result.overallResult === "Allowed" ? "allowed" : "denied";
}

/** What a key of KMS has unless somebody changed it: the account's own policies decide. */
function keyPolicy(partition: string, accountId: string): PolicyJson {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        ...{ Effect: "Allow", Action: "kms:*", Resource: "*" },
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      },
    ],
  };
}

const CONTEXT_KEY = /^kms:EncryptionContext:/i;
/** A key of conditions that any call may have, and whose last part is anybody's. */
const KNOWN_NAME = "aws:PrincipalTag/kms-EncryptionContext-";

/**
 * The evaluator knows `kms:EncryptionContext:` with no name behind it, and takes such a condition for never met. Both
 * sides of it get a name that it knows, in the call and in the policies: what is compared stays the same.
 */
function withKnownNames(context: CallContext): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [
      knownName(key),
      typeof value === "string" ? value : [...value],
    ]),
  );
}

function knownName(key: string): string {
  return key.replace(CONTEXT_KEY, KNOWN_NAME);
}

/** Renames keys of a policy wherever they stand: nothing else in one begins like them. */
function inKnownNames(policy: PolicyJson): PolicyJson {
  if (Array.isArray(policy)) return policy.map(inKnownNames);
  if (typeof policy !== "object" || policy === null) return policy;
  return Object.fromEntries(
    Object.entries(policy).map(([key, value]) => [knownName(key), inKnownNames(value)]),
  );
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
