import { CreateTagsCommand } from "@aws-sdk/client-ec2";
import { StartSessionCommand } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { INFRA_TABLE } from "@/infra/testing/tables";
import { CORE } from "../seed/account";
import { SHELL_DOCUMENT } from "../seed/documents";
import { externalIdOf } from "../stores/install";
import { loadAccountRoles } from "../testing/load-stack";
import {
  clients,
  type Keys,
  refusal,
  roleArn,
  startTestAccount,
  type TestAccount,
} from "../testing/test-account";

const NODE = "i-0f3a9c41d7e25b91c";

/** Who may become the roles of the templates, asked of the running sandbox with the real SDK. */
describe("the templates' roles", () => {
  let account: TestAccount;
  const keysOf: Record<(typeof INFRA_TABLE.trust)[number]["by"], () => Promise<Keys>> = {
    gateway: async () => account.gateway,
    jobs: async () => account.jobs,
    broker: () => account.broker(),
  };

  beforeAll(async () => {
    account = await startTestAccount();
    await loadAccountRoles(account);
  });
  afterAll(() => account.close());

  it.each(INFRA_TABLE.trust)("$name: $expected", async (row) => {
    const right = externalIdOf(account.sandbox.install, CORE.accountId);
    const tags = Object.entries(row.tags).map(([Key, Value]) => ({ Key, Value }));
    const { sts } = clients(account.sandbox, await keysOf[row.by]());
    const answer = sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn(row.role),
        RoleSessionName: row.sessionName,
        ExternalId: row.externalId === "right" ? right : `${right}x`,
        ...(row.sourceIdentity === undefined ? {} : { SourceIdentity: row.sourceIdentity }),
        ...(tags.length === 0 ? {} : { Tags: tags }),
      }),
    );
    if (row.expected === "Allowed") await expect(answer).resolves.toHaveProperty("Credentials");
    else expect((await refusal(answer)).code).toBe("AccessDenied");
  });

  it("opens a shell on a node with the tag, and none on the same node without it", async () => {
    const { ssm } = clients(account.sandbox, await account.target({ RoleSessionName: "ses_0001" }));
    const start = () => ssm.send(new StartSessionCommand({ Target: NODE, DocumentName: SHELL_DOCUMENT }));
    expect(await start()).toHaveProperty("SessionId");
    const { ec2 } = clients(account.sandbox, account.operator);
    await ec2.send(
      new CreateTagsCommand({ Resources: [NODE], Tags: [{ Key: "HalliganAccess", Value: "no" }] }),
    );
    expect((await refusal(start())).code).toBe("AccessDeniedException");
  });
});
