import { randomBytes } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { z } from "zod";
import { type Demand, policyProblems } from "../../iam/authorize";
import { callerArn, type RoleSession } from "../../iam/caller";
import { type Context, tagContext } from "../../iam/context";
import type { IamRole, PolicyDocument } from "../../iam/model";
import { accessKeyId, secretAccessKey } from "../../stores/install";
import { AwsError } from "../../wire/aws-error";
import type { Call } from "../../wire/operation";
import { mfaContext } from "./mfa";

const NAME = /^[\w+=,.@-]{2,64}$/;
const tag = z.object({ Key: z.string().min(1).max(128), Value: z.string().max(256) });

export const assumeRoleInput = z.object({
  RoleArn: z.string().min(20).max(2048),
  RoleSessionName: z.string().regex(NAME),
  DurationSeconds: z.coerce.number().int().min(900).max(43_200).optional(),
  // Longer than 2,048 is refused later, with the sentence AWS has for it.
  Policy: z.string().min(1).optional(),
  PolicyArns: z
    .array(z.object({ arn: z.string().min(20) }))
    .max(10)
    .default([]),
  Tags: z.array(tag).max(50).default([]),
  TransitiveTagKeys: z.array(z.string().min(1).max(128)).max(50).default([]),
  ExternalId: z
    .string()
    .min(2)
    .max(1224)
    .regex(/^[\w+=,.@:/-]*$/)
    .optional(),
  SourceIdentity: z
    .string()
    .regex(NAME)
    .regex(/^(?!aws:)/)
    .optional(),
  SerialNumber: z
    .string()
    .min(9)
    .max(256)
    .regex(/^[\w+=/:,.@-]*$/)
    .optional(),
  TokenCode: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
});

export type AssumeRoleInput = z.infer<typeof assumeRoleInput>;

const CHAINED_LIMIT_SECONDS = 3600;
const PLAIN_LIMIT = 2048;
/** AWS does not publish its packed format; this many compressed bytes count as 100 %. */
const PACKED_LIMIT_BYTES = 1024;

/**
 * What AssumeRole needs: the action itself, judged with the role's trust policy; the same for tags and for a
 * source identity, whether passed now or carried along a chain. Under role chaining the caller's own policy
 * must allow those two as well.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
export function demandsOfAssumeRole(input: AssumeRoleInput, call: Call): Demand[] {
  const role = findRole(input.RoleArn, call);
  // A role that does not exist is answered like one that does not trust: nothing allows it.
  const trustPolicy = role?.trustPolicy ?? NOBODY;
  const context = { ...assumeContext(input, call), ...mfaContext(input, call) };
  const actions = ["sts:AssumeRole"];
  if (input.Tags.length > 0 || Object.keys(inheritedTags(call)).length > 0) actions.push("sts:TagSession");
  if (effectiveSourceIdentity(input, call) !== undefined) actions.push("sts:SetSourceIdentity");
  const demands: Demand[] = actions.map((action) => ({
    action,
    resource: input.RoleArn,
    context,
    trustPolicy,
  }));
  // Across accounts the demands above ask both sides already.
  if (call.caller.kind === "session" && accountOf(input.RoleArn) === call.accountId) {
    for (const action of actions.slice(1)) demands.push({ action, resource: input.RoleArn, context });
  }
  return demands;
}

const NOBODY: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: "sts:*" }],
};

export interface AssumedRole {
  session: RoleSession;
  role: IamRole;
  packedPolicySize: number | undefined;
}

/** Issues credentials of a role; the demands above have been met. */
export async function assumeRole(input: AssumeRoleInput, call: Call): Promise<AssumedRole> {
  const role = findRole(input.RoleArn, call);
  if (!role) throw new AwsError("AccessDenied", "Access denied");
  const duration = checkDuration(input, role, call);
  checkChain(input, call);
  const { policies, packedPolicySize } = await sessionPolicies(input, call, role);
  const sourceIdentity = effectiveSourceIdentity(input, call);
  const inherited = inheritedTags(call);
  const session: RoleSession = {
    accessKeyId: accessKeyId("ASIA"),
    secretAccessKey: secretAccessKey(),
    sessionToken: randomBytes(180).toString("base64"),
    accountId: accountOf(input.RoleArn),
    roleName: role.roleName,
    sessionName: input.RoleSessionName,
    issuedAt: call.now,
    // AWS shows whole seconds and means them.
    expiresAt: Math.floor(call.now / 1000) * 1000 + duration * 1000,
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    tags: { ...inherited, ...Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value])) },
    transitiveTagKeys: [...new Set([...Object.keys(inherited), ...input.TransitiveTagKeys])],
    sessionPolicies: policies,
  };
  call.world.credentials.issue(session);
  return { session, role, packedPolicySize };
}

function checkDuration(input: AssumeRoleInput, role: IamRole, call: Call): number {
  const seconds = input.DurationSeconds ?? 3600;
  if (call.caller.kind === "session" && seconds > CHAINED_LIMIT_SECONDS) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  }
  if (seconds > role.maxSessionDuration) {
    throw new AwsError(
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  }
  return seconds;
}

