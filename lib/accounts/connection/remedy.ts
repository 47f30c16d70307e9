import type { AccountConfig } from "@/lib/kernel/config/config";
import { type CheckRole, roleArnOf } from "./plan";

/** What AWS's refusal says, as far as it says it. */
export interface Denial {
  /** Role or user, without the session's name: what a policy belongs to or a trust names. */
  principal: string | undefined;
  action: string | undefined;
  resource: string | undefined;
  why: DenialReason;
}

/** Which kind of policy withheld it. */
export type DenialReason =
  | "identity"
  | "boundary"
  | "session-policy"
  | "organization"
  | "explicit-deny"
  | "unsaid";

/** Why a step did not pass and what mends it: the sentence's code with its parameters, and what is to be added. */
export interface Remedy {
  code: RemedyCode;
  params: Readonly<Record<string, string>>;
  /** Policy statements as JSON: for the principal's own policy, or for the trust policy of the role it wants. */
  statements: readonly { place: "identity" | "trust"; of: string; json: string }[];
}

export type RemedyCode =
  | "identity"
  | "assume"
  | "boundary"
  | "organization"
  | "explicit-deny"
  | "no-log-group"
  | "no-document"
  | "no-bucket"
  | "no-role"
  | "throttled"
  | "silent"
  | "bad-credentials"
  | "other";

const DENIED =
  /User: (?<principal>\S+) is not authorized to (?:perform: (?<action>[\w-]+:\w+)|set (?<what>SourceIdentity))(?: on resource: (?<resource>\S+))?/;

