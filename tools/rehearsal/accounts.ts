import { CreateTagsCommand, DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddTagsToResourceCommand, DescribeInstanceInformationCommand, SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { deployRoles } from "../../infra/testing/deploy";
import { readStack } from "../../infra/testing/template";

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** What the sandbox left in credentials.json. */
interface Credentials {
  endpoint: string;
  region: string;
  accountId: string;
  users: { operator: Keys };
  accounts: { accountId: string; regions: [string, ...string[]]; externalId: string; osUsers: string[] }[];
}

/** Which of the templates' roles a process runs under. */
const PROCESS_ROLES = { gateway: "HalliganGateway", jobs: "HalliganJobs" } as const;
export type RoleHolder = keyof typeof PROCESS_ROLES;

/**
 * Prepares the sandbox's accounts as docs/operations.md tells an operator to prepare real ones: the templates of infra/
 * are deployed by calls, and the nodes get the tag. Once for an account; later starts find it done.
 * @returns HALLIGAN_ACCOUNTS as an operator would write it from the stacks' outputs
 */
export async function prepareAccounts(credentials: Credentials): Promise<object[]> {
  const home = { accountId: credentials.accountId, region: credentials.region };
  const portal = readStack("portal-roles.yaml", home, { ServicePrincipal: "ecs-tasks.amazonaws.com" });
  const isDone = await hasRole(iamOf(credentials, credentials.users.operator), PROCESS_ROLES.gateway);
  if (!isDone) await deployPortalRoles(credentials, portal);
  const accounts: object[] = [];
  for (const account of credentials.accounts) {
    const { accountId, regions, externalId } = account;
    const stack = readStack(
      "account-roles.yaml",
      { accountId, region: regions[0] },
      { ...portal.outputs, ExternalId: externalId, OsUsers: account.osUsers.join() },
    );
    if (!isDone) {
      const keys = await administratorOf(credentials, accountId);
      await deployRoles(iamOf(credentials, keys), stack);
      for (const region of regions) await tagNodes(credentials, keys, region);
    }
    const arns = Object.entries(stack.outputs).map(([name, arn]) => [lowerFirst(name), arn]);
    accounts.push({ ...account, ...Object.fromEntries(arns) });
  }
  return accounts;
}

/**
 * Credentials of a process's own role, as the platform it runs on hands them out. The templates trust a service of
 * AWS's, which the sandbox is not: the operator stands for it.
 */
export async function credentialsOf(
  { endpoint, region, accountId, users }: Credentials,
  holder: RoleHolder,
): Promise<{ AccessKeyId: string; SecretAccessKey: string; Token: string; Expiration: string }> {
  const sts = new STSClient({ endpoint, region, credentials: { ...users.operator }, maxAttempts: 2 });
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/${PROCESS_ROLES[holder]}`,
      RoleSessionName: `rehearsal-${holder}`,
    }),
  );
  sts.destroy();
  return {
    AccessKeyId: given?.AccessKeyId ?? "",
    SecretAccessKey: given?.SecretAccessKey ?? "",
    Token: given?.SessionToken ?? "",
    Expiration: (given?.Expiration ?? new Date()).toISOString(),
  };
}

async function deployPortalRoles(credentials: Credentials, stack: ReturnType<typeof readStack>) {
  const iam = iamOf(credentials, credentials.users.operator);
  await deployRoles(iam, stack);
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${credentials.accountId}:user/operator` },
        Action: "sts:AssumeRole",
      },
    ],
  };
  for (const RoleName of Object.values(PROCESS_ROLES))
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(trust) }));
}

async function administratorOf(credentials: Credentials, accountId: string): Promise<Keys> {
  const { endpoint, region, users } = credentials;
  if (accountId === credentials.accountId) return users.operator;
  const sts = new STSClient({ endpoint, region, credentials: { ...users.operator } });
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`,
      RoleSessionName: "operator",
    }),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken ?? "",
  };
}

async function hasRole(iam: IAMClient, RoleName: string): Promise<boolean> {
  try {
    await iam.send(new GetRoleCommand({ RoleName }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name.startsWith("NoSuchEntity")) return false;
    throw error;
  }
}

/** Instances by EC2, machines outside AWS by Systems Manager: each has the tag where its tags are. */
async function tagNodes({ endpoint }: Credentials, keys: Keys, region: string): Promise<void> {
  const Tags = [{ Key: "HalliganAccess", Value: "yes" }];
  const settings = { endpoint, region, credentials: { ...keys } };
  const ssm = new SSMClient(settings);
  const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand());
  for (const { InstanceId = "" } of InstanceInformationList)
    if (InstanceId.startsWith("mi-"))
      await ssm.send(
        new AddTagsToResourceCommand({ ResourceType: "ManagedInstance", ResourceId: InstanceId, Tags }),
      );
  const ec2 = new EC2Client({ ...settings, credentials: { ...keys } });
  const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand());
  const ids = Reservations.flatMap(({ Instances = [] }) =>
    Instances.map(({ InstanceId = "" }) => InstanceId),
  );
  if (ids.length === 0) return;
  await ec2.send(new CreateTagsCommand({ Resources: ids, Tags }));
}

function iamOf({ endpoint }: Credentials, keys: Keys): IAMClient {
  return new IAMClient({ endpoint, region: "us-east-1", credentials: { ...keys } });
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
