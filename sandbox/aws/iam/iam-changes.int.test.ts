import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetRoleCommand,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { DescribeSessionsCommand } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  assume,
  clients,
  dataOperator,
  refusal,
  roleArn,
  startTestAccount,
  type TestAccount,
} from "../testing/test-account";

const USER = "arn:aws:iam::111122223333:user/operator";
const trusting = (...principals: string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: principals }, Action: "sts:AssumeRole" }],
  });
const allowing = (...actions: string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  });

let account: TestAccount;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());

const iam = () => clients(account.sandbox, account.operator).iam;

describe("a role that an operator makes", () => {
  const RoleName = "Watcher";
  const asWatcher = async () => {
    const keys = await assume(account.sandbox, account.operator, {
      RoleArn: roleArn(RoleName),
      RoleSessionName: "watch",
    });
    return clients(account.sandbox, keys).ssm.send(new DescribeSessionsCommand({ State: "Active" }));
  };
  beforeEach(async () => {
    for (const undo of [
      () => iam().send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "Watch" })),
      () => iam().send(new DeleteRoleCommand({ RoleName })),
    ])
      await undo().catch(() => {});
  });

  it("may do what its policy says, from the moment it is written, also after a restart", async () => {
    const { Role } = await iam().send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: trusting(USER),
        Description: "Looks on",
        MaxSessionDuration: 7200,
        Tags: [{ Key: "Team", Value: "sre" }],
      }),
    );
    expect(Role).toMatchObject({ Arn: roleArn(RoleName), MaxSessionDuration: 7200 });
    expect(Role?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect(await refusal(asWatcher())).toMatchObject({ code: "AccessDeniedException" });
    await iam().send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: "Watch",
        PolicyDocument: allowing("ssm:DescribeSessions"),
      }),
    );
    await asWatcher();
    await account.restart();
    await asWatcher();
    const found = await iam().send(new GetRoleCommand({ RoleName }));
    expect(found.Role).toMatchObject({ RoleId: Role?.RoleId, Tags: [{ Key: "Team", Value: "sre" }] });
    await iam().send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "Watch" }));
    expect(await refusal(asWatcher())).toMatchObject({ code: "AccessDeniedException" });
  });

  it("is bounded, attached to and trusted as its last change says", async () => {
    await iam().send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusting(USER) }));
    const { Policy } = await iam().send(
      new CreatePolicyCommand({ PolicyName: "Watching", PolicyDocument: allowing("ssm:DescribeSessions") }),
    );
    const { Policy: logsOnly } = await iam().send(
      new CreatePolicyCommand({ PolicyName: "LogsOnly", PolicyDocument: allowing("logs:DescribeLogGroups") }),
    );
    const [PolicyArn = "", PermissionsBoundary = ""] = [Policy?.Arn, logsOnly?.Arn];
    await iam().send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await asWatcher();
    await iam().send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    expect((await refusal(asWatcher())).message).toMatch(/no permissions boundary allows/);
    expect((await iam().send(new GetRoleCommand({ RoleName }))).Role?.PermissionsBoundary).toEqual({
      PermissionsBoundaryType: "Policy",
      PermissionsBoundaryArn: PermissionsBoundary,
    });
    expect((await iam().send(new GetPolicyCommand({ PolicyArn: PermissionsBoundary }))).Policy).toMatchObject(
      {
        PermissionsBoundaryUsageCount: 1,
      },
    );
    await iam().send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    await asWatcher();
    const jobsOnly = trusting("arn:aws:iam::111122223333:user/halligan-jobs");
    await iam().send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: jobsOnly }));
    // An administrator's own policy is not enough: the role must trust, also in its own account.
    expect(await refusal(asWatcher())).toMatchObject({ code: "AccessDenied" });
    const conflict = { code: "DeleteConflictException", status: 409 };
    expect(await refusal(iam().send(new DeleteRoleCommand({ RoleName })))).toMatchObject(conflict);
    expect(await refusal(iam().send(new DeletePolicyCommand({ PolicyArn })))).toMatchObject(conflict);
    await iam().send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await iam().send(new DeleteRoleCommand({ RoleName }));
    for (const arn of [PolicyArn, PermissionsBoundary])
      await iam().send(new DeletePolicyCommand({ PolicyArn: arn }));
    expect(await refusal(iam().send(new GetRoleCommand({ RoleName })))).toMatchObject({
      code: "NoSuchEntityException",
    });
  });

  it("is refused when it is there already, or its policies are none", async () => {
    const make = (AssumeRolePolicyDocument: string, name = RoleName) =>
      iam().send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
    expect(await refusal(make(trusting(USER), "HalliganTarget"))).toMatchObject({
      code: "EntityAlreadyExistsException",
      status: 409,
    });
    const malformed = { code: "MalformedPolicyDocumentException", status: 400 };
    for (const text of [
      "no json",
      allowing("sts:AssumeRole"),
      trusting("arn:aws:iam::111122223333:user/nobody"),
    ])
      expect(await refusal(make(text)), text).toMatchObject(malformed);
    await make(trusting(USER));
    const put = (PolicyDocument: string) =>
      iam().send(new PutRolePolicyCommand({ RoleName, PolicyName: "Watch", PolicyDocument }));
    expect(await refusal(put(trusting(USER)))).toMatchObject(malformed);
    const PermissionsBoundary = "arn:aws:iam::111122223333:policy/none";
    expect(
      await refusal(iam().send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }))),
    ).toMatchObject({ code: "NoSuchEntityException" });
  });

  it("is nobody's to make but whom IAM lets", async () => {
    for (const keys of [account.gateway, account.jobs, await account.broker()]) {
      const { iam: other } = clients(account.sandbox, keys);
      const document = trusting(USER);
      for (const call of [
        () => other.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document })),
        () =>
          other.send(
            new UpdateAssumeRolePolicyCommand({ RoleName: "HalliganTarget", PolicyDocument: document }),
          ),
        () =>
          other.send(
            new PutRolePolicyCommand({
              ...{ RoleName: "HalliganTarget", PolicyName: "More", PolicyDocument: allowing("ssm:*") },
            }),
          ),
      ])
        expect(await refusal(call())).toMatchObject({ code: "AccessDenied", status: 403 });
    }
  });
});

