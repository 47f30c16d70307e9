import { runSimulation } from "@cloud-copilot/iam-simulate";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { simulateCall } from "@/lib/session-policy/simulate-call";
import { readStack } from "./testing/template";

const place = { accountId: "111122223333", region: "eu-west-1" };
const ROLE = "HalliganLastResort-eu-west-1";
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const USERS = ["arn:aws:iam::111122223333:user/ana", "arn:aws:iam::444455556666:user/ben"];
const parameters = { UserArns: USERS.join(","), AlarmEmail: "security@example.com" };
const { resources, outputs } = readStack("last-resort.yaml", place, { ...parameters, SessionKeyArn: KEY });
const DOCUMENT = String(
  readStack("account-region.yaml", place).resources.ShellDocument?.Properties.Name ?? "missing",
);
const role = resources.Role?.Properties ?? {};
const policy = resources.Policy?.Properties.PolicyDocument;
const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

const arn = (service: string, rest: string, region = "eu-west-1") =>
  `arn:aws:${service}:${region}:111122223333:${rest}`;
const NODE = arn("ec2", "instance/i-0f3a9c41d7e25b91c");
const CHECKED = { "ssm:SessionDocumentAccessCheck": "true" };
const TAGGED = { ...CHECKED, "aws:ResourceTag/HalliganAccess": "yes" };
const OWNER = "ssm:resourceTag/aws:ssmmessages:session-id";
const CALLER = { "aws:userid": "AROALASTRESORT:ana", "aws:RequestedRegion": "eu-west-1" };
const SESSION = "kms:EncryptionContext:aws:ssm:SessionId";

const MAY: [string, string, Record<string, string>, boolean][] = [
  ["ssm:StartSession", NODE, TAGGED, true],
  ["ssm:StartSession", arn("ssm", "managed-instance/mi-0f3a9c41d7e25b91c"), TAGGED, true],
  ["ssm:StartSession", NODE, CHECKED, false],
  ["ssm:StartSession", arn("ec2", "instance/i-0f3a9c41d7e25b91c", "us-east-1"), TAGGED, false],
  ["ssm:StartSession", "arn:aws:ec2:eu-west-1:444455556666:instance/i-0f3a9c41d7e25b91c", TAGGED, false],
  ["ssm:StartSession", "arn:aws:ecs:eu-west-1:111122223333:task/prod/0123456789abcdef", TAGGED, false],
  ["ssm:StartSession", arn("ssm", `document/${DOCUMENT}`), CHECKED, true],
  [
    ...(["ssm:StartSession", arn("ssm", `document/${DOCUMENT}`)] as const),
    { "ssm:SessionDocumentAccessCheck": "false" },
    false,
  ],
  ["ssm:StartSession", arn("ssm", "document/Halligan-Shell-60m-00000000"), CHECKED, false],
  ["ssm:StartSession", arn("ssm", "document/SSM-SessionManagerRunShell"), CHECKED, false],
  ["ssm:StartSession", "arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession", CHECKED, false],
  ["ssm:ResumeSession", arn("ssm", "session/ana-0123"), { [OWNER]: "AROALASTRESORT:ana" }, true],
  ["ssm:TerminateSession", arn("ssm", "session/ana-0123"), { [OWNER]: "AROALASTRESORT:ana" }, true],
  ["ssm:ResumeSession", arn("ssm", "session/ana-b-0123"), { [OWNER]: "AROALASTRESORT:ana-b" }, false],
  ["ssm:TerminateSession", arn("ssm", "session/ses_01-0123"), { [OWNER]: "AROATARGET:ses_01" }, false],
  ["ssm:TerminateSession", arn("ssm", "session/ana-0123"), {}, false],
  ["ssmmessages:OpenDataChannel", "*", {}, true],
  ["ec2:DescribeInstances", "*", {}, true],
  ["ec2:DescribeInstances", "*", { "aws:RequestedRegion": "us-east-1" }, false],
  ["ssm:DescribeSessions", "*", {}, true],
  ["ssm:SendCommand", NODE, TAGGED, false],
  ["ssm:UpdateDocument", arn("ssm", `document/${DOCUMENT}`), {}, false],
  ["sts:AssumeRole", "arn:aws:iam::111122223333:role/HalliganTarget", {}, false],
  ["iam:PutRolePolicy", `arn:aws:iam::111122223333:role/${ROLE}`, {}, false],
  ["kms:GenerateDataKey", KEY, { [SESSION]: "ana-0123" }, true],
  ["kms:GenerateDataKey", KEY, { [SESSION]: "ses_01-0123" }, false],
  ["kms:GenerateDataKey", KEY, {}, false],
  ["kms:Decrypt", KEY, { [SESSION]: "ana-0123" }, false],
];

