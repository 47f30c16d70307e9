import { describe, expect, it } from "vitest";
import { IAM_TABLE, policyOf, type TableRow } from "../testing/iam-table";
import { authorize, policyProblems } from "./authorize";
import type { Caller } from "./caller";
import type { IamAccount, IamRole } from "./model";
import { seedIamAccount } from "./seed";

const accountId = IAM_TABLE.accountId;

describe("the hand-written table of request and answer", () => {
  for (const row of IAM_TABLE.rows) {
    it(`${row.name}: ${row.expected}`, async () => {
      const messages = await judge(row);
      expect(messages.length === 0 ? "Allowed" : "AccessDenied").toBe(row.expected);
      if (row.deniedBy) expect(messages[0]).toMatch(new RegExp(`(no|explicit deny in an?) ${row.deniedBy}`));
    });
  }

  it("holds the seeded target role's own policy, so that its rows speak of the demo's account", () => {
    const role = seedIamAccount({ accountId, homeId: accountId, externalId: "any" }).roles.get(
      "HalliganTarget",
    );
    expect(Object.values(role?.inlinePolicies ?? {})).toEqual([
      policyOf("identityPolicies", "HalliganTarget"),
    ]);
  });

  it("holds session policies that fit AWS's limit", () => {
    for (const policy of Object.values(IAM_TABLE.sessionPolicies))
      expect(JSON.stringify(policy).length).toBeLessThan(2048);
  });
});

describe("what can't be evaluated", () => {
  const row: TableRow = {
    name: "",
    action: "ssm:StartSession",
    resources: [{ arn: `arn:aws:ec2:eu-west-1:${accountId}:instance/${IAM_TABLE.nodeId}` }],
    context: { "aws:CurrentTime": "2026-03-14T10:10:00Z" },
    identityPolicies: [],
    expected: "AccessDenied",
  };

  it("is denied when an identity policy is malformed, although another allows everything", async () => {
    const { caller, account } = principalOf(row);
    caller.role.inlinePolicies = {
      all: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
      broken: { Version: "2012-10-17", Statement: [{ Effect: "Perhaps", Action: "*", Resource: "*" }] },
    };
    expect((await authorize(demandOf(row), { account, caller, region: "eu-west-1", now: 0 })).allowed).toBe(
      false,
    );
  });

  it("is denied when the action does not exist", async () => {
    const { caller, account } = principalOf({ ...row, sessionPolicy: "Everything" });
    caller.role.inlinePolicies = { all: policyOf("sessionPolicies", "Everything") };
    const verdict = await authorize(
      { action: "ssm:OpenEverything", resource: "*" },
      { account, caller, region: "eu-west-1", now: 0 },
    );
    expect(verdict.allowed).toBe(false);
  });

  it("is denied when an attached policy is missing", async () => {
    const { caller, account } = principalOf(row);
    caller.role.inlinePolicies = { all: policyOf("sessionPolicies", "Everything") };
    caller.role.attachedPolicies = ["arn:aws:iam::111122223333:policy/gone"];
    expect((await authorize(demandOf(row), { account, caller, region: "eu-west-1", now: 0 })).allowed).toBe(
      false,
    );
  });
});

describe("several session policies", () => {
  const at = Date.parse("2026-03-14T10:10:00Z");
  const demand = {
    action: "ssm:StartSession",
    resource: `arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession`,
  };

  it("bound AWS's own documents too", async () => {
    const { caller, account } = principalOf({ ...row0(), sessionPolicy: "OneNodeOneDocumentOneWindow" });
    caller.role.inlinePolicies = { all: policyOf("sessionPolicies", "Everything") };
    const judged = await authorize(demand, { account, caller, region: "eu-west-1", now: at });
    expect(judged).toMatchObject({
      allowed: false,
      message: expect.stringContaining("no session policy allows"),
    });
  });

  it("allow what any of them allows", async () => {
    const { caller, account } = principalOf({ ...row0(), sessionPolicy: "OneNodeOneDocumentOneWindow" });
    caller.role.inlinePolicies = { all: policyOf("sessionPolicies", "Everything") };
    caller.session.sessionPolicies.push(policyOf("sessionPolicies", "Everything"));
    expect(await authorize(demand, { account, caller, region: "eu-west-1", now: at })).toEqual({
      allowed: true,
    });
  });

  it("deny what any of them denies", async () => {
    const { caller, account } = principalOf({ ...row0(), sessionPolicy: "Everything" });
    caller.role.inlinePolicies = { all: policyOf("sessionPolicies", "Everything") };
    caller.session.sessionPolicies.push({
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "ssm:*", Resource: "*" }],
    });
    expect(await authorize(demand, { account, caller, region: "eu-west-1", now: at })).toMatchObject({
      allowed: false,
    });
  });
});

