import { createHash } from "node:crypto";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ACTIONS } from "@/lib/accounts/connection/plan";
import { simulateCall } from "@/lib/session-policy/simulate-call";
import { INFRA_TABLE } from "./testing/tables";
import { readStack } from "./testing/template";

const place = { accountId: INFRA_TABLE.accountId, region: "eu-west-1" };
const PARAMETERS = {
  GatewayRoleArn: "arn:aws:iam::999988887777:role/HalliganGateway",
  JobsRoleArn: "arn:aws:iam::999988887777:role/HalliganJobs",
  ExternalId: "an external id of this account",
  LogBucketName: "halligan-session-logs-111122223333",
  SessionKeyArn: "arn:aws:kms:*:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
};

const roleSchema = z.object({
  RoleName: z.string(),
  MaxSessionDuration: z.number(),
  PermissionsBoundary: z.string().optional(),
  AssumeRolePolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }),
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })),
});
const { resources, outputs } = readStack("account-roles.yaml", place, PARAMETERS);
const roles = Object.values(resources)
  .filter(({ Type }) => Type === "AWS::IAM::Role")
  .map(({ Properties }) => roleSchema.parse(Properties));
const roleOf = (name: string) => {
  const found = roles.find(({ RoleName }) => RoleName === name);
  if (!found) throw new TypeError(`the template has no role ${name}`);
  return found;
};
const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

/** The evaluator does not know single pairs of an encryption context: asked as the portal asks it. */
async function answerOfKey(
  { action, resource, context, attached }: (typeof INFRA_TABLE.rows)[number],
  role: z.infer<typeof roleSchema>,
  boundary: unknown,
): Promise<"Allowed" | "AccessDenied"> {
  const bounds = {
    ...{ principal: `arn:aws:sts::${place.accountId}:assumed-role/${role.RoleName}/ses_0001`, ...place },
    identityPolicies: [
      ...role.Policies.map(({ PolicyName, PolicyDocument }) => ({
        name: PolicyName,
        policy: PolicyDocument,
      })),
      ...(attached ? [{ name: attached, policy: EVERYTHING }] : []),
    ],
    ...(role.PermissionsBoundary === undefined ? {} : { boundary }),
  };
  const answer = await simulateCall(bounds, { action, resources: [{ arn: resource }], context });
  return answer === "allowed" ? "Allowed" : "AccessDenied";
}

describe("what the roles of the template may do", () => {
  it.each(
    INFRA_TABLE.rows.map((row) => ({
      ...row,
      name: `${row.role}${row.attached ? ` with ${row.attached}` : ""}: ${row.action} on ${row.resource} ${JSON.stringify(row.context)}`,
    })),
  )("$name is $expected", async (row) => {
    const role = roleOf(row.role);
    const boundary = resources.TargetBoundary?.Properties.PolicyDocument;
    if (row.action.startsWith("kms:")) {
      expect(await answerOfKey(row, role, boundary)).toBe(row.expected);
      return;
    }
    const result = await runSimulation(
      {
        request: {
          principal: `arn:aws:sts::${place.accountId}:assumed-role/${row.role}/ses_0001`,
          action: row.action,
          resource: { resource: row.resource, accountId: row.resource.split(":")[4] || place.accountId },
          contextVariables: row.context,
        },
        identityPolicies: [
          ...role.Policies.map(({ PolicyName, PolicyDocument }) => ({
            name: PolicyName,
            policy: PolicyDocument,
          })),
          ...(row.attached ? [{ name: row.attached, policy: EVERYTHING }] : []),
        ],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        ...(role.PermissionsBoundary === undefined
          ? {}
          : { permissionBoundaryPolicies: [{ name: "boundary", policy: boundary }] }),
      },
      {},
    );
    expect(result.resultType).toBe("single");
    const answer = result.resultType === "single" ? result.overallResult : "";
    expect(answer === "Allowed" ? "Allowed" : "AccessDenied").toBe(row.expected);
  });
});