describe("the last-resort role", () => {
  it.each(
    MAY.flatMap(([action, resource, context, expected]) =>
      [false, true].map((isWidened) => ({ action, resource, context, expected, isWidened })),
    ),
  )(
    "may $action on $resource with $context: $expected, with another policy attached: $isWidened",
    async ({ action, resource, context, expected, isWidened }) => {
      const answer = await simulateCall(
        {
          principal: `arn:aws:sts::111122223333:assumed-role/${ROLE}/ana`,
          ...place,
          identityPolicies: [
            { name: "own", policy },
            ...(isWidened ? [{ name: "AdministratorAccess", policy: EVERYTHING }] : []),
          ],
          boundary: policy,
        },
        { action, resources: [{ arn: resource }], context: { ...CALLER, ...context } },
      );
      expect(answer === "allowed").toBe(expected);
    },
  );

  const FRESH = {
    ...{ "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "299" },
    ...{ "sts:RoleSessionName": "ana", "aws:username": "ana", "aws:RequestedRegion": "eu-west-1" },
  };
  it.each<[string, Record<string, string>, boolean]>([
    ["with a fresh code", {}, true],
    ["with a code of five minutes ago", { "aws:MultiFactorAuthAge": "300" }, false],
    ["where the call says that there was no code", { "aws:MultiFactorAuthPresent": "false" }, false],
    ["under another's name", { "sts:RoleSessionName": "ben" }, false],
    ["by another region", { "aws:RequestedRegion": "us-east-1" }, false],
    ["by who is not named", { principal: "arn:aws:iam::111122223333:user/eve" }, false],
  ])("is assumed %s: %o, %s", async (_, { principal = USERS[0] ?? "", ...change }, expected) => {
    const resource = { resource: `arn:aws:iam::111122223333:role/${ROLE}`, accountId: "111122223333" };
    const result = await runSimulation(
      {
        request: {
          ...{ principal, action: "sts:AssumeRole", resource },
          contextVariables: { ...FRESH, ...change },
        },
        ...{ identityPolicies: [], serviceControlPolicies: [], resourceControlPolicies: [] },
        resourcePolicy: role.AssumeRolePolicyDocument,
      },
      {},
    );
    if (result.resultType !== "single") throw new TypeError(JSON.stringify(result));
    expect(result.overallResult === "Allowed").toBe(expected);
  });

  it("is bounded by the one policy it has, and its credentials live for an hour at most", () => {
    const own = `arn:aws:iam::111122223333:policy/${ROLE}`;
    expect(role).toMatchObject({ MaxSessionDuration: 3600, PermissionsBoundary: own });
    expect(role).toHaveProperty("ManagedPolicyArns", [own]);
    expect(role).not.toHaveProperty("Policies");
    expect(outputs).toEqual({ LastResortRoleArn: `arn:aws:iam::111122223333:role/${ROLE}` });
  });

  it("has no right to KMS where the session document names no key", () => {
    const { resources: made } = readStack("last-resort.yaml", place, parameters);
    expect(JSON.stringify(made)).not.toContain('"kms:');
  });

  it("is tagged with the user that its shells are, where one is given", () => {
    expect(role).not.toHaveProperty("Tags");
    const { resources: made } = readStack("last-resort.yaml", place, { ...parameters, OsUser: "sudo" });
    expect(made.Role?.Properties.Tags).toEqual([{ Key: "SSMSessionRunAs", Value: "sudo" }]);
  });

  it("names its users and where alarms go, or is not made", () => {
    expect(() => readStack("last-resort.yaml", place, { UserArns: USERS.join() })).toThrow("AlarmEmail");
    expect(() => readStack("last-resort.yaml", place, { AlarmEmail: "a@example.com" })).toThrow("UserArns");
    const [trust] = z
      .object({ Statement: z.array(z.looseObject({ Principal: z.unknown() })) })
      .parse(role.AssumeRolePolicyDocument).Statement;
    expect(trust?.Principal).toEqual({ AWS: USERS });
  });

  it("raises its alarms by mail, and only the stack's own rules can", () => {
    const topic = "arn:aws:sns:eu-west-1:111122223333:HalliganLastResort";
    expect(resources.AlarmTopic?.Properties.Subscription).toEqual([
      { Protocol: "email", Endpoint: "security@example.com" },
    ]);
    for (const name of ["RoleAssumed", "ShellOpened"])
      expect(resources[name]?.Properties).toMatchObject({ Targets: [{ Arn: topic }] });
    // Without this state a rule is told of no call that only reads, and AssumeRole counts as one.
    expect(resources.RoleAssumed?.Properties.State).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
    expect(resources.AlarmTopicPolicy?.Properties).toMatchObject({
      Topics: [topic],
      PolicyDocument: {
        Statement: [
          {
            Principal: { Service: "events.amazonaws.com" },
            Resource: topic,
            Condition: {
              ArnLike: {
                "aws:SourceArn": "arn:aws:events:eu-west-1:111122223333:rule/HalliganLastResort*",
              },
            },
          },
        ],
      },
    });
  });
});
