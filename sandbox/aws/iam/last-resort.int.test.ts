import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { CreateTagsCommand } from "@aws-sdk/client-ec2";
import { StartSessionCommand, TerminateSessionCommand } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, type AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { deployRoles } from "@/infra/testing/deploy";
import { readStack } from "@/infra/testing/template";
import { CORE } from "../seed/account";
import { SHELL_DOCUMENT } from "../seed/documents";
import { mfaCode } from "../services/sts/mfa";
import {
  assume,
  clients,
  type Keys,
  refusal,
  roleArn,
  StandingClock,
  startTestAccount,
  type TestAccount,
} from "../testing/test-account";
import { OPERATOR_MFA } from "./seed";

const NODE = "i-0f3a9c41d7e25b91c";
const ROLE = roleArn("HalliganLastResort-eu-west-1");
const place = { accountId: CORE.accountId, region: "eu-west-1" };
const stack = readStack("last-resort.yaml", place, {
  UserArns: `arn:aws:iam::${CORE.accountId}:user/operator`,
  AlarmEmail: "security@example.com",
  DocumentName: SHELL_DOCUMENT,
});

/** infra/last-resort.yaml, deployed and used with the real SDK. */
describe("the last-resort role", () => {
  const clock = new StandingClock(Date.now());
  let account: TestAccount;

  beforeAll(async () => {
    account = await startTestAccount({ clock });
    const { iam, ec2 } = clients(account.sandbox, account.operator);
    await deployRoles(iam, stack);
    const Tags = [{ Key: "HalliganAccess", Value: "yes" }];
    await ec2.send(new CreateTagsCommand({ Resources: [NODE], Tags }));
  });
  afterAll(() => account.close());

  /** The device's next code: each is taken once. */
  const code = () => {
    clock.at += 30_000;
    return mfaCode(account.operator.secretAccessKey, Math.floor(clock.at / 30_000));
  };
  const device = () => ({ SerialNumber: OPERATOR_MFA, TokenCode: code() });
  const input = (change: Partial<AssumeRoleCommandInput> = {}) => ({
    ...{ RoleArn: ROLE, RoleSessionName: "operator" },
    ...change,
  });
  const refused = (change: Partial<AssumeRoleCommandInput>, keys: Keys = account.operator, region?: string) =>
    refusal(clients(account.sandbox, keys, region).sts.send(new AssumeRoleCommand(input(change))));

  it("is nobody's without a code, with a wrong, a used or another's, under another name, or by another region", async () => {
    for (const [change, keys, region] of [
      [{}],
      [{ ...device(), TokenCode: "000000" }],
      [{ ...device(), SerialNumber: "GAHT00000002" }],
      [{ ...device(), RoleSessionName: "somebody-else" }],
      [{ ...device() }, account.operator, "us-east-1"],
      [{}, account.gateway],
      [{ ...device() }, account.gateway],
    ] satisfies [Partial<AssumeRoleCommandInput>, Keys?, string?][])
      expect.soft(await refused(change, keys, region)).toMatchObject({ code: "AccessDenied" });
    const once = device();
    expect(await assume(account.sandbox, account.operator, input(once))).toHaveProperty("sessionToken");
    expect(await refused(once)).toMatchObject({ code: "AccessDenied" });
    expect(await refused({ ...device(), DurationSeconds: 3601 })).toMatchObject({ code: "ValidationError" });
  });

  it("opens the recorded document on a node, ends its own session and no other, and each step matches an alarm", async () => {
    const keys = await assume(account.sandbox, account.operator, input(device()));
    const { ssm } = clients(account.sandbox, keys);
    const start = (about: object) =>
      ssm.send(new StartSessionCommand({ Target: NODE, DocumentName: SHELL_DOCUMENT, ...about }));
    const { SessionId = "" } = await start({ Reason: "INC-1" });
    expect(SessionId).toMatch(/^operator-/);
    for (const about of [{ DocumentName: undefined }, { DocumentName: "AWS-StartSSHSession" }])
      expect.soft(await refusal(start(about))).toMatchObject({ code: "AccessDeniedException" });
    const end = (id: string) => ssm.send(new TerminateSessionCommand({ SessionId: id }));
    // Of the same name, opened without the role.
    const outside = await clients(account.sandbox, account.operator).ssm.send(
      new StartSessionCommand({ Target: NODE, DocumentName: SHELL_DOCUMENT }),
    );
    expect(await refusal(end(outside.SessionId ?? ""))).toMatchObject({ code: "AccessDeniedException" });
    await expect(end(SessionId)).resolves.toMatchObject({ SessionId });

    const [assumed, opened] = [await lastEvent("AssumeRole"), await lastEvent("StartSession", SessionId)];
    expect(assumed).toMatchObject({ detail: { requestParameters: { serialNumber: OPERATOR_MFA } } });
    const rules = ["RoleAssumed", "ShellOpened"].map(
      (name) => stack.resources[name]?.Properties.EventPattern,
    );
    expect(rules.map((rule) => matches(rule, assumed))).toEqual([true, false]);
    expect(rules.map((rule) => matches(rule, opened))).toEqual([false, true]);
    const others = await lastEvent("StartSession", outside.SessionId);
    expect(rules.map((rule) => matches(rule, others))).toEqual([false, false]);
  });

  /** The record as EventBridge passes it to rules. */
  async function lastEvent(name: string, sessionId?: string) {
    const { Events = [] } = await clients(account.sandbox, account.operator).cloudtrail.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: name }] }),
    );
    const found = Events.find(
      ({ CloudTrailEvent = "" }) =>
        sessionId === undefined || CloudTrailEvent.includes(`"sessionId":"${sessionId}"`),
    );
    const detail = z.looseObject({ eventSource: z.string() }).parse(JSON.parse(found?.CloudTrailEvent ?? ""));
    const source = `aws.${detail.eventSource.split(".")[0]}`;
    return { source, "detail-type": "AWS API Call via CloudTrail", detail };
  }
});

/** An event pattern of exact values: each list names what may stand there. */
function matches(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.includes(event);
  const [wanted, has] = [pattern, event].map((one) => z.record(z.string(), z.unknown()).safeParse(one).data);
  return (
    wanted !== undefined &&
    has !== undefined &&
    Object.entries(wanted).every(([key, value]) => matches(value, has[key]))
  );
}
