import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { addSeconds } from "@/lib/kernel/time";
import { buildSessionPolicy } from "./build";
import { proveSessionPolicy } from "./check";
import { simulateCall } from "./simulate-call";
import { ENCRYPTED, ROLE, SCOPE } from "./testing/scopes";

const text = buildSessionPolicy(SCOPE);

/** What the simulator finds wrong. */
async function failuresOf(policy: string, role: Parameters<typeof proveSessionPolicy>[2] = ROLE) {
  const { isSafe, checks } = await proveSessionPolicy(policy, SCOPE, role);
  const [reader, simulator] = checks;
  return { isSafe, reader: reader?.failures, simulator: simulator?.failures };
}

const roleWith = (statement: object, boundary?: string) => ({
  ...ROLE,
  boundary,
  policies: [
    ...ROLE.policies,
    {
      name: "More",
      document: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] }),
    },
  ],
});

describe("the proof of a session policy", () => {
  it("passes what the builder made, under the role's own policies and under any role", async () => {
    expect(await failuresOf(text)).toEqual({ isSafe: true, reader: [], simulator: [] });
    expect(await failuresOf(text, null)).toEqual({ isSafe: true, reader: [], simulator: [] });
  });

  it("passes one with the key of its channel, and finds each excess of it with both checks", async () => {
    const encrypted = buildSessionPolicy(ENCRYPTED);
    const failures = async (policy: string, role: Parameters<typeof proveSessionPolicy>[2] = ROLE) => {
      const { checks } = await proveSessionPolicy(policy, ENCRYPTED, role);
      return checks.map(({ failures }) => failures);
    };
    expect(await failures(encrypted)).toEqual([[], []]);
    expect(await failures(encrypted, null)).toEqual([[], []]);
    expect(await failures(encrypted.replace(`Id":"${SCOPE.sessionId}-*`, 'Id":"ses_*'))).toEqual([
      ["several-sessions"],
      ["GenerateDataKey", "Decrypt"].flatMap((action) => [
        `key-${action}-other-session`,
        `key-${action}-longer-name`,
      ]),
    ]);
    const [, anyNode] = await failures(encrypted.replace(/"StringEquals":\{[^}]*\},/, ""));
    expect(anyNode).toEqual(["key-GenerateDataKey-other-node", "key-Decrypt-other-node"]);
    const [, anyKey] = await failures(encrypted.replace(/key\/[0-9a-f-]+/, "key/*"));
    expect(anyKey).toEqual(["key-GenerateDataKey-other-key", "key-Decrypt-other-key"]);
    // A policy without the key opens nothing that is encrypted; one with a key is of no other session.
    const [reader, simulator] = await failures(text);
    expect(reader).toEqual(["other-scope"]);
    expect(simulator).toEqual(["key-GenerateDataKey-in-last-second", "key-Decrypt-in-last-second"]);
    expect(await failuresOf(encrypted)).toMatchObject({ reader: ["other-scope"] });
  });

  it("finds a role that may decrypt what is of no session", async () => {
    const role = roleWith({ Action: "kms:Decrypt", Resource: "*" });
    const { checks } = await proveSessionPolicy(buildSessionPolicy(ENCRYPTED), ENCRYPTED, role);
    expect(checks[1]?.failures).toEqual([
      "role-alone-key-Decrypt-without-context",
      "role-alone-key-Decrypt-foreign-session",
    ]);
  });

  it("passes a window of two seconds", async () => {
    const scope = { ...SCOPE, endsAt: addSeconds(SCOPE.startsAt, 2) };
    expect(await proveSessionPolicy(buildSessionPolicy(scope), scope, ROLE)).toMatchObject({ isSafe: true });
  });

  it("finds each kind of excess with both checks", async () => {
    expect(await failuresOf(text.replace("i-0f3a9c41d7e25b91c", "*"))).toEqual({
      isSafe: false,
      reader: ["unknown-shape"],
      simulator: ["start-other-node"],
    });
    expect((await failuresOf(text.replaceAll(`${SCOPE.sessionId}-*`, "*"))).simulator).toEqual([
      "resume-other-session",
      "resume-longer-name",
      "terminate-other-session",
    ]);
    expect((await failuresOf(text.replaceAll("10:20:00Z", "10:20:01Z"))).simulator).toEqual([
      "start-at-closing",
      "resume-at-closing",
      "channel-at-closing",
    ]);
    expect((await failuresOf(text.replaceAll("10:00:00Z", "09:59:59Z"))).simulator).toEqual([
      "start-before-window",
    ]);
  });

  it("finds a policy of another session that is safe by itself", async () => {
    const other = buildSessionPolicy({ ...SCOPE, nodeId: "i-0b7d20e94a6c8135f" });
    expect(await failuresOf(other)).toMatchObject({ isSafe: false, reader: ["other-scope"] });
  });

  it("finds a policy that permits too little to be of use", async () => {
    const { simulator } = await failuresOf(
      text.replace("ssmmessages:OpenDataChannel", "ssmmessages:OpenControlChannel"),
    );
    expect(simulator).toEqual(["channel-in-last-second"]);
  });

  it("finds a target role that allows other documents by itself", async () => {
    const broad = roleWith({ Action: "ssm:StartSession", Resource: "*" });
    expect((await failuresOf(text, broad)).simulator).toEqual([
      "role-alone-default-document",
      "role-alone-without-document-check",
      "role-alone-ssh",
    ]);
    const command = roleWith({ Action: "ssm:SendCommand", Resource: "*" });
    expect((await failuresOf(text, command)).simulator).toEqual(["role-alone-run-command"]);
  });

  it("asks a role that wants a tag with the tags that the node has", async () => {
    const statements = JSON.parse(ROLE.policies[0]?.document ?? "{}").Statement as object[];
    const Condition = { StringEquals: { "aws:ResourceTag/HalliganAccess": "yes" } };
    const [start, ...rest] = statements;
    const role = {
      ...ROLE,
      policies: [
        {
          name: "Tagged",
          document: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { ...start, Resource: "arn:aws:ssm:*:*:document/Halligan-Shell-*" },
              { ...start, Resource: "arn:aws:ec2:*:*:instance/*", Condition },
              ...rest,
            ],
          }),
        },
      ],
    };
    const judge = async (tags: Record<string, string>) =>
      (await proveSessionPolicy(text, SCOPE, role, tags)).checks[1]?.failures;
    expect(await judge({ HalliganAccess: "yes" })).toEqual([]);
    expect(await judge({ HalliganAccess: "no" })).toContain("start-at-opening");
  });

  it("finds a boundary that leaves nothing of the policy", async () => {
    const boundary = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ssm:Describe*", Resource: "*" }],
    });
    expect((await failuresOf(text, { ...ROLE, boundary })).simulator).toContain("start-at-opening");
  });

  it.each([
    ["a role's policy that is no JSON", { ...ROLE, policies: [{ name: "x", document: "{" }] }],
    [
      "a role's policy that is no policy",
      { ...ROLE, policies: [{ name: "x", document: '{"Statement":"none"}' }] },
    ],
  ])("proves nothing by %s", async (_, role) => {
    const { isSafe, simulator } = await failuresOf(text, role);
    expect(isSafe).toBe(false);
    expect(simulator).not.toEqual([]);
  });
});

