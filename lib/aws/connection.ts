import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import { GetBucketEncryptionCommand, HeadBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  CreateDocumentCommand,
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand,
  GetDocumentCommand,
  ListTagsForResourceCommand,
  SSMClient,
  TerminateSessionCommand,
} from "@aws-sdk/client-ssm";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { AwsCredentials, assumeRole, clientSettings } from "./credentials";
import { calling } from "./errors";
import { s3Client } from "./objects/objects";

/**
 * A call of the connection test. `not-needed`: there is nothing in the account that it could be made on;
 * `not-reached`: what it would be made on could not be found, which another call's result explains.
 */
export interface Trial {
  action: string;
  run: () => Promise<TrialResult>;
}
export type TrialResult = "passed" | "not-needed" | "not-reached";

interface Place {
  account: AccountConfig;
  region: string;
}

/** Assumes a role anew, as this process does when it needs it: held credentials would hide a trust that is gone. */
export function assumeForTest(account: AccountConfig, roleArn: string): Promise<AwsCredentials> {
  return assumeRole({ account, roleArn, roleSessionName: "halligan" });
}

/** Allows nothing whatever the role allows: an explicit Deny outweighs everything. */
const NOTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }],
});

/**
 * Assumes the target role as a real start does: from the broker, under a session's name, with source identity and
 * tags, for the shortest time there is; where the account names users on nodes, once as each. The credentials allow
 * nothing, and are thrown away.
 */
export async function assumeTargetForNothing(
  account: AccountConfig,
  broker: AwsCredentials,
  as: { roleSessionName: string; sourceIdentity: string },
): Promise<void> {
  const tags = {
    grant: "connection-test",
    request: "connection-test",
    session: as.roleSessionName,
    person: as.sourceIdentity,
  };
  const users = account.osUsers.map((osUser) => ({ SSMSessionRunAs: osUser }));
  for (const user of users.length > 0 ? users : [{}])
    await assumeRole(
      {
        ...{ account, roleArn: account.targetRoleArn, ...as, policy: NOTHING, durationSeconds: 900 },
        tags: { ...tags, ...user },
      },
      broker,
    );
}

/** Everything that the reader is asked in a region, each once and as little as possible. */
export function readerTrials(place: Place, credentials: AwsCredentials): Trial[] {
  const { account, region } = place;
  const settings = settingsOf(region, credentials);
  const ssm = new SSMClient(settings);
  const logs = new CloudWatchLogsClient(settings);
  const group = account.logGroupName;
  return [
    trial("ssm:DescribeInstanceInformation", () =>
      ssm.send(new DescribeInstanceInformationCommand({ MaxResults: 5 })),
    ),
    trial("ec2:DescribeInstances", () =>
      new EC2Client(settings).send(new DescribeInstancesCommand({ MaxResults: 5 })),
    ),
    { action: "ssm:ListTagsForResource", run: () => readHybridTags(ssm) },
    trial("ssm:GetDocument", () => ssm.send(new GetDocumentCommand({ Name: account.documentName }))),
    {
      action: "logs:DescribeLogGroups",
      run: async () => {
        const found = await calling("DescribeLogGroups", () =>
          logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: group, limit: 50 })),
        );
        if (found.logGroups?.some(({ logGroupName }) => logGroupName === group)) return "passed";
        throw missing("DescribeLogGroups", "LogGroupMissing", `there is no log group ${group} in ${region}`);
      },
    },
    trial("logs:FilterLogEvents", () =>
      logs.send(new FilterLogEventsCommand({ logGroupName: group, startTime: Date.now(), limit: 1 })),
    ),
    ...bucketTrials(s3Client(region, credentials), account.sessionDocument.s3Bucket),
    trial("cloudtrail:LookupEvents", () =>
      new CloudTrailClient(settings).send(new LookupEventsCommand({ MaxResults: 1 })),
    ),
    ...roleTrials(new IAMClient(settings), account.targetRoleArn),
  ];
}

/** The bucket that session documents name. Without the right to list it, S3 answers that what is missing is forbidden. */
function bucketTrials(s3: S3Client, Bucket: string | undefined): Trial[] {
  const on = (
    action: string,
    send: (bucket: string) => Promise<unknown>,
    permitted: readonly string[] = [],
  ) =>
    Bucket === undefined
      ? { action, run: async () => "not-needed" as const }
      : trial(action, () => send(Bucket), permitted);
  return [
    on(
      "s3:GetEncryptionConfiguration",
      (bucket) => s3.send(new GetBucketEncryptionCommand({ Bucket: bucket })),
      ["ServerSideEncryptionConfigurationNotFoundError"],
    ),
    on("s3:ListBucket", (bucket) => s3.send(new HeadBucketCommand({ Bucket: bucket }))),
  ];
}

