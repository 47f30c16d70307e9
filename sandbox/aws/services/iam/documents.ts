import { policyProblems, trustProblems } from "../../iam/authorize";
import type { PolicyDocument } from "../../iam/model";
import { AwsError } from "../../wire/aws-error";
import type { Call } from "../../wire/operation";

/** An identity policy from a call. @throws AwsError MalformedPolicyDocument */
export async function identityDocument(text: string): Promise<PolicyDocument> {
  const policy = parse(text);
  const [problem] = await policyProblems(policy);
  if (problem !== undefined) throw malformed(`Syntax errors in policy. (${problem})`);
  return policy;
}

/** A trust policy from a call; whom it names must be there. @throws AwsError MalformedPolicyDocument */
export async function trustDocument(text: string, call: Call): Promise<PolicyDocument> {
  const policy = parse(text);
  const [problem] = await trustProblems(policy);
  if (problem !== undefined) throw malformed(`Syntax errors in policy. (${problem})`);
  // The evaluator reads any resource policy; a role's own names who, and never what.
  if ([policy.Statement].flat().some((statement) => !isTrust(statement)))
    throw malformed("AssumeRolepolicy contained an invalid principal or a prohibited field Resource.");
  const stranger = principalsOf(policy.Statement).find((arn) => !isThere(arn, call));
  if (stranger !== undefined) throw malformed(`Invalid principal in policy: "AWS":"${stranger}"`);
  return policy;
}

function parse(text: string): PolicyDocument {
  try {
    const raw: unknown = JSON.parse(text);
    if (typeof raw === "object" && raw !== null && "Statement" in raw) {
      const version = "Version" in raw && typeof raw.Version === "string" ? raw.Version : "2008-10-17";
      return { ...raw, Version: version, Statement: raw.Statement };
    }
  } catch {
    // Falls through to the refusal below.
  }
  throw malformed("This policy contains invalid Json");
}

function isTrust(statement: unknown): boolean {
  if (typeof statement !== "object" || statement === null) return false;
  return ("Principal" in statement || "NotPrincipal" in statement) && !("Resource" in statement);
}

/** The users and roles that a policy's statements name. */
function principalsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(principalsOf);
  if (typeof value !== "object" || value === null || !("Principal" in value)) return [];
  const { Principal: principal } = value;
  if (typeof principal !== "object" || principal === null || !("AWS" in principal)) return [];
  return [principal.AWS].flat().filter((arn): arn is string => typeof arn === "string");
}

/** Only users and roles of accounts that we have can be looked up; the rest is left to the evaluator. */
function isThere(arn: string, call: Call): boolean {
  const [, accountId = "", kind, name = ""] =
    /^arn:aws:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  const account = call.world.accounts.get(accountId);
  if (!account || kind === undefined) return true;
  return (kind === "user" ? account.users.get(name) : account.roles.get(name))?.arn === arn;
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message, 400);
}