const resource = z.object({ arn: z.string(), context: z.record(z.string(), z.string()).optional() });
const tableSchema = z.object({
  principal: z.string(),
  accountId: z.string(),
  identityPolicies: z.record(z.string(), z.unknown()),
  permissionsBoundaries: z.record(z.string(), z.unknown()),
  sessionPolicies: z.record(z.string(), z.unknown()),
  rows: z.array(
    z.object({
      name: z.string(),
      action: z.string(),
      resources: z.array(resource),
      context: z.record(z.string(), z.string()),
      identityPolicies: z.array(z.string()),
      permissionsBoundary: z.string().optional(),
      sessionPolicy: z.string().optional(),
      expected: z.enum(["Allowed", "AccessDenied"]),
    }),
  ),
});
const table = tableSchema.parse(JSON.parse(readFileSync("fixtures/iam-table.json", "utf8")));

describe("the hand-written table of request and answer", () => {
  it.each(table.rows)("$name", async (row) => {
    const bounds = {
      principal: table.principal,
      accountId: table.accountId,
      identityPolicies: row.identityPolicies.map((name) => ({ name, policy: table.identityPolicies[name] })),
      ...(row.permissionsBoundary ? { boundary: table.permissionsBoundaries[row.permissionsBoundary] } : {}),
      ...(row.sessionPolicy ? { sessionPolicy: table.sessionPolicies[row.sessionPolicy] } : {}),
    };
    const resources = row.resources.map(({ arn, context }) => (context ? { arn, context } : { arn }));
    const answer = await simulateCall(bounds, { action: row.action, resources, context: row.context });
    expect(answer).toBe(row.expected === "Allowed" ? "allowed" : "denied");
  });
});
