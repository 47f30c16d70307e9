import { randomUUID } from "node:crypto";
import { isoSeconds } from "./clock";
import { type Caller, callerArn, callerName, callerUserId } from "./iam/caller";
import type { TrailEntry } from "./stores/trail";
import type { Service, TrailResource } from "./wire/operation";

/** What a finished call contributes to its record. */
export interface CallOutcome {
  service: Service;
  operation: string;
  readOnly: boolean;
  caller: Caller;
  region: string;
  requestId: string;
  now: number;
  userAgent: string;
  host: string;
  requestParameters: Record<string, unknown> | null;
  responseElements: Record<string, unknown> | null;
  resources: TrailResource[];
  error?: { code: string; message: string };
  /** The account of what the call was about; where it is another's, that account has a record of its own. */
  owner?: string;
}

/** The records of a call: one in the caller's account, and one in the other account that it reached into. */
export function trailEntries(call: CallOutcome): TrailEntry[] {
  const entry = trailEntry(call);
  const { owner } = call;
  if (owner === undefined || owner === call.caller.accountId) return [entry];
  const sharedEventID = randomUUID();
  return [
    { ...entry, record: { ...entry.record, sharedEventID } },
    ownersEntry({ ...entry, accountId: owner }, call, sharedEventID),
  ];
}

/**
 * What the owner of a role is told of a caller from elsewhere: its account and unique id, and no name.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-sharing-logs-assume-role.html
 */
function ownersEntry(entry: TrailEntry, call: CallOutcome, sharedEventID: string): TrailEntry {
  const eventId = randomUUID();
  const principalId = callerUserId(call.caller);
  return {
    ...entry,
    eventId,
    username: principalId,
    record: {
      ...entry.record,
      userIdentity: { type: "AWSAccount", principalId, accountId: call.caller.accountId },
      eventID: eventId,
      recipientAccountId: entry.accountId,
      sharedEventID,
    },
  };
}

/**
 * The CloudTrail record of a call, fields in the order in which CloudTrail writes them.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function trailEntry(call: CallOutcome): TrailEntry {
  const eventId = randomUUID();
  const eventTime = Math.floor(call.now / 1000) * 1000;
  const record: Record<string, unknown> = {
    eventVersion: "1.08",
    userIdentity: userIdentity(call.caller),
    eventTime: isoSeconds(call.now),
    eventSource: call.service.eventSource,
    eventName: call.operation,
    awsRegion: call.region,
    sourceIPAddress: "127.0.0.1",
    userAgent: call.userAgent,
    ...(call.error ? { errorCode: call.error.code, errorMessage: call.error.message } : {}),
    requestParameters: call.requestParameters,
    responseElements: call.responseElements,
    requestID: call.requestId,
    eventID: eventId,
    readOnly: call.readOnly,
    ...recordResources(call),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: call.caller.accountId,
    eventCategory: "Management",
    tlsDetails: { clientProvidedHostHeader: call.host },
  };
  return {
    eventId,
    eventName: call.operation,
    eventSource: call.service.eventSource,
    eventTime,
    accountId: call.caller.accountId,
    region: call.region,
    username: callerName(call.caller),
    accessKeyId: call.caller.accessKeyId,
    readOnly: call.readOnly,
    resources: call.resources,
    record,
  };
}

/** In the record itself only ARNs stand under `resources`. */
function recordResources(call: CallOutcome): object {
  const named = call.resources
    .map(({ type, name }) =>
      type === "AWS::S3::Bucket" ? { type, name: `arn:aws:s3:::${name}` } : { type, name },
    )
    .filter(({ type, name }) => name.startsWith("arn:") && /^AWS::(IAM|S3)::/.test(type));
  if (named.length === 0) return {};
  return {
    resources: named.map(({ type, name }) => ({ accountId: call.caller.accountId, type, ARN: name })),
  };
}

function userIdentity(caller: Caller): object {
  const common = {
    principalId: callerUserId(caller),
    arn: callerArn(caller),
    accountId: caller.accountId,
    accessKeyId: caller.accessKeyId,
  };
  if (caller.kind === "user") return { type: "IAMUser", ...common, userName: caller.user.userName };
  const { role, session } = caller;
  return {
    type: "AssumedRole",
    ...common,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: role.roleId,
        arn: role.arn,
        accountId: caller.accountId,
        userName: role.roleName,
      },
      webIdFederationData: {},
      attributes: { creationDate: isoSeconds(session.issuedAt), mfaAuthenticated: "false" },
      ...(session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity }),
    },
  };
}

/** Dates inside responseElements are US text: `Feb 19, 2025, 6:32:39 PM`. */
export function trailDate(epochMs: number): string {
  return new Intl.DateTimeFormat("en-US", {
    timeZone: "UTC",
    month: "short",
    day: "numeric",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    second: "2-digit",
  })
    .format(epochMs)
    .replace(/[\u202f\u00a0]/g, " ");
}