describe("the grammar of session policies", () => {
  it("accepts the table's policies", async () => {
    for (const policy of Object.values(IAM_TABLE.sessionPolicies))
      expect(await policyProblems(policy)).toEqual([]);
  });

  it("names what is wrong", async () => {
    const withPrincipal = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
    };
    expect(await policyProblems(withPrincipal)).toEqual([
      expect.stringContaining("Principal is not allowed"),
    ]);
  });
});

function row0(): TableRow {
  const [first] = IAM_TABLE.rows;
  if (!first) throw new TypeError("the table is empty");
  return first;
}

/** The messages of the demands that were denied. */
async function judge(row: TableRow): Promise<string[]> {
  const { account, caller, now } = principalOf(row);
  const messages: string[] = [];
  for (const resource of row.resources) {
    const demand = { ...demandOf(row), resource: resource.arn };
    demand.context = { ...demand.context, ...resource.context };
    const verdict = await authorize(demand, { account, caller, region: "eu-west-1", now });
    if (!verdict.allowed) messages.push(verdict.message);
  }
  return messages;
}

function demandOf(row: TableRow) {
  const own = Object.entries(row.context).filter(([key]) => !key.startsWith("aws:"));
  return { action: row.action, resource: row.resources[0]?.arn ?? "", context: Object.fromEntries(own) };
}

/** The table's global keys as the state from which the sandbox derives them: clock, session, role id. */
function principalOf(row: TableRow): {
  account: IamAccount;
  caller: Extract<Caller, { kind: "session" }>;
  now: number;
} {
  const text = (key: string) => String(row.context[key] ?? "");
  const role: IamRole = {
    kind: "role",
    arn: `arn:aws:iam::${accountId}:role/HalliganTarget`,
    path: "/",
    roleName: "HalliganTarget",
    roleId: text("aws:userid").split(":")[0] ?? "",
    description: "",
    trustPolicy: { Version: "2012-10-17", Statement: [] },
    maxSessionDuration: 3600,
    inlinePolicies: Object.fromEntries(
      row.identityPolicies.map((name) => [name, policyOf("identityPolicies", name)]),
    ),
    attachedPolicies: [],
    tags: {},
  };
  const account: IamAccount = {
    accountId,
    users: new Map(),
    roles: new Map([[role.roleName, role]]),
    policies: new Map(),
  };
  if (row.permissionsBoundary) {
    const arn = `arn:aws:iam::${accountId}:policy/boundary`;
    const versions = { v1: policyOf("permissionsBoundaries", row.permissionsBoundary) };
    account.policies.set(arn, {
      arn,
      policyId: "ANPA",
      name: "boundary",
      path: "/",
      defaultVersionId: "v1",
      versions,
    });
    role.permissionsBoundary = arn;
  }
  const tags = Object.entries(row.context)
    .filter(([key]) => key.startsWith("aws:PrincipalTag/"))
    .map(([key, value]) => [key.slice("aws:PrincipalTag/".length), String(value)]);
  const session = {
    accessKeyId: "ASIAEXAMPLE",
    secretAccessKey: "",
    sessionToken: "",
    accountId,
    roleName: role.roleName,
    sessionName: IAM_TABLE.roleSessionName,
    issuedAt: Date.parse(text("aws:TokenIssueTime")) || 0,
    expiresAt: Number.POSITIVE_INFINITY,
    sourceIdentity: text("aws:SourceIdentity"),
    tags: Object.fromEntries(tags),
    transitiveTagKeys: [],
    sessionPolicies: row.sessionPolicy ? [policyOf("sessionPolicies", row.sessionPolicy)] : [],
  };
  const now = Date.parse(text("aws:CurrentTime"));
  return {
    account,
    caller: { kind: "session", accountId, accessKeyId: session.accessKeyId, role, session },
    now,
  };
}
