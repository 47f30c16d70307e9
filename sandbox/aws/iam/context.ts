import { isoSeconds } from "../clock";
import { type Caller, callerArn, callerUserId } from "./caller";

export type Context = Record<string, string | string[]>;

/**
 * The global condition keys of a call.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 *
 * aws:SecureTransport says true although the sandbox has no TLS: what stands for AWS must not make a policy
 * answer differently from AWS.
 */
export function globalContext(caller: Caller, region: string, now: number): Context {
  const context: Context = {
    "aws:CurrentTime": isoSeconds(now),
    "aws:EpochTime": String(Math.floor(now / 1000)),
    "aws:SecureTransport": "true",
    "aws:SourceIp": "127.0.0.1",
    "aws:RequestedRegion": region,
    "aws:ViaAWSService": "false",
    "aws:userid": callerUserId(caller),
    "aws:PrincipalAccount": caller.accountId,
    "aws:PrincipalType": caller.kind === "user" ? "User" : "AssumedRole",
    "aws:PrincipalArn": caller.kind === "user" ? callerArn(caller) : caller.role.arn,
    "aws:PrincipalIsAWSService": "false",
  };
  if (caller.kind === "user") {
    context["aws:username"] = caller.user.userName;
    for (const [key, value] of Object.entries(caller.user.tags)) context[`aws:PrincipalTag/${key}`] = value;
    return context;
  }
  context["aws:TokenIssueTime"] = isoSeconds(caller.session.issuedAt);
  context["aws:MultiFactorAuthPresent"] = "false";
  if (caller.session.sourceIdentity !== undefined)
    context["aws:SourceIdentity"] = caller.session.sourceIdentity;
  for (const [key, value] of Object.entries({ ...caller.role.tags, ...caller.session.tags })) {
    context[`aws:PrincipalTag/${key}`] = value;
  }
  return context;
}

/** A resource's tags under the given key prefixes, such as `aws:ResourceTag/` and `ssm:resourceTag/`. */
export function tagContext(tags: Record<string, string>, ...prefixes: string[]): Context {
  const context: Context = {};
  for (const [key, value] of Object.entries(tags)) {
    for (const prefix of prefixes) context[prefix + key] = value;
  }
  return context;
}
