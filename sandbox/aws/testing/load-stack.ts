import { CreateTagsCommand } from "@aws-sdk/client-ec2";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { readStack } from "../../../infra/testing/template";
import { CORE } from "../account-seed";
import { externalIdOf } from "../stores/install";
import { clients, type TestAccount } from "./test-account";

const role = z.object({
  RoleName: z.string(),
  Description: z.string(),
  MaxSessionDuration: z.number(),
  PermissionsBoundary: z.string().optional(),
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })),
});
const managedPolicy = z.object({ ManagedPolicyName: z.string(), PolicyDocument: z.unknown() });

/**
 * Replaces the seeded roles of account core by those of infra/account-roles.yaml, as CloudFormation would make them:
 * by calls, as an administrator. The nodes get the tag that the templates want.
 */
export async function loadAccountRoles(account: TestAccount): Promise<void> {
  const { iam, ec2 } = clients(account.sandbox, account.operator);
  const { accountId, regions } = CORE;
  const stack = readStack(
    "account-roles.yaml",
    { accountId, region: regions[0] },
    {
      GatewayRoleArn: `arn:aws:iam::${accountId}:user/halligan-gateway`,
      JobsRoleArn: `arn:aws:iam::${accountId}:user/halligan-jobs`,
      ExternalId: externalIdOf(account.sandbox.install, accountId),
    },
  );
  const resources = Object.values(stack.resources);
  for (const { Type, Properties } of resources) {
    if (Type !== "AWS::IAM::ManagedPolicy") continue;
    const { ManagedPolicyName, PolicyDocument } = managedPolicy.parse(Properties);
    await iam.send(
      new CreatePolicyCommand({
        PolicyName: ManagedPolicyName,
        PolicyDocument: JSON.stringify(PolicyDocument),
      }),
    );
  }
  for (const { Type, Properties } of resources) {
    if (Type !== "AWS::IAM::Role") continue;
    const { Policies, AssumeRolePolicyDocument, PermissionsBoundary, ...about } = role.parse(Properties);
    await removeRole(iam, about.RoleName);
    await iam.send(
      new CreateRoleCommand({
        ...about,
        AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument),
        ...(PermissionsBoundary === undefined ? {} : { PermissionsBoundary }),
      }),
    );
    for (const { PolicyName, PolicyDocument } of Policies)
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: about.RoleName,
          PolicyName,
          PolicyDocument: JSON.stringify(PolicyDocument),
        }),
      );
  }
  const instances = account.sandbox.world.sessions
    .nodes()
    .filter((node) => node.accountId === accountId && node.region === regions[0] && node.id.startsWith("i-"));
  await ec2.send(
    new CreateTagsCommand({
      Resources: instances.map(({ id }) => id),
      Tags: [{ Key: "HalliganAccess", Value: "yes" }],
    }),
  );
}

async function removeRole(iam: ReturnType<typeof clients>["iam"], RoleName: string): Promise<void> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}
