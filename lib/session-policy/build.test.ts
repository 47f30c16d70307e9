import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addSeconds, toIsoSeconds } from "@/lib/kernel/time";
import { buildSessionPolicy } from "./build";
import { readSessionPolicy } from "./read";
import type { SessionScope } from "./scope";
import { type Call, simulateCall } from "./simulate-call";
import { ENCRYPTED, ROLE, SCOPE, scopes } from "./testing/scopes";

const text = buildSessionPolicy(SCOPE);

describe("the policy of a session", () => {
  it("stays well below what STS takes, for every scope", () => {
    fc.assert(fc.property(scopes, (scope) => buildSessionPolicy(scope).length < 1_650));
  });

  it("is read as exactly the scope it was built for, for every scope", () => {
    fc.assert(
      fc.property(scopes, (scope) => {
        expect(readSessionPolicy(buildSessionPolicy(scope))).toEqual({ ok: true, value: scope });
      }),
    );
  });

  it("names a hybrid node by its own kind of ARN", () => {
    expect(buildSessionPolicy({ ...SCOPE, nodeId: "mi-0f3a9c41d7e25b91c" })).toContain(
      "arn:aws:ssm:eu-west-1:111122223333:managed-instance/mi-0f3a9c41d7e25b91c",
    );
  });
});

describe("the independent reader", () => {
  const policy = JSON.parse(text) as { Version: string; Statement: Record<string, unknown>[] };
  const [start = {}, ...rest] = policy.Statement;
  const withStart = (change: object) =>
    JSON.stringify({ ...policy, Statement: [{ ...start, ...change }, ...rest] });
  const encrypted = buildSessionPolicy(ENCRYPTED);
  const withKey = (change: object) => {
    const { Version, Statement } = JSON.parse(encrypted) as { Version: string; Statement: object[] };
    return JSON.stringify({ Version, Statement: [...Statement.slice(0, 4), { ...Statement[4], ...change }] });
  };
  const condition = start.Condition as Record<string, unknown>;

  it.each<[string, string]>([
    ["another statement", JSON.stringify({ ...policy, Statement: [...policy.Statement, rest[2]] })],
    ["a key without its condition", withKey({ Condition: undefined })],
    ["a key for any session", encrypted.replaceAll(`"${SCOPE.sessionId}-*"`, '"*"')],
    ["a key for another session", encrypted.replace(`Id":"${SCOPE.sessionId}`, `Id":"${SCOPE.sessionId}0`)],
    ["a key for another node", encrypted.replace('TargetId":"i-0f', 'TargetId":"i-0e')],
    ["a key of another region", encrypted.replace("kms:eu-west-1", "kms:eu-west-2")],
    ["every key", withKey({ Resource: "*" })],
    ["every key of an account", withKey({ Resource: "arn:aws:kms:eu-west-1:111122223333:key/*" })],
    ["a key's alias", withKey({ Resource: "arn:aws:kms:eu-west-1:111122223333:alias/a" })],
    ["more of a key", withKey({ Action: ["kms:GenerateDataKey", "kms:Decrypt", "kms:Encrypt"] })],
    ["all of a key", withKey({ Action: "kms:*" })],
    ["a key beyond the window", encrypted.replace(/10:20:00Z"},"StringEquals/, '10:20:01Z"},"StringEquals')],
    ["a missing statement", JSON.stringify({ ...policy, Statement: policy.Statement.slice(0, 3) })],
    ["another action", text.replace("ssm:ResumeSession", "ssm:SendCommand")],
    ["a wildcard action", text.replace("ssm:StartSession", "ssm:*")],
    ["a second action", withStart({ Action: ["ssm:StartSession", "ssm:SendCommand"] })],
    ["a wildcard node", text.replace("instance/i-0f3a9c41d7e25b91c", "instance/*")],
    ["a wildcard at a node's end", text.replace("i-0f3a9c41d7e25b91c", "i-0f3a9c41d7e25b91*")],
    ["a wildcard document", text.replace("Halligan-Shell-60m-3fa9c1d2", "Halligan-Shell-*")],
    ["a third resource", withStart({ Resource: [...(start.Resource as string[]), "*"] })],
    ["no condition", withStart({ Condition: undefined })],
    ["no end", withStart({ Condition: { ...condition, DateLessThan: undefined } })],
    ["no document check", withStart({ Condition: { ...condition, BoolIfExists: undefined } })],
    ["a document check that is off", text.replace('"true"', '"false"')],
    ["NotAction", withStart({ NotAction: "iam:*" })],
    ["NotResource", withStart({ NotResource: "*" })],
    ["a principal", withStart({ Principal: "*" })],
    ["a deny", withStart({ Effect: "Deny" })],
    ["every session", text.replaceAll(`${SCOPE.sessionId}-*`, "*")],
    ["a session name without its hyphen", text.replaceAll(`${SCOPE.sessionId}-*`, `${SCOPE.sessionId}*`)],
    [
      "another session to resume than to end",
      text.replace(`${SCOPE.sessionId}-*`, `ses_${"0".repeat(26)}-*`),
    ],
    [
      "another region to resume in",
      text.replace("ssm:eu-west-1:111122223333:session", "ssm:us-east-1:111122223333:session"),
    ],
    ["another account's document", text.replace("111122223333:document", "999999999999:document")],
    ["a later end of resuming", replaceLast(text, "2026-03-14T10:20:00Z", "2027-03-14T10:20:00Z")],
    ["a window that ends before it starts", text.replaceAll("2026-03-14T10:20:00Z", "2026-03-14T09:20:00Z")],
    ["an instant that does not exist", text.replaceAll("2026-03-14T10:20:00Z", "2026-02-31T10:20:00Z")],
    ["a key that stands twice", text.replace('{"Effect":"Allow"', '{"Effect":"Deny","Effect":"Allow"')],
    ["an escaped key", text.replace('"Effect"', '"\\u0045ffect"')],
    ["white space", JSON.stringify(policy, null, 1)],
    ["an old version", text.replace("2012-10-17", "2008-10-17")],
    ["an id of the policy", JSON.stringify({ Id: "x", ...policy })],
    ["no JSON", "{"],
    ["too many characters", `${text}${" ".repeat(2_048)}`],
  ])("refuses %s", (_, changed) => {
    expect(changed).not.toBe(text);
    expect(readSessionPolicy(changed)).toMatchObject({ ok: false, code: "POLICY_UNSAFE" });
  });
});

