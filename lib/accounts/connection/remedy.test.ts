import { describe, expect, it } from "vitest";
import { readConfig } from "@/lib/kernel/config/config";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { ACTIONS, CHECK_ROLES, plannedChecks } from "./plan";
import { parseDenial, remedyOf } from "./remedy";

const read = readConfig(testEnvironment("postgresql://x@127.0.0.1/x"));
if (!read.ok) throw new TypeError("the test's own settings are wrong");
const [account] = read.config.HALLIGAN_ACCOUNTS;
if (!account) throw new TypeError("the test has no account");
const authored = { ...account, authorRoleArn: "arn:aws:iam::111122223333:role/HalliganAuthor" };

const SESSION = "arn:aws:sts::111122223333:assumed-role/HalliganReader/halligan";
const READER = "arn:aws:iam::111122223333:role/HalliganReader";

describe("AWS's refusal", () => {
  it.each([
    [
      `AccessDeniedException: User: ${SESSION} is not authorized to perform: ssm:DescribeInstanceInformation on resource: arn:aws:ssm:eu-west-1:111122223333:* because no identity-based policy allows the ssm:DescribeInstanceInformation action`,
      { principal: READER, action: "ssm:DescribeInstanceInformation", why: "identity" },
    ],
    [
      `AccessDenied: User: arn:aws:iam::111122223333:user/halligan-gateway is not authorized to perform: sts:AssumeRole on resource: ${READER}`,
      {
        principal: "arn:aws:iam::111122223333:user/halligan-gateway",
        action: "sts:AssumeRole",
        resource: READER,
        why: "unsaid",
      },
    ],
    [
      `UnauthorizedOperation: You are not authorized to perform this operation. User: ${SESSION} is not authorized to perform: ec2:DescribeInstances because no permissions boundary allows the ec2:DescribeInstances action`,
      { principal: READER, action: "ec2:DescribeInstances", why: "boundary" },
    ],
    [
      `AccessDenied: User: ${SESSION} is not authorized to perform: iam:GetRole on resource: role/x with an explicit deny in an identity-based policy`,
      { action: "iam:GetRole", why: "explicit-deny" },
    ],
    [
      `AccessDenied: User: ${SESSION} is not authorized to perform: iam:GetRole with an explicit deny in a service control policy`,
      { action: "iam:GetRole", why: "organization" },
    ],
    [
      `AccessDenied: User: ${SESSION} is not authorized to set SourceIdentity on resource: ${READER}`,
      { action: "sts:SetSourceIdentity", resource: READER },
    ],
    [
      "UnauthorizedOperation: You are not authorized to perform this operation.",
      { action: undefined, principal: undefined, why: "unsaid" },
    ],
    ["", { action: undefined, why: "unsaid" }],
  ])("%s is understood", (words, expected) => {
    expect(parseDenial(words)).toMatchObject(expected);
  });
});

