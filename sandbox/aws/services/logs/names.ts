import { z } from "zod";
import type { Demand } from "../../iam/authorize";
import { AwsError } from "../../wire/aws-error";
import type { Call } from "../../wire/operation";

export const groupName = z.string().regex(/^[.\-_/#A-Za-z0-9]{1,512}$/);
export const streamName = z.string().regex(/^[^:*]{1,512}$/);

/** A group by name or, in newer calls, by ARN. */
export const groupIdentifier = z.string().regex(/^[\w#+=/:,.@-]{1,2048}$/);

/** The group's name from either of the two parameters; exactly one must be given. */
export function groupFrom(name: string | undefined, identifier: string | undefined): string {
  if ((name === undefined) === (identifier === undefined)) {
    throw new AwsError(
      "InvalidParameterException",
      "Exactly one of logGroupName and logGroupIdentifier is needed.",
    );
  }
  if (name !== undefined) return name;
  const match = /^arn:aws:logs:[^:]*:\d{12}:log-group:([^:]+)$/.exec(identifier ?? "");
  return match?.[1] ?? identifier ?? "";
}

export function groupArn(group: { accountId: string; region: string; name: string }): string {
  return `arn:aws:logs:${group.region}:${group.accountId}:log-group:${group.name}`;
}

/** CloudWatch Logs judges a group as `…:log-group:NAME:log-stream:` (its denials show that form). */
export function groupDemand(action: string, name: string, call: Call): Demand {
  return {
    action,
    resource: `${groupArn({ accountId: call.accountId, region: call.region, name })}:log-stream:`,
  };
}

export function streamDemand(action: string, group: string, stream: string, call: Call): Demand {
  return {
    action,
    resource: `${groupArn({ accountId: call.accountId, region: call.region, name: group })}:log-stream:${stream}`,
  };
}
