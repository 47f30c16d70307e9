import { DescribeSessionsCommand, StartSessionCommand } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CORE } from "../../seed/account";
import { SHELL_DOCUMENT } from "../../seed/documents";
import { externalIdOf } from "../../stores/install";
import {
  assume,
  clients,
  refusal,
  roleArn,
  StandingClock,
  startTestAccount,
  type TestAccount,
} from "../../testing/test-account";

const NOW = Date.parse("2026-03-14T09:26:53Z");
const NODE = "i-0f3a9c41d7e25b91c";

describe("STS", () => {
  const clock = new StandingClock(NOW);
  let account: TestAccount;
  beforeAll(async () => {
    account = await startTestAccount({ clock });
  });
  beforeEach(() => {
    clock.at = NOW;
  });
  afterAll(() => account.close());

  const assumeTarget = async (input: object) => {
    const { sts } = clients(account.sandbox, await account.broker());
    return sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn("HalliganTarget"),
        RoleSessionName: "ses_0001",
        ExternalId: externalIdOf(account.sandbox.install, CORE.accountId),
        SourceIdentity: "ana",
        ...input,
      }),
    );
  };

  it("answers who the caller is, for a user and for a session", async () => {
    const user = await clients(account.sandbox, account.gateway).sts.send(new GetCallerIdentityCommand({}));
    expect(user).toMatchObject({
      Account: "111122223333",
      Arn: "arn:aws:iam::111122223333:user/halligan-gateway",
    });
    const keys = await account.target({ RoleSessionName: "ses_0001" });
    const session = await clients(account.sandbox, keys).sts.send(new GetCallerIdentityCommand({}));
    expect(session.Arn).toBe("arn:aws:sts::111122223333:assumed-role/HalliganTarget/ses_0001");
    expect(session.UserId).toMatch(/^AROA[A-Z2-7]{17}:ses_0001$/);
  });

  it("issues temporary credentials with expiry, assumed-role user, source identity and packed size", async () => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ssm:*", Resource: "*" }],
    });
    const answer = await assumeTarget({ DurationSeconds: 900, Policy });
    expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(answer.Credentials?.Expiration?.getTime()).toBe(NOW + 900_000);
    expect(answer.AssumedRoleUser?.Arn).toBe(
      "arn:aws:sts::111122223333:assumed-role/HalliganTarget/ses_0001",
    );
    expect(answer.SourceIdentity).toBe("ana");
    expect(answer.PackedPolicySize).toBeGreaterThan(0);
    expect(answer.PackedPolicySize).toBeLessThanOrEqual(100);
  });

  it("accepts credentials until the second they expire, and then answers that the token is expired", async () => {
    const keys = await account.target({ RoleSessionName: "ses_0001", DurationSeconds: 900 });
    const { sts, ssm, ec2 } = clients(account.sandbox, keys);
    clock.at = NOW + 899_999;
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
    clock.at = NOW + 900_000;
    expect(await refusal(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
      code: "ExpiredToken",
      status: 403,
    });
    expect(await refusal(ssm.send(new DescribeSessionsCommand({ State: "Active" })))).toMatchObject({
      code: "ExpiredTokenException",
      status: 400,
    });
    const { DescribeInstancesCommand } = await import("@aws-sdk/client-ec2");
    expect(await refusal(ec2.send(new DescribeInstancesCommand({})))).toMatchObject({
      code: "RequestExpired",
    });
  });

  it("refuses fewer than 900 seconds and more than the role allows", async () => {
    expect(await refusal(assumeTarget({ DurationSeconds: 899 }))).toMatchObject({ code: "ValidationError" });
    const direct = assume(account.sandbox, account.gateway, {
      RoleArn: roleArn("HalliganBroker"),
      RoleSessionName: "gateway",
      DurationSeconds: 3601,
    });
    expect(await refusal(direct)).toMatchObject({
      code: "ValidationError",
      message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    });
  });

  it("fails, rather than shortens, more than one hour under role chaining", async () => {
    const target = account.sandbox.world.accounts.get("111122223333")?.roles.get("HalliganTarget");
    if (!target) throw new Error("no target role");
    target.maxSessionDuration = 43_200;
    try {
      expect(await refusal(assumeTarget({ DurationSeconds: 3601 }))).toMatchObject({
        code: "ValidationError",
        message: expect.stringContaining("1 hour session limit for roles assumed by role chaining"),
      });
      await expect(assumeTarget({ DurationSeconds: 3600 })).resolves.toBeDefined();
    } finally {
      target.maxSessionDuration = 3600;
    }
  });

  it("refuses a session policy that is too long, no JSON, or no policy", async () => {
    const statement = (resource: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "ssm:*", Resource: resource }],
      });
    const base = statement("").length;
    await expect(
      assumeTarget({ Policy: statement(`arn:aws:s3:::${"x".repeat(2048 - base - 13)}`) }),
    ).resolves.toBeDefined();
    expect(
      await refusal(assumeTarget({ Policy: statement(`arn:aws:s3:::${"x".repeat(2049 - base - 13)}`) })),
    ).toMatchObject({
      code: "ValidationError",
    });
    expect(await refusal(assumeTarget({ Policy: "{" }))).toMatchObject({
      code: "MalformedPolicyDocumentException",
    });
    expect(await refusal(assumeTarget({ Policy: statement("€") }))).toMatchObject({
      code: "ValidationError",
    });
    const withPrincipal = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
    });
    expect(await refusal(assumeTarget({ Policy: withPrincipal }))).toMatchObject({
      code: "MalformedPolicyDocumentException",
    });
  });

  it("answers PackedPolicyTooLarge when policy and tags do not pack", async () => {
    const Tags = Array.from({ length: 50 }, (_, index) => ({
      Key: `k${index}`,
      Value: [...Array(64)].map((_, i) => ((index * 7919 + i * 104729) % 36 ** 3).toString(36)).join(""),
    }));
    expect(await refusal(assumeTarget({ Tags }))).toMatchObject({ code: "PackedPolicyTooLargeException" });
  });

  it("refuses names outside the pattern", async () => {
    for (const input of [
      { RoleSessionName: "a" },
      { RoleSessionName: "a b" },
      { SourceIdentity: "aws:ana" },
      { SourceIdentity: "a/b" },
    ]) {
      expect(await refusal(assumeTarget(input))).toMatchObject({ code: "ValidationError" });
    }
  });

  it("denies the target role without external id, with a wrong one, without source identity, and to others", async () => {
    const denied = { code: "AccessDenied", status: 403 };
    expect(await refusal(assumeTarget({ ExternalId: undefined }))).toMatchObject(denied);
    expect(await refusal(assumeTarget({ ExternalId: "another" }))).toMatchObject(denied);
    expect(await refusal(assumeTarget({ SourceIdentity: undefined }))).toMatchObject(denied);
    const input = {
      RoleArn: roleArn("HalliganTarget"),
      RoleSessionName: "x1",
      ExternalId: externalIdOf(account.sandbox.install, CORE.accountId),
      SourceIdentity: "ana",
    };
    for (const keys of [account.gateway, account.jobs]) {
      const { message } = await refusal(assume(account.sandbox, keys, input));
      expect(message).toMatch(
        /^User: arn:aws:iam::111122223333:user\/halligan-(gateway|jobs) is not authorized to perform: sts:AssumeRole on resource: /,
      );
    }
  });

  it("answers a role that does not exist like one that does not trust the caller", async () => {
    const call = assume(account.sandbox, account.operator, {
      RoleArn: roleArn("Nothing"),
      RoleSessionName: "x1",
    });
    expect(await refusal(call)).toMatchObject({ code: "AccessDenied", status: 403 });
  });

  it("needs sts:TagSession for tags, in the trust policy and, under chaining, in the caller's policy", async () => {
    const Tags = [{ Key: "grant", Value: "grt_1" }];
    await expect(assumeTarget({ Tags })).resolves.toBeDefined();
    const broker = account.sandbox.world.accounts.get("111122223333")?.roles.get("HalliganBroker");
    if (!broker) throw new Error("no broker role");
    const kept = broker.inlinePolicies;
    broker.inlinePolicies = {
      AssumeOnly: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole", "sts:SetSourceIdentity"], Resource: "*" }],
      },
    };
    try {
      expect((await refusal(assumeTarget({ Tags }))).message).toContain("sts:TagSession");
      await expect(assumeTarget({})).resolves.toBeDefined();
    } finally {
      broker.inlinePolicies = kept;
    }
    const reader = { RoleArn: roleArn("HalliganReader"), RoleSessionName: "reader", Tags };
    expect((await refusal(assume(account.sandbox, account.jobs, reader))).message).toContain(
      "sts:TagSession",
    );
  });

  it("carries the source identity along a chain and lets nobody change it", async () => {
    const roles = account.sandbox.world.accounts.get("111122223333")?.roles;
    const [closer, target] = [roles?.get("HalliganCloser"), roles?.get("HalliganTarget")];
    if (!closer || !target) throw new Error("no roles");
    const [keptTrust, keptPolicies] = [closer.trustPolicy, target.inlinePolicies];
    const trust = (action: string[]) => ({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: target.arn }, Action: action }],
    });
    target.inlinePolicies = {
      Chain: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sts:*", Resource: "*" }] },
    };
    try {
      const keys = await account.target({ RoleSessionName: "ses_0001" });
      const chain = (input: object) =>
        clients(account.sandbox, keys).sts.send(
          new AssumeRoleCommand({ RoleArn: closer.arn, RoleSessionName: "next", ...input }),
        );
      closer.trustPolicy = trust(["sts:AssumeRole"]);
      expect((await refusal(chain({}))).message).toContain("sts:SetSourceIdentity");
      closer.trustPolicy = trust(["sts:AssumeRole", "sts:SetSourceIdentity"]);
      expect((await chain({})).SourceIdentity).toBe("ana");
      expect((await chain({ SourceIdentity: "ana" })).SourceIdentity).toBe("ana");
      expect(await refusal(chain({ SourceIdentity: "ben" }))).toMatchObject({ code: "AccessDenied" });
    } finally {
      closer.trustPolicy = keptTrust;
      target.inlinePolicies = keptPolicies;
    }
  });

  it("keeps credentials and their session policy over a restart", async () => {
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "ssm:StartSession",
          Resource: "arn:aws:ec2:*:*:instance/i-0000000000000000f",
        },
      ],
    });
    const keys = await account.target({ RoleSessionName: "ses_0001", Policy });
    await account.restart();
    const { sts, ssm } = clients(account.sandbox, keys);
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toContain(
      "assumed-role/HalliganTarget/ses_0001",
    );
    const { message } = await refusal(
      ssm.send(new StartSessionCommand({ Target: NODE, DocumentName: SHELL_DOCUMENT })),
    );
    expect(message).toContain("because no session policy allows the ssm:StartSession action");
  });
});
