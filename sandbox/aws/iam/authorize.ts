import {
  type RequestAnalysis,
  runSimulation,
  runUnsafeSimulation,
  type Simulation,
} from "@cloud-copilot/iam-simulate";
import { type Caller, callerArn } from "./caller";
import { type Context, globalContext } from "./context";
import { respell } from "./key-context";
import { boundaryPolicies, type IamAccount, identityPolicies, type PolicyDocument } from "./model";

/** One thing a call needs to be allowed: an action on one resource, with the keys of that resource. */
export interface Demand {
  action: string;
  /** ARN, or `*` where the action knows no resource types. */
  resource: string;
  context?: Context;
  /** The role's trust policy, for STS. */
  trustPolicy?: PolicyDocument;
  /** The key's own policy, for KMS. */
  resourcePolicy?: PolicyDocument;
}

export type Verdict = { allowed: true } | { allowed: false; message: string; isExplicit: boolean };

interface Circumstances {
  account: IamAccount;
  caller: Caller;
  region: string;
  now: number;
}

/**
 * Judges a demand: identity policy ∩ boundary ∩ session policy (and the trust policy, for STS).
 * Whatever can't be evaluated is denied.
 */
export async function authorize(demand: Demand, circumstances: Circumstances): Promise<Verdict> {
  const simulation = buildSimulation(demand, circumstances);
  if (isAwsOwned(demand.resource)) {
    return verdictFor(demand, circumstances.caller, await judgeAwsOwned(simulation));
  }
  const result = await runSimulation(simulation, {});
  if (result.resultType !== "single") return verdictFor(demand, circumstances.caller, undefined);
  return verdictFor(demand, circumstances.caller, result.result.analysis);
}

/** Problems that keep a document from being an identity or session policy; empty when it is one. */
export async function policyProblems(policy: PolicyDocument): Promise<string[]> {
  const result = await runSimulation({ ...probe("ssm:DescribeSessions", "*"), sessionPolicy: policy }, {});
  if (result.resultType !== "error") return [];
  return (result.errors.sessionPolicyErrors ?? []).map((error) => `${error.path}: ${error.message}`);
}

/** Problems that keep a document from being a role's trust policy. */
export async function trustProblems(policy: PolicyDocument): Promise<string[]> {
  const role = "arn:aws:iam::000000000000:role/Probe";
  const result = await runSimulation({ ...probe("sts:AssumeRole", role), resourcePolicy: policy }, {});
  if (result.resultType !== "error") return [];
  return (result.errors.resourcePolicyErrors ?? []).map((error) => `${error.path}: ${error.message}`);
}