describe("the templates", () => {
  it("let no credentials of a role live longer than an hour", () => {
    expect(roles.map(({ MaxSessionDuration }) => MaxSessionDuration)).toEqual(roles.map(() => 3600));
  });

  it("bound the target role by the boundary of the template", () => {
    expect(roleOf("HalliganTarget").PermissionsBoundary).toBe(
      "arn:aws:iam::111122223333:policy/HalliganTargetBoundary",
    );
  });

  it("give every ARN that HALLIGAN_ACCOUNTS wants", () => {
    expect(Object.keys(outputs)).toEqual([
      "BrokerRoleArn",
      "TargetRoleArn",
      "ReaderRoleArn",
      "CloserRoleArn",
      "AuthorRoleArn",
    ]);
  });

  it.each(["reader", "closer", "author"] as const)(
    "give the %s every right that its connection test asks for",
    (who) => {
      const role = roleOf(`Halligan${who.charAt(0).toUpperCase()}${who.slice(1)}`);
      const policies = JSON.stringify(role.Policies);
      const [, ...actions] = ACTIONS[who];
      expect(actions.filter((action) => !policies.includes(`"${action}"`))).toEqual([]);
    },
  );

  it("give no right to S3 and KMS where session documents name no bucket and no key", () => {
    const { resources } = readStack("account-roles.yaml", place, {
      ...PARAMETERS,
      ...{ LogBucketName: "", SessionKeyArn: "" },
    });
    expect(JSON.stringify(resources)).not.toMatch(/"(s3|kms):/);
  });

  it("let sessions run as the users that the parameter lists, and as none where it lists none", () => {
    const trustOf = (parameters: object) => {
      const { resources } = readStack("account-roles.yaml", place, { ...PARAMETERS, ...parameters });
      return JSON.stringify(resources.Target?.Properties.AssumeRolePolicyDocument);
    };
    expect(trustOf({ OsUsers: "reader,operator" })).toContain(
      '"StringEqualsIfExists":{"aws:RequestTag/SSMSessionRunAs":["reader","operator"]}',
    );
    expect(trustOf({})).toContain('"aws:TagKeys":["grant","request","session","person"]');
    expect(trustOf({})).not.toContain("StringEqualsIfExists");
  });

  it("refuse to be read without their parameters", () => {
    expect(() => readStack("account-roles.yaml", place, {})).toThrow("GatewayRoleArn");
  });

  it("name the session document after its content", () => {
    const stack = readStack("account-region.yaml", place);
    const { Name, Content } = stack.resources.ShellDocument?.Properties ?? {};
    const mark = createHash("sha256")
      .update(JSON.stringify(sorted(Content)))
      .digest("hex")
      .slice(0, 8);
    expect(Name).toBe(`Halligan-Shell-60m-${mark}`);
    expect(stack.outputs.DocumentName).toBe(Name);
    expect(stack.resources.SessionLogs?.Properties).toEqual({
      LogGroupName: "/halligan/sessions",
      RetentionInDays: 365,
    });
  });

  it("keep logs and documents when the stack is deleted: they are evidence", () => {
    const stack = readStack("account-region.yaml", place, { LogKeyArn: "arn:aws:kms:eu-west-1:1:key/1" });
    expect(stack.resources.SessionLogs?.Properties.KmsKeyId).toBe("arn:aws:kms:eu-west-1:1:key/1");
    for (const { DeletionPolicy, UpdateReplacePolicy } of Object.values(stack.resources))
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(["Retain", "Retain"]);
  });

  describe("for the portal's own processes", () => {
    const portalPlace = { ...place, accountId: "999988887777" };
    const read = (parameters: Record<string, string> = {}) => {
      const { resources: made, outputs: told } = readStack("portal-roles.yaml", portalPlace, parameters);
      const own = Object.values(made).filter(({ Type }) => Type === "AWS::IAM::Role");
      return { made, told, own: own.map(({ Properties }) => roleSchema.parse(Properties)) };
    };
    const becomes = ({ Policies }: z.infer<typeof roleSchema>) =>
      Policies.flatMap(
        ({ PolicyDocument }) => JSON.stringify(PolicyDocument).match(/role\/\w+/g) ?? [],
      ).sort();

    it.each([{}, { OneHost: "yes" }])("let them do nothing but assume roles: %o", (parameters) => {
      const actions = read(parameters).own.flatMap(({ Policies }) =>
        Policies.flatMap(({ PolicyDocument }) => JSON.stringify(PolicyDocument).match(/"Action":"[^"]+"/g)),
      );
      expect(new Set(actions)).toEqual(new Set(['"Action":"sts:AssumeRole"']));
    });

    it("keep opening and ending apart where each has an identity of its own", () => {
      const { own, made, told } = read();
      expect(own.map((role) => [role.RoleName, becomes(role)])).toEqual([
        ["HalliganGateway", ["role/HalliganBroker", "role/HalliganReader"]],
        ["HalliganJobs", ["role/HalliganAuthor", "role/HalliganCloser", "role/HalliganReader"]],
      ]);
      expect(made.HostProfile).toBeUndefined();
      expect(told.GatewayRoleArn).not.toBe(told.JobsRoleArn);
    });

    it("give one host one role with the rights of both, which the accounts trust as either", () => {
      const { own, made, told } = read({ OneHost: "yes", ServicePrincipal: "ec2.amazonaws.com" });
      const all = ["Author", "Broker", "Closer", "Reader"].map((name) => `role/Halligan${name}`);
      expect(own.map((role) => [role.RoleName, becomes(role)])).toEqual([["HalliganHost", all]]);
      expect(made.HostProfile?.Type).toBe("AWS::IAM::InstanceProfile");
      expect(told.GatewayRoleArn).toBe(told.JobsRoleArn);
      const accounts = readStack("account-roles.yaml", place, {
        ...PARAMETERS,
        ...z.record(z.string(), z.string()).parse(told),
      });
      const trusted = JSON.stringify(accounts.resources);
      expect(trusted).toContain(JSON.stringify(told.GatewayRoleArn));
      expect(trusted).not.toContain("role/HalliganGateway");
    });

    it.each([
      ["ecs-tasks.amazonaws.com", "sts:AssumeRole"],
      ["ec2.amazonaws.com", "sts:AssumeRole"],
      ["pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]],
    ])("are assumed by %s with what it needs", (ServicePrincipal, Action) => {
      for (const OneHost of ["yes", "no"])
        for (const { AssumeRolePolicyDocument } of read({ ServicePrincipal, OneHost }).own)
          expect(AssumeRolePolicyDocument.Statement).toEqual([
            { Effect: "Allow", Principal: { Service: ServicePrincipal }, Action },
          ]);
    });
  });
});

/** The same value with its keys in order, as the document's name is made from it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
