import { CloudTrailClient, type LookupAttribute, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import type { AccountConfig } from "@/lib/kernel/config";
import { AwsCredentials, clientSettings, withRole } from "./credentials";
import { calling } from "./errors";

interface Place {
  account: AccountConfig;
  region: string;
}

export interface LogEvent {
  eventId: string;
  at: Date;
  message: string;
}

/** All events of one log stream, in order, all pages; none when the stream does not exist (yet). */
export async function filterLogEvents(
  { account, region }: Place,
  query: { logGroupName: string; logStreamName: string },
): Promise<LogEvent[]> {
  return withRole(account, account.readerRoleArn, async (credentials) => {
    const logs = new CloudWatchLogsClient({
      ...clientSettings(region),
      credentials: AwsCredentials.open(credentials),
    });
    const events: LogEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await calling("FilterLogEvents", () =>
        logs.send(
          new FilterLogEventsCommand({
            logGroupName: query.logGroupName,
            logStreamNames: [query.logStreamName],
            ...(nextToken ? { nextToken } : {}),
          }),
        ),
      );
      for (const { eventId, timestamp, message } of page.events ?? [])
        if (eventId && timestamp !== undefined)
          events.push({ eventId, at: new Date(timestamp), message: message ?? "" });
      nextToken = page.nextToken || undefined;
    } while (nextToken);
    return events;
  });
}

export interface TrailRecord {
  eventId: string;
  name: string;
  at: Date;
  /** The record itself: a JSON text. */
  record: string;
}

/** Trail events with one attribute since an instant, all pages. LookupEvents takes one attribute only. */
export async function lookupEvents(
  { account, region }: Place,
  query: { key: "Username" | "EventName" | "ResourceName"; value: string; since: Date },
): Promise<TrailRecord[]> {
  const LookupAttributes: LookupAttribute[] = [{ AttributeKey: query.key, AttributeValue: query.value }];
  return withRole(account, account.readerRoleArn, async (credentials) => {
    const trail = new CloudTrailClient({
      ...clientSettings(region),
      credentials: AwsCredentials.open(credentials),
    });
    const records: TrailRecord[] = [];
    let token: string | undefined;
    do {
      const page = await calling("LookupEvents", () =>
        trail.send(
          new LookupEventsCommand({
            LookupAttributes,
            StartTime: query.since,
            MaxResults: 50,
            ...(token ? { NextToken: token } : {}),
          }),
        ),
      );
      for (const { EventId, EventName, EventTime, CloudTrailEvent } of page.Events ?? [])
        if (EventId && EventName && EventTime && CloudTrailEvent)
          records.push({ eventId: EventId, name: EventName, at: EventTime, record: CloudTrailEvent });
      token = page.NextToken || undefined;
    } while (token);
    return records;
  });
}

export interface RolePolicies {
  roleId: string;
  /** Inline and attached identity policies, as JSON texts by name. */
  policies: { name: string; document: string }[];
  boundary: string | undefined;
}

/** What a role may do by itself, read from IAM as the reader: the other half of a session policy's proof. */
export async function readRolePolicies(account: AccountConfig, roleArn: string): Promise<RolePolicies> {
  const roleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  return withRole(account, account.readerRoleArn, async (credentials) => {
    const iam = new IAMClient({
      ...clientSettings(account.regions[0] ?? "us-east-1"),
      credentials: AwsCredentials.open(credentials),
    });
    const RoleName = roleName;
    const { Role: role } = await calling("GetRole", () => iam.send(new GetRoleCommand({ RoleName })));
    const inline = await calling("ListRolePolicies", () =>
      iam.send(new ListRolePoliciesCommand({ RoleName })),
    );
    const attached = await calling("ListAttachedRolePolicies", () =>
      iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
    );
    const policies = [];
    for (const name of inline.PolicyNames ?? []) {
      const answer = await calling("GetRolePolicy", () =>
        iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: name })),
      );
      policies.push({ name, document: decodeURIComponent(answer.PolicyDocument ?? "") });
    }
    for (const { PolicyArn } of attached.AttachedPolicies ?? [])
      if (PolicyArn) policies.push({ name: PolicyArn, document: await readManagedPolicy(iam, PolicyArn) });
    const boundaryArn = role?.PermissionsBoundary?.PermissionsBoundaryArn;
    const boundary = boundaryArn === undefined ? undefined : await readManagedPolicy(iam, boundaryArn);
    return { roleId: role?.RoleId ?? "", policies, boundary };
  });
}

async function readManagedPolicy(iam: IAMClient, PolicyArn: string): Promise<string> {
  const { Policy: policy } = await calling("GetPolicy", () => iam.send(new GetPolicyCommand({ PolicyArn })));
  const VersionId = policy?.DefaultVersionId ?? "v1";
  const answer = await calling("GetPolicyVersion", () =>
    iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
  );
  return decodeURIComponent(answer.PolicyVersion?.Document ?? "");
}
