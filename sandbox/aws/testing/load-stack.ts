import { CreateTagsCommand } from "@aws-sdk/client-ec2";
import { deployRoles } from "@/infra/testing/deploy";
import { readStack } from "@/infra/testing/template";
import { OS_USERS } from "../nodes/node-users";
import { CORE } from "../seed/account";
import { externalIdOf } from "../stores/install";
import { clients, type TestAccount } from "./test-account";

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
      OsUsers: OS_USERS.join(),
    },
  );
  await deployRoles(iam, stack);
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