/**
 * Reads AWS's words of a refusal. They come from outside: nothing is taken that does not look like what AWS says.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function parseDenial(words: string): Denial {
  const groups = DENIED.exec(words)?.groups;
  const action = groups?.action ?? (groups?.what ? "sts:SetSourceIdentity" : undefined);
  return {
    principal: groups?.principal === undefined ? undefined : principalOf(groups.principal),
    action,
    resource: groups?.resource,
    why: reasonIn(words),
  };
}

/** The role behind a role's session; users as they are. */
function principalOf(arn: string): string {
  const session = /^(arn:[\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  return session ? `${session[1]}:iam::${session[2]}:role/${session[3]}` : arn;
}

function reasonIn(words: string): DenialReason {
  if (/service control policy|resource control policy/.test(words)) return "organization";
  if (/explicit deny/.test(words)) return "explicit-deny";
  if (/no permissions boundary allows/.test(words)) return "boundary";
  if (/no session policy allows/.test(words)) return "session-policy";
  return /no identity-based policy allows/.test(words) ? "identity" : "unsaid";
}

/**
 * What mends a step that did not pass.
 * @param check.words AWS's error name and words, or ours
 */
export function remedyOf(
  account: AccountConfig,
  region: string,
  check: { role: CheckRole; action: string; outcome: "denied" | "failed"; words: string },
): Remedy {
  return check.outcome === "denied"
    ? denialRemedy(account, region, check)
    : failureRemedy(account, region, check);
}

function denialRemedy(
  account: AccountConfig,
  region: string,
  { role, action: tried, words }: { role: CheckRole; action: string; words: string },
): Remedy {
  const denial = parseDenial(words);
  const action = denial.action ?? tried;
  const wanted = roleArnOf(account, role);
  const isAssuming = action.startsWith("sts:");
  const principal = denial.principal ?? (isAssuming ? callerOf(account, role) : wanted);
  const params = { action, principal: shortName(principal), role: shortName(wanted) };
  const own = {
    ...{ place: "identity" as const, of: shortName(principal) },
    json: statement(action, isAssuming ? wanted : resourcesOf(action, account, region)),
  };
  if (denial.why === "organization") return { code: "organization", params, statements: [] };
  if (denial.why === "explicit-deny") return { code: "explicit-deny", params, statements: [] };
  if (denial.why === "boundary") return { code: "boundary", params, statements: [own] };
  if (!isAssuming) return { code: "identity", params, statements: [own] };
  const trust = {
    ...{ place: "trust" as const, of: shortName(wanted) },
    json: trustStatement(action, principal, role, account.osUsers),
  };
  // STS often does not say which of the two it missed.
  return { code: "assume", params, statements: [own, trust] };
}

function failureRemedy(
  account: AccountConfig,
  region: string,
  { role, action, words }: { role: CheckRole; action: string; words: string },
): Remedy {
  const none = { statements: [] };
  const name = words.slice(0, words.indexOf(":"));
  const place = { region, account: account.accountId };
  if (action.startsWith("logs:") && /ResourceNotFound|LogGroupMissing/.test(name))
    return { code: "no-log-group", params: { ...place, group: account.logGroupName }, ...none };
  if (action.startsWith("s3:") && /NoSuchBucket|NotFound/.test(name))
    return {
      code: "no-bucket",
      params: { ...place, bucket: account.sessionDocument.s3Bucket ?? "" },
      ...none,
    };
  if (action === "ssm:GetDocument" && /InvalidDocument|DocumentMissing/.test(name))
    return { code: "no-document", params: { ...place, document: account.documentName }, ...none };
  if (name === "NoSuchEntity" || name === "NoSuchEntityException")
    return { code: "no-role", params: { ...place, role: shortName(account.targetRoleArn) }, ...none };
  if (/Throttl|TooManyRequests|RequestLimitExceeded/.test(name))
    return { code: "throttled", params: { action }, ...none };
  if (/UnrecognizedClient|InvalidClientTokenId|Signature|Expired/.test(name))
    return { code: "bad-credentials", params: { role: shortName(roleArnOf(account, role)) }, ...none };
  if (/Timeout|NoAnswer|ECONN|ENOTFOUND|EAI_AGAIN/.test(name))
    return { code: "silent", params: { action, region }, ...none };
  return { code: "other", params: { action }, ...none };
}

/** Who assumes a role, where AWS did not say it. */
function callerOf(account: AccountConfig, role: CheckRole): string {
  if (role === "target") return account.brokerRoleArn;
  return role === "broker" || role === "gateway" ? "gateway" : "jobs";
}

/** The resources that an action is needed on in an account; `*` where it knows none, or is asked for all. */
function resourcesOf(action: string, account: AccountConfig, region: string): string | string[] {
  const { accountId, logGroupName, targetRoleArn } = account;
  const partition = targetRoleArn.split(":")[1] ?? "aws";
  const ssm = `arn:${partition}:ssm:${region}:${accountId}`;
  switch (action) {
    case "ssm:GetDocument":
    case "ssm:CreateDocument":
      return `${ssm}:document/Halligan-Shell-*`;
    case "ssm:TerminateSession":
      return `${ssm}:session/*`;
    case "logs:FilterLogEvents": {
      const group = `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroupName}`;
      return [group, `${group}:*`];
    }
    case "s3:GetEncryptionConfiguration":
    case "s3:ListBucket":
      return `arn:${partition}:s3:::${account.sessionDocument.s3Bucket ?? "*"}`;
    case "iam:GetRole":
    case "iam:ListRolePolicies":
    case "iam:GetRolePolicy":
    case "iam:ListAttachedRolePolicies":
      return targetRoleArn;
    default:
      return "*";
  }
}

function statement(action: string, resource: string | string[]): string {
  return JSON.stringify({ Effect: "Allow", Action: action, Resource: resource }, null, 2);
}

/** What an account's trust policies ask for; the settings have it, and pages don't show it. */
const EXTERNAL_ID = "<externalId>";

function trustStatement(
  action: string,
  principal: string,
  role: CheckRole,
  osUsers: readonly string[],
): string {
  // The external id is no key of the other two actions, and of no use in a statement about them.
  const condition = {
    StringEquals: { "sts:ExternalId": EXTERNAL_ID },
    ...(role === "target"
      ? { StringLike: { "sts:SourceIdentity": "*", "sts:RoleSessionName": "ses_*" } }
      : {}),
  };
  const trust = { Effect: "Allow", Principal: { AWS: principal }, Action: action };
  const named = { StringEqualsIfExists: { "aws:RequestTag/SSMSessionRunAs": osUsers } };
  const conditions: Record<string, object | undefined> = {
    "sts:AssumeRole": condition,
    "sts:TagSession": osUsers.length > 0 ? named : undefined,
  };
  return JSON.stringify({ ...trust, Condition: conditions[action] }, null, 2);
}

/** "role/HalliganReader" of an ARN: what an administrator looks for. */
function shortName(arn: string): string {
  return arn.startsWith("arn:") ? arn.split(":").slice(5).join(":") : arn;
}
