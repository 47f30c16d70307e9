import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeInstanceInformationCommand, ListDocumentsCommand } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACCOUNTS, CORE, DATA } from "./seed/account";
import { LOG_GROUP, objectShellDocument, SHELL_DOCUMENT } from "./seed/documents";
import { externalIdOf } from "./stores/install";
import {
  assume,
  clients,
  dataOperator,
  refusal,
  roleArn,
  startTestAccount,
  type TestAccount,
} from "./testing/test-account";

let account: TestAccount;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());

const idOf = ({ accountId }: { accountId: string }) => externalIdOf(account.sandbox.install, accountId);
const intoData = (name: string, rest: object = {}) => ({
  RoleArn: roleArn(name, DATA.accountId),
  RoleSessionName: "ses_abroad",
  ExternalId: idOf(DATA),
  ...rest,
});
const denied = { code: "AccessDenied", status: 403 };

describe("roles of another account", () => {
  it("are assumed from the portal's own, by user and by broker, with the account's own external id", async () => {
    const { sandbox, gateway, jobs } = account;
    const reader = await assume(sandbox, gateway, intoData("HalliganReader"));
    const { Account, Arn } = await clients(sandbox, reader).sts.send(new GetCallerIdentityCommand({}));
    expect(Account).toBe(DATA.accountId);
    expect(Arn).toBe(`arn:aws:sts::${DATA.accountId}:assumed-role/HalliganReader/ses_abroad`);
    await assume(sandbox, jobs, intoData("HalliganCloser"));
    const broker = await account.broker();
    await assume(sandbox, broker, intoData("HalliganTarget", { SourceIdentity: "ana" }));
  });

  it("are not assumed with another account's external id, or without one", async () => {
    const { sandbox, jobs } = account;
    const broker = await account.broker();
    for (const ExternalId of [idOf(CORE), undefined]) {
      const target = intoData("HalliganTarget", { SourceIdentity: "ana", ExternalId });
      expect(await refusal(assume(sandbox, broker, target))).toMatchObject(denied);
      expect(await refusal(assume(sandbox, jobs, intoData("HalliganReader", { ExternalId })))).toMatchObject(
        denied,
      );
    }
    expect(idOf(CORE)).not.toBe(idOf(DATA));
  });

  it("need the word of both accounts: the caller's policy and the role's trust", async () => {
    const { sandbox, gateway } = account;
    const target = intoData("HalliganTarget", { SourceIdentity: "ana" });
    const brokerRole = sandbox.world.accounts.get(CORE.accountId)?.roles.get("HalliganBroker");
    const targetRole = sandbox.world.accounts.get(DATA.accountId)?.roles.get("HalliganTarget");
    if (!brokerRole || !targetRole) throw new TypeError("the seed lacks a role");
    const broker = await account.broker();
    const { inlinePolicies } = brokerRole;
    brokerRole.inlinePolicies = {};
    expect(await refusal(assume(sandbox, broker, target))).toMatchObject(denied);
    brokerRole.inlinePolicies = inlinePolicies;
    const { trustPolicy } = targetRole;
    targetRole.trustPolicy = { Version: "2012-10-17", Statement: [] };
    expect(await refusal(assume(sandbox, broker, target))).toMatchObject(denied);
    targetRole.trustPolicy = trustPolicy;
    await assume(sandbox, broker, target);
    // Its trust names an account, which leaves the choice to that account's policies.
    const administrator = intoData("OrganizationAccountAccessRole");
    expect(await refusal(assume(sandbox, gateway, administrator))).toMatchObject(denied);
    await assume(sandbox, account.operator, administrator);
  });

  it("leave a record in both trails, with the caller's name only in its own account's", async () => {
    const { sandbox } = account;
    const broker = await account.broker();
    await assume(
      sandbox,
      broker,
      intoData("HalliganTarget", { SourceIdentity: "ana", RoleSessionName: "ses_shared" }),
    );
    const recordFor = async (keys: typeof broker) => {
      const { Events } = await clients(sandbox, keys).cloudtrail.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "AssumeRole" }],
        }),
      );
      const records = (Events ?? []).map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent ?? "{}"));
      return records.find(({ requestParameters }) => requestParameters?.roleSessionName === "ses_shared");
    };
    const own = await recordFor(account.operator);
    const other = await recordFor(await dataOperator(account));
    expect(own.userIdentity).toMatchObject({
      type: "AssumedRole",
      arn: `arn:aws:sts::${CORE.accountId}:assumed-role/HalliganBroker/gateway`,
    });
    expect(own.recipientAccountId).toBe(CORE.accountId);
    expect(other.userIdentity).toEqual({
      type: "AWSAccount",
      principalId: own.userIdentity.principalId,
      accountId: CORE.accountId,
    });
    expect(other).toMatchObject({
      recipientAccountId: DATA.accountId,
      sharedEventID: own.sharedEventID,
      requestParameters: { sourceIdentity: "ana" },
    });
    expect(other.eventID).not.toBe(own.eventID);
  });
});

describe("every account and region", () => {
  it("has the recorded shell, its log group, and nodes of its own", async () => {
    const keys = { [CORE.accountId]: account.operator, [DATA.accountId]: await dataOperator(account) };
    const seen = new Set<string>();
    for (const { accountId, regions } of ACCOUNTS) {
      for (const region of regions) {
        const { ssm, logs } = clients(account.sandbox, keys[accountId] ?? account.operator, region);
        const { DocumentIdentifiers } = await ssm.send(
          new ListDocumentsCommand({ Filters: [{ Key: "Owner", Values: ["Self"] }] }),
        );
        expect(DocumentIdentifiers?.map(({ Name, Owner }) => [Name, Owner])).toEqual([
          [objectShellDocument(accountId), accountId],
          [SHELL_DOCUMENT, accountId],
        ]);
        const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
        expect(logGroups?.map(({ arn }) => arn)).toEqual([
          `arn:aws:logs:${region}:${accountId}:log-group:${LOG_GROUP}:*`,
        ]);
        const { InstanceInformationList = [] } = await ssm.send(new DescribeInstanceInformationCommand({}));
        expect(InstanceInformationList.length, `${accountId} ${region}`).toBeGreaterThanOrEqual(2);
        for (const { InstanceId = "" } of InstanceInformationList) {
          expect(seen).not.toContain(InstanceId);
          seen.add(InstanceId);
        }
      }
    }
    expect(seen.size).toBeGreaterThanOrEqual(12);
  });
});