/** The closer: lists, and ends a session that cannot exist, which AWS takes for done. */
export function closerTrials({ region }: Place, credentials: AwsCredentials): Trial[] {
  const ssm = new SSMClient(settingsOf(region, credentials));
  return [
    trial("ssm:DescribeSessions", () =>
      ssm.send(new DescribeSessionsCommand({ State: "Active", MaxResults: 1 })),
    ),
    trial("ssm:TerminateSession", () => ssm.send(new TerminateSessionCommand({ SessionId: NO_SESSION })), [
      "DoesNotExistException",
    ]),
  ];
}

/** A session's name of ours, of the first millisecond of 1970. */
const NO_SESSION = `ses_${"0".repeat(26)}-0123456789abcdef0`;

/** The author: content that Systems Manager refuses, but only after it has asked IAM. Nothing is created. */
export function authorTrials({ region }: Place, credentials: AwsCredentials, documentName: string): Trial[] {
  const ssm = new SSMClient(settingsOf(region, credentials));
  const Name = "Halligan-Shell-connection-test";
  return [
    trial(
      "ssm:CreateDocument",
      () => ssm.send(new CreateDocumentCommand({ Name, Content: "{}", DocumentType: "Session" })),
      ["InvalidDocumentContent", "InvalidDocumentSchemaVersion"],
    ),
    trial("ssm:GetDocument", () => ssm.send(new GetDocumentCommand({ Name: documentName })), [
      "InvalidDocument",
    ]),
  ];
}

function settingsOf(region: string, credentials: AwsCredentials) {
  return { ...clientSettings(region), maxAttempts: 2, credentials: AwsCredentials.open(credentials) };
}

/** @param permitted AWS's names of refusals that come after IAM has allowed the call */
function trial(action: string, send: () => Promise<unknown>, permitted: readonly string[] = []): Trial {
  return {
    action,
    run: () => attempt(action.slice(action.indexOf(":") + 1), send, permitted),
  };
}

async function attempt(
  operation: string,
  send: () => Promise<unknown>,
  permitted: readonly string[],
): Promise<"passed"> {
  try {
    await calling(operation, send);
  } catch (error) {
    if (!isAppError(error) || !permitted.includes(String(error.params.name))) throw error;
  }
  return "passed";
}

/** Hybrid nodes keep their tags in Systems Manager; where there are none, nobody needs to read them. */
function readHybridTags(ssm: SSMClient): Promise<TrialResult> {
  return runOn(
    "ListTagsForResource",
    async () => {
      const Filters = [{ Key: "ResourceType", Values: ["ManagedInstance"] }];
      const hybrid = await ssm.send(new DescribeInstanceInformationCommand({ Filters, MaxResults: 5 }));
      return hybrid.InstanceInformationList?.[0]?.InstanceId;
    },
    (ResourceId) => ssm.send(new ListTagsForResourceCommand({ ResourceType: "ManagedInstance", ResourceId })),
  );
}

/** Makes a call on what another call finds, if it finds anything. */
async function runOn(
  operation: string,
  find: () => Promise<string | undefined>,
  send: (found: string) => Promise<unknown>,
  permitted: readonly string[] = [],
): Promise<TrialResult> {
  const found = await find().catch(() => null);
  if (found === null) return "not-reached";
  if (found === undefined) return "not-needed";
  return attempt(operation, () => send(found), permitted);
}

/** What the proof of a session policy reads of the target role. */
function roleTrials(iam: IAMClient, roleArn: string): Trial[] {
  const RoleName = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  const inline = () => iam.send(new ListRolePoliciesCommand({ RoleName }));
  const managed = async () => {
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    if (attached.AttachedPolicies?.[0]?.PolicyArn) return attached.AttachedPolicies[0].PolicyArn;
    return (await iam.send(new GetRoleCommand({ RoleName }))).Role?.PermissionsBoundary
      ?.PermissionsBoundaryArn;
  };
  return [
    trial("iam:GetRole", () => iam.send(new GetRoleCommand({ RoleName }))),
    trial("iam:ListRolePolicies", inline),
    {
      action: "iam:GetRolePolicy",
      run: () =>
        runOn(
          "GetRolePolicy",
          async () => (await inline()).PolicyNames?.[0],
          (PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
        ),
    },
    trial("iam:ListAttachedRolePolicies", () => iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))),
    {
      action: "iam:GetPolicy",
      run: () => runOn("GetPolicy", managed, (PolicyArn) => iam.send(new GetPolicyCommand({ PolicyArn }))),
    },
    {
      action: "iam:GetPolicyVersion",
      run: () =>
        runOn(
          "GetPolicyVersion",
          managed,
          (PolicyArn) => iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v1" })),
          // Somebody may have deleted the first version; who is told so was allowed to ask.
          ["NoSuchEntity", "NoSuchEntityException"],
        ),
    },
  ];
}

function missing(operation: string, name: string, detail: string): AppError {
  return new AppError("AWS_NOT_FOUND", `${operation}: ${detail}`, { params: { operation, name, detail } });
}