/** A call by nobody, made only to have the policies beside it read. */
function probe(action: string, resource: string): Simulation {
  return {
    request: {
      principal: "arn:aws:sts::000000000000:assumed-role/Probe/probe",
      action,
      resource: { resource, accountId: "000000000000" },
      contextVariables: {},
    },
    identityPolicies: [],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
}

function buildSimulation(demand: Demand, circumstances: Circumstances): Simulation {
  const simulation = simulationOf(demand, circumstances);
  return demand.resourcePolicy ? respell(simulation) : simulation;
}

function simulationOf(demand: Demand, { account, caller, region, now }: Circumstances): Simulation {
  const resourcePolicy = demand.trustPolicy ?? demand.resourcePolicy;
  const identity = caller.kind === "user" ? caller.user : caller.role;
  const boundary = boundaryPolicies(account, identity);
  const sessionPolicy = caller.kind === "session" ? mergePolicies(caller.session.sessionPolicies) : undefined;
  return {
    request: {
      principal: callerArn(caller),
      action: demand.action,
      resource: {
        resource: demand.resource,
        accountId: resourceAccount(demand.resource) ?? caller.accountId,
      },
      contextVariables: { ...globalContext(caller, region, now), ...demand.context },
    },
    identityPolicies: identityPolicies(account, identity),
    serviceControlPolicies: account.serviceControlPolicies
      ? [{ orgIdentifier: account.accountId, policies: account.serviceControlPolicies }]
      : [],
    resourceControlPolicies: [],
    ...(boundary ? { permissionBoundaryPolicies: boundary } : {}),
    ...(sessionPolicy ? { sessionPolicy } : {}),
    ...(resourcePolicy ? { resourcePolicy } : {}),
  };
}

/** The account in an ARN; AWS's own resources and `*` count as the caller's. */
function resourceAccount(resource: string): string | undefined {
  const account = resource.split(":")[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined;
}

/** Several session policies allow what any of them allows and deny what any denies: one list of statements. */
function mergePolicies(policies: PolicyDocument[]): PolicyDocument | undefined {
  const [first, ...rest] = policies;
  if (!first || rest.length === 0) return first;
  const statements = policies.flatMap((policy) => policy.Statement);
  return { Version: "2012-10-17", Statement: statements.map(withoutSid) };
}

/** Sids are unique within one document only. */
function withoutSid(statement: unknown): unknown {
  if (typeof statement !== "object" || statement === null) return statement;
  return Object.fromEntries(Object.entries(statement).filter(([key]) => key !== "Sid"));
}

/** Documents of AWS itself have an ARN without account, which the evaluator's resource check does not know. */
function isAwsOwned(resource: string): boolean {
  return /^arn:aws:ssm:[^:]*::document\//.test(resource);
}

type Partial3 = Pick<RequestAnalysis, "result"> & Partial<RequestAnalysis>;

/**
 * The unchecked evaluation ignores session policies and validates nothing, so the documents are validated
 * first (by a checked evaluation of a resource that exists) and the session policy is judged as an identity
 * policy of its own; both must allow.
 */
async function judgeAwsOwned(simulation: Simulation): Promise<Partial3 | undefined> {
  const { sessionPolicy, ...rest } = simulation;
  const checked = await runSimulation(
    {
      ...simulation,
      request: {
        ...simulation.request,
        action: "ssm:DescribeSessions",
        resource: { resource: "*", accountId: simulation.request.resource.accountId },
      },
    },
    {},
  );
  if (checked.resultType === "error") return undefined;
  const byRole = runUnsafeSimulation(rest, {});
  const bySession = sessionPolicy
    ? runUnsafeSimulation(
        {
          ...rest,
          identityPolicies: [{ name: "SessionPolicy", policy: sessionPolicy }],
          permissionBoundaryPolicies: [{ name: "none", policy: ALLOW_ALL }],
        },
        {},
      )
    : "Allowed";
  const none = { denyStatements: [], allowStatements: [], unmatchedStatements: [] };
  return {
    result: byRole === "Allowed" ? bySession : byRole,
    identityAnalysis: { result: byRole, ...none },
    ...(sessionPolicy ? { sessionAnalysis: { result: bySession, ...none } } : {}),
  };
}

const ALLOW_ALL: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

function verdictFor(demand: Demand, caller: Caller, analysis: Partial3 | undefined): Verdict {
  if (analysis?.result === "Allowed") return { allowed: true };
  const subject = `User: ${callerArn(caller)} is not authorized to perform: ${demand.action}`;
  const object = demand.resource === "*" ? subject : `${subject} on resource: ${demand.resource}`;
  const reason = analysis && !demand.trustPolicy ? ` ${because(demand.action, analysis)}` : "";
  return { allowed: false, message: object + reason, isExplicit: analysis?.result === "ExplicitlyDenied" };
}

/** The clause AWS appends; where several kinds of policy deny, it names one of them. */
function because(action: string, analysis: Partial3): string {
  const kinds = [
    ["a service control policy", "service control policy", analysis.scpAnalysis?.result],
    ["an identity-based policy", "identity-based policy", analysis.identityAnalysis?.result],
    ["a permissions boundary", "permissions boundary", analysis.permissionBoundaryAnalysis?.result],
    ["a session policy", "session policy", analysis.sessionAnalysis?.result],
  ] as const;
  for (const [withArticle, , result] of kinds) {
    if (result === "ExplicitlyDenied") return `with an explicit deny in ${withArticle}`;
  }
  for (const [, name, result] of kinds) {
    if (result === "ImplicitlyDenied") return `because no ${name} allows the ${action} action`;
  }
  return `because no identity-based policy allows the ${action} action`;
}