/** Once set, neither the source identity nor a transitive tag can be changed further down the chain. */
function checkChain(input: AssumeRoleInput, call: Call): void {
  const missing = input.TransitiveTagKeys.find((key) => !input.Tags.some(({ Key }) => Key === key));
  if (missing !== undefined) {
    throw new AwsError(
      "InvalidParameterValue",
      `The specified transitive tag key must be included in the requested tags: ${missing}`,
    );
  }
  if (call.caller.kind !== "session") return;
  const current = call.caller.session.sourceIdentity;
  if (current !== undefined && input.SourceIdentity !== undefined && input.SourceIdentity !== current) {
    throw new AwsError(
      "AccessDenied",
      `User: ${callerArn(call.caller)} is not authorized to set SourceIdentity on resource: ${input.RoleArn}`,
    );
  }
  const inherited = inheritedTags(call);
  const overridden = input.Tags.find(({ Key }) => Object.hasOwn(inherited, Key));
  if (overridden) {
    throw new AwsError(
      "InvalidParameterValue",
      `One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session: ${overridden.Key}`,
    );
  }
}

async function sessionPolicies(
  input: AssumeRoleInput,
  call: Call,
  role: IamRole,
): Promise<{ policies: PolicyDocument[]; packedPolicySize: number | undefined }> {
  const policies: PolicyDocument[] = [];
  if (input.Policy !== undefined) policies.push(await parseSessionPolicy(input.Policy));
  for (const { arn } of input.PolicyArns) policies.push(managedSessionPolicy(arn, call, role));
  const plain = (input.Policy ?? "").length + input.PolicyArns.reduce((sum, { arn }) => sum + arn.length, 0);
  if (plain > PLAIN_LIMIT) {
    throw new AwsError(
      "ValidationError",
      `1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to ${PLAIN_LIMIT}`,
    );
  }
  if (policies.length === 0 && input.Tags.length === 0) return { policies, packedPolicySize: undefined };
  const packed = deflateRawSync(JSON.stringify([input.Policy, input.PolicyArns, input.Tags])).length;
  const percentage = Math.ceil((packed / PACKED_LIMIT_BYTES) * 100);
  if (percentage > 100) {
    throw new AwsError(
      "PackedPolicyTooLarge",
      `Packed size of session tags consumes ${percentage}% of allotted space.`,
    );
  }
  return { policies, packedPolicySize: percentage };
}

async function parseSessionPolicy(text: string): Promise<PolicyDocument> {
  if (![...text].every((character) => isPolicyCharacter(character.codePointAt(0) ?? 0))) {
    throw new AwsError(
      "ValidationError",
      "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
    );
  }
  const policy = readPolicy(text);
  if (!policy) throw new AwsError("MalformedPolicyDocument", "This policy contains invalid Json");
  const [problem] = await policyProblems(policy);
  if (problem !== undefined)
    throw new AwsError("MalformedPolicyDocument", `Syntax errors in policy. (${problem})`);
  return policy;
}

function isPolicyCharacter(code: number): boolean {
  return code === 0x09 || code === 0x0a || code === 0x0d || (code >= 0x20 && code <= 0xff);
}

function readPolicy(text: string): PolicyDocument | undefined {
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw !== "object" || raw === null || !("Statement" in raw)) return undefined;
    const version = "Version" in raw ? raw.Version : "2008-10-17";
    return typeof version === "string" ? { ...raw, Version: version, Statement: raw.Statement } : undefined;
  } catch {
    return undefined;
  }
}

function managedSessionPolicy(arn: string, call: Call, role: IamRole): PolicyDocument {
  const account = call.world.accounts.get(accountOf(role.arn));
  const policy = account?.policies.get(arn);
  const document = policy?.versions[policy.defaultVersionId];
  if (!document)
    throw new AwsError("ValidationError", `The policy ${arn} does not exist or is not attachable.`);
  return document;
}

function assumeContext(input: AssumeRoleInput, call: Call): Context {
  const sourceIdentity = effectiveSourceIdentity(input, call);
  return {
    "sts:RoleSessionName": input.RoleSessionName,
    ...(input.ExternalId === undefined ? {} : { "sts:ExternalId": input.ExternalId }),
    ...(sourceIdentity === undefined ? {} : { "sts:SourceIdentity": sourceIdentity }),
    ...(input.TransitiveTagKeys.length === 0 ? {} : { "sts:TransitiveTagKeys": input.TransitiveTagKeys }),
    ...(input.Tags.length === 0 ? {} : { "aws:TagKeys": input.Tags.map(({ Key }) => Key) }),
    ...tagContext(Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value])), "aws:RequestTag/"),
  };
}

function effectiveSourceIdentity(input: AssumeRoleInput, call: Call): string | undefined {
  const carried = call.caller.kind === "session" ? call.caller.session.sourceIdentity : undefined;
  return input.SourceIdentity ?? carried;
}

function inheritedTags(call: Call): Record<string, string> {
  if (call.caller.kind !== "session") return {};
  const { tags, transitiveTagKeys } = call.caller.session;
  return Object.fromEntries(Object.entries(tags).filter(([key]) => transitiveTagKeys.includes(key)));
}

function findRole(arn: string, call: Call): IamRole | undefined {
  const role = call.world.accounts.get(accountOf(arn))?.roles.get(arn.slice(arn.lastIndexOf("/") + 1));
  return role?.arn === arn ? role : undefined;
}

/** The account in an ARN; empty where it has none. */
export function accountOf(arn: string): string {
  return arn.split(":")[4] ?? "";
}