function replaceLast(whole: string, part: string, by: string): string {
  const at = whole.lastIndexOf(part);
  return whole.slice(0, at) + by + whole.slice(at + part.length);
}

/** A call in the portal's own words, judged by hand: what the policy must agree with. */
interface PlainCall {
  action: "start" | "resume" | "terminate" | "channel" | "other";
  node: boolean;
  document: boolean;
  region: boolean;
  session: boolean;
  /** Seconds after the window opened. */
  at: number;
}

function isInGrant(call: PlainCall, windowSeconds: number): boolean {
  const beforeEnd = call.at < windowSeconds;
  switch (call.action) {
    case "start":
      return call.node && call.document && call.region && call.at >= 0 && beforeEnd;
    case "resume":
      return call.session && call.region && beforeEnd;
    case "terminate":
      return call.session && call.region;
    case "channel":
      return beforeEnd;
    case "other":
      return false;
  }
}

function wireCall(scope: SessionScope, call: PlainCall): Call {
  const region = call.region ? scope.region : "sa-east-1";
  const nodeId = call.node ? scope.nodeId : scope.nodeId.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  const node = nodeId.startsWith("mi-")
    ? `arn:aws:ssm:${region}:${scope.accountId}:managed-instance/${nodeId}`
    : `arn:aws:ec2:${region}:${scope.accountId}:instance/${nodeId}`;
  const document = `arn:aws:ssm:${region}:${scope.accountId}:document/${scope.documentName}${call.document ? "" : "x"}`;
  const name = call.session
    ? scope.sessionId
    : `ses_${scope.sessionId.slice(4).split("").reverse().join("")}x`;
  const session = `arn:aws:ssm:${region}:${scope.accountId}:session/${name}-0123456789abcdef0`;
  const { action, arns } = {
    start: { action: "ssm:StartSession", arns: [node, document] },
    resume: { action: "ssm:ResumeSession", arns: [session] },
    terminate: { action: "ssm:TerminateSession", arns: [session] },
    channel: { action: "ssmmessages:OpenDataChannel", arns: ["*"] },
    other: { action: "ssm:SendCommand", arns: [node] },
  }[call.action];
  return {
    action,
    resources: arns.map((arn) => ({ arn })),
    context: {
      "aws:CurrentTime": toIsoSeconds(addSeconds(scope.startsAt, call.at)),
      "ssm:SessionDocumentAccessCheck": "true",
    },
  };
}

describe("random grants and random calls", () => {
  const mostly = fc.oneof(
    { weight: 3, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  );

  it("are allowed exactly when the call is in the grant", async () => {
    const cases = scopes.chain((scope) => {
      const windowSeconds = (scope.endsAt.getTime() - scope.startsAt.getTime()) / 1000;
      const at = fc.oneof(
        fc.constantFrom(-1, 0, 1, windowSeconds - 1, windowSeconds, windowSeconds + 1),
        fc.integer({ min: -100_000, max: 100_000 }),
      );
      const action = fc.constantFrom("start", "resume", "terminate", "channel", "other" as const);
      const call = fc.record({ action, node: mostly, document: mostly, region: mostly, session: mostly, at });
      return fc.record({ scope: fc.constant(scope), windowSeconds: fc.constant(windowSeconds), call });
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ scope, windowSeconds, call }) => {
        const bounds = {
          principal: `arn:aws:sts::111122223333:assumed-role/HalliganTarget/${scope.sessionId}`,
          accountId: scope.accountId,
          identityPolicies: ROLE.policies.map(({ name, document }) => ({
            name,
            policy: JSON.parse(document) as unknown,
          })),
          sessionPolicy: JSON.parse(buildSessionPolicy(scope)) as unknown,
        };
        const answer = await simulateCall(bounds, wireCall(scope, call));
        expect(answer).toBe(isInGrant(call, windowSeconds) ? "allowed" : "denied");
      }),
      { numRuns: 300 },
    );
  });
});