describe("the roles of an account", () => {
  it("are listed in pages, each account's its own", async () => {
    const names: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam().send(new ListRolesCommand({ MaxItems: 2, ...(Marker ? { Marker } : {}) }));
      names.push(...(page.Roles ?? []).map(({ RoleName = "" }) => RoleName));
      Marker = page.IsTruncated ? page.Marker : undefined;
    } while (Marker);
    expect(names).toEqual(
      expect.arrayContaining([
        "HalliganBroker",
        "HalliganCloser",
        "HalliganReader",
        "HalliganTarget",
        "managed-node",
      ]),
    );
    const data = clients(account.sandbox, await dataOperator(account)).iam;
    const { Roles } = await data.send(new ListRolesCommand({}));
    expect(Roles?.every(({ Arn }) => Arn?.startsWith("arn:aws:iam::444455556666:role/"))).toBe(true);
    expect(Roles?.map(({ RoleName }) => RoleName)).not.toContain("HalliganBroker");
  });

  it("are simulated with what the organisation denies", async () => {
    const decisions = async (tag: string) => {
      const { EvaluationResults } = await iam().send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: roleArn("HalliganTarget"),
          ActionNames: ["ssm:StartSession", "ssm:SendCommand"],
          ResourceArns: ["arn:aws:ec2:us-east-1:111122223333:instance/i-0fa11000000000005"],
          ContextEntries: [
            {
              ContextKeyName: "aws:ResourceTag/Quarantine",
              ContextKeyType: "string",
              ContextKeyValues: [tag],
            },
          ],
        }),
      );
      return EvaluationResults?.map(({ EvalDecision }) => EvalDecision);
    };
    expect(await decisions("false")).toEqual(["allowed", "implicitDeny"]);
    expect(await decisions("true")).toEqual(["explicitDeny", "explicitDeny"]);
    const PolicySourceArn = roleArn("Nothing");
    expect(
      await refusal(
        iam().send(
          new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ["ssm:StartSession"] }),
        ),
      ),
    ).toMatchObject({ code: "NoSuchEntityException" });
  });
});