describe("what mends a denied step", () => {
  it("is a statement for the role that lacks the permission", () => {
    const words = `AccessDeniedException: User: ${SESSION} is not authorized to perform: logs:FilterLogEvents on resource: x because no identity-based policy allows the logs:FilterLogEvents action`;
    const remedy = remedyOf(account, "eu-west-1", {
      role: "reader",
      action: "logs:FilterLogEvents",
      outcome: "denied",
      words,
    });
    expect(remedy).toMatchObject({
      code: "identity",
      params: { action: "logs:FilterLogEvents", principal: "role/HalliganReader" },
      statements: [{ place: "identity", of: "role/HalliganReader" }],
    });
    expect(JSON.parse(remedy.statements[0]?.json ?? "")).toEqual({
      Effect: "Allow",
      Action: "logs:FilterLogEvents",
      Resource: [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/halligan/sessions",
        "arn:aws:logs:eu-west-1:111122223333:log-group:/halligan/sessions:*",
      ],
    });
  });

  it("is both ends of an AssumeRole, since STS does not say which is missing", () => {
    const words =
      "AccessDenied: User: arn:aws:sts::111122223333:assumed-role/HalliganBroker/halligan is not authorized to perform: sts:TagSession on resource: y";
    const remedy = remedyOf(account, "eu-west-1", {
      role: "target",
      action: "sts:AssumeRole",
      outcome: "denied",
      words,
    });
    expect(remedy).toMatchObject({
      code: "assume",
      params: { action: "sts:TagSession", principal: "role/HalliganBroker", role: "role/HalliganTarget" },
    });
    const [own, trust] = remedy.statements.map(({ json }) => JSON.parse(json) as object);
    expect(own).toEqual({ Effect: "Allow", Action: "sts:TagSession", Resource: account.targetRoleArn });
    expect(trust).toEqual({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/HalliganBroker" },
      Action: "sts:TagSession",
    });
  });

  it("is no statement where an organization or a Deny withholds it", () => {
    for (const why of ["an identity-based policy", "a service control policy"]) {
      const words = `AccessDenied: User: ${SESSION} is not authorized to perform: ssm:GetDocument with an explicit deny in ${why}`;
      expect(
        remedyOf(account, "eu-west-1", {
          role: "reader",
          action: "ssm:GetDocument",
          outcome: "denied",
          words,
        }).statements,
      ).toEqual([]);
    }
  });

  it("names the tried action and the step's role when AWS names nothing", () => {
    const words = "UnauthorizedOperation: You are not authorized to perform this operation.";
    expect(
      remedyOf(account, "eu-west-1", {
        role: "reader",
        action: "ec2:DescribeInstances",
        outcome: "denied",
        words,
      }).params,
    ).toMatchObject({
      action: "ec2:DescribeInstances",
      principal: "role/HalliganReader",
    });
  });

  it.each(plannedChecks(authored).map(({ role, action }) => [role, action] as const))(
    "of %s %s is JSON that allows that action",
    (role, action) => {
      const { statements } = remedyOf(authored, "eu-west-1", {
        role,
        action,
        outcome: "denied",
        words: "AccessDenied: no",
      });
      expect(statements.length).toBeGreaterThan(0);
      for (const { json } of statements)
        expect(JSON.parse(json)).toMatchObject({ Effect: "Allow", Action: action });
    },
  );
});

it.each([
  [
    "reader",
    "logs:FilterLogEvents",
    "ResourceNotFoundException: The specified log group does not exist.",
    "no-log-group",
  ],
  ["reader", "logs:DescribeLogGroups", "LogGroupMissing: …", "no-log-group"],
  ["reader", "ssm:GetDocument", "InvalidDocument: Document with name x does not exist.", "no-document"],
  ["reader", "s3:ListBucket", "NotFound: …", "no-bucket"],
  [
    "reader",
    "s3:GetEncryptionConfiguration",
    "NoSuchBucket: The specified bucket does not exist",
    "no-bucket",
  ],
  ["reader", "iam:GetRole", "NoSuchEntity: The role cannot be found.", "no-role"],
  ["reader", "cloudtrail:LookupEvents", "ThrottlingException: Rate exceeded", "throttled"],
  ["closer", "sts:AssumeRole", "InvalidClientTokenId: The security token is invalid.", "bad-credentials"],
  ["broker", "sts:AssumeRole", "NoAnswer: nothing within 10 s", "silent"],
  ["broker", "sts:AssumeRole", "InternalFailure: An internal error occurred.", "other"],
] as const)("a failed %s %s with %s is %s", (role, action, words, code) => {
  expect(remedyOf(account, "eu-west-1", { role, action, outcome: "failed", words }).code).toBe(code);
});

it("an account without a document author has no steps of one", () => {
  expect(plannedChecks(account).map(({ role }) => role)).not.toContain("author");
  expect(plannedChecks(authored)).toHaveLength(
    CHECK_ROLES.reduce((sum, role) => sum + ACTIONS[role].length, 0),
  );
});
