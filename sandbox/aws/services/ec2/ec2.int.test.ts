import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  DescribeTagsCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  AddTagsToResourceCommand,
  DescribeInstanceInformationCommand,
  DescribeInstancePropertiesCommand,
  DescribeSessionsCommand,
  ListTagsForResourceCommand,
  RemoveTagsFromResourceCommand,
  StartSessionCommand,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SHELL_DOCUMENT } from "../../seed/documents";
import { PluginClient } from "../../sessions/testing/plugin-client";
import {
  assume,
  CONTROL_TOKEN,
  clients,
  refusal,
  roleArn,
  startTestAccount,
  type TestAccount,
} from "../../testing/test-account";

const VIRGINIA = "us-east-1";
const WORKER = "i-08c3d7f15e9a2b640";
const OTHER_WORKER = "i-0f72a4b96d3c1e805";
const BILLING = "i-0e1f58c6a3d9b7204";
const HYBRID = "mi-0d5a8c31f6e2b7940";
const LIMIT = { timeout: 10_000, interval: 50 };

let account: TestAccount;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());

const operator = (region = VIRGINIA) => clients(account.sandbox, account.operator, region);

async function workers(): Promise<string[]> {
  const { InstanceInformationList = [] } = await operator().ssm.send(
    new DescribeInstanceInformationCommand({
      Filters: [{ Key: "tag:aws:autoscaling:groupName", Values: ["search-workers"] }],
    }),
  );
  return InstanceInformationList.map(({ InstanceId = "" }) => InstanceId);
}

async function stateOf(id: string): Promise<string | undefined> {
  const { Reservations } = await operator().ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return Reservations?.[0]?.Instances?.[0]?.State?.Name;
}

describe("an instance of a group", () => {
  it("that is terminated goes with its sessions and is replaced by another with the same tags", async () => {
    const { ssm, ec2 } = operator();
    const started = await ssm.send(new StartSessionCommand({ Target: WORKER, DocumentName: SHELL_DOCUMENT }));
    const client = new PluginClient({
      sessionId: started.SessionId ?? "",
      tokenValue: started.TokenValue ?? "",
      streamUrl: started.StreamUrl ?? "",
    });
    await expect.poll(() => client.output, LIMIT).toContain("$ ");
    expect(
      await refusal(ec2.send(new TerminateInstancesCommand({ InstanceIds: [WORKER], DryRun: true }))),
    ).toMatchObject({
      code: "DryRunOperation",
      status: 412,
    });
    expect(await stateOf(WORKER)).toBe("running");

    const answer = await ec2.send(new TerminateInstancesCommand({ InstanceIds: [WORKER] }));
    expect(answer.TerminatingInstances).toMatchObject([
      {
        InstanceId: WORKER,
        PreviousState: { Code: 16, Name: "running" },
        CurrentState: { Code: 32, Name: "shutting-down" },
      },
    ]);
    expect(await workers()).not.toContain(WORKER);
    await expect.poll(() => client.lastLine, LIMIT).toMatch(/^Exiting session/);
    expect(
      await refusal(ssm.send(new StartSessionCommand({ Target: WORKER, DocumentName: SHELL_DOCUMENT }))),
    ).toMatchObject({ code: "TargetNotConnected" });
    const active = async () => {
      const Filters = [{ key: "Target" as const, value: WORKER }];
      return (await ssm.send(new DescribeSessionsCommand({ State: "Active", Filters }))).Sessions;
    };
    // The shell's client has its last line before the shell is gone: until then it is listed as terminating.
    await expect.poll(active, LIMIT).toEqual([]);

    await expect.poll(workers, LIMIT).toHaveLength(2);
    await expect.poll(() => stateOf(WORKER), LIMIT).toBe("terminated");
    const [fresh = ""] = (await workers()).filter((id) => id !== OTHER_WORKER);
    expect(fresh).toMatch(/^i-[0-9a-f]{17}$/);
    const tagsOf = async (id: string) => {
      const { Tags } = await ec2.send(
        new DescribeTagsCommand({ Filters: [{ Name: "resource-id", Values: [id] }] }),
      );
      return Tags?.map(({ Key, Value }) => `${Key}=${Value}`);
    };
    expect(await tagsOf(fresh)).toEqual(await tagsOf(OTHER_WORKER));
    expect(await tagsOf(fresh)).toContain("aws:autoscaling:groupName=search-workers");

    const again = await ssm.send(new StartSessionCommand({ Target: fresh, DocumentName: SHELL_DOCUMENT }));
    const other = new PluginClient({
      sessionId: again.SessionId ?? "",
      tokenValue: again.TokenValue ?? "",
      streamUrl: again.StreamUrl ?? "",
    });
    await expect.poll(() => other.output, LIMIT).toContain("$ ");
    other.type("workerctl\n");
    await expect.poll(() => other.output, LIMIT).toContain("index: sound");
    other.disconnect();

    await account.restart();
    expect(await workers()).toEqual([OTHER_WORKER, fresh].sort());
    expect(await stateOf(WORKER)).toBe("terminated");
  });

  it("is replaced by the control channel too, which leaves other nodes alone", async () => {
    const order = (nodeId: string) =>
      fetch(`${account.sandbox.endpoint}/_sandbox/replace`, {
        method: "POST",
        headers: { "x-sandbox-token": CONTROL_TOKEN },
        body: JSON.stringify({ nodeId }),
      });
    expect((await order(BILLING)).status).toBe(400);
    expect((await order("i-0000000000000dead")).status).toBe(400);
    const before = await workers();
    expect((await order(OTHER_WORKER)).status).toBe(200);
    await expect.poll(workers, LIMIT).toHaveLength(2);
    expect((await workers()).filter((id) => before.includes(id))).toHaveLength(1);
    expect(await workers()).not.toContain(OTHER_WORKER);
  });

  it("can be terminated by whom IAM lets, and by no role of the portal", async () => {
    const reader = await assume(account.sandbox, account.jobs, {
      RoleArn: roleArn("HalliganReader"),
      RoleSessionName: "jobs",
    });
    const { ec2 } = clients(account.sandbox, reader, VIRGINIA);
    expect(await refusal(ec2.send(new TerminateInstancesCommand({ InstanceIds: [BILLING] })))).toMatchObject({
      code: "UnauthorizedOperation",
    });
    expect(
      await refusal(
        ec2.send(new CreateTagsCommand({ Resources: [BILLING], Tags: [{ Key: "Env", Value: "x" }] })),
      ),
    ).toMatchObject({ code: "UnauthorizedOperation" });
    expect(
      await refusal(
        operator().ec2.send(new TerminateInstancesCommand({ InstanceIds: ["i-0000000000000dead"] })),
      ),
    ).toMatchObject({
      code: "InvalidInstanceID.NotFound",
    });
    expect(await stateOf(BILLING)).toBe("running");
  });
});

describe("instances", () => {
  it("are found by many filters, in pages", async () => {
    const { ec2 } = operator();
    const find = async (Name: string, ...Values: string[]) =>
      (
        (await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name, Values }] }))).Reservations ?? []
      ).map((reservation) => reservation.Instances?.[0]?.Tags?.find(({ Key }) => Key === "Name")?.Value);
    expect(await find("availability-zone", "us-east-1a")).toContain("checkout-web-3");
    expect(await find("iam-instance-profile.arn", "*managed-node-without-logs")).toEqual([
      "fails-log-group-missing",
    ]);
    expect(await find("private-ip-address", "10.20.2.*")).toEqual(["checkout-web-3"]);
    expect(await find("instance-type", "m5.*")).toEqual([]);
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await ec2.send(
        new DescribeInstancesCommand({ MaxResults: 5, ...(NextToken ? { NextToken } : {}) }),
      );
      seen.push(
        ...(page.Reservations ?? []).flatMap(
          ({ Instances }) => Instances?.map(({ InstanceId = "" }) => InstanceId) ?? [],
        ),
      );
      expect(page.Reservations?.length).toBeLessThanOrEqual(5);
      NextToken = page.NextToken;
    } while (NextToken);
    expect(seen.length).toBeGreaterThan(10);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it("carry tags that change at once, survive a restart, and are never AWS's own", async () => {
    const tag = async (key: string) => {
      const { Tags } = await operator().ec2.send(
        new DescribeTagsCommand({
          Filters: [
            { Name: "resource-id", Values: [BILLING] },
            { Name: "key", Values: [key] },
          ],
        }),
      );
      return Tags?.[0]?.Value;
    };
    expect(await tag("Env")).toBe("prod");
    await operator().ec2.send(
      new CreateTagsCommand({
        Resources: [BILLING],
        Tags: [
          { Key: "Env", Value: "staging" },
          { Key: "Ticket", Value: "B-1" },
        ],
      }),
    );
    await operator().ec2.send(new DeleteTagsCommand({ Resources: [BILLING], Tags: [{ Key: "Tier" }] }));
    await account.restart();
    expect([await tag("Env"), await tag("Ticket"), await tag("Tier")]).toEqual(["staging", "B-1", undefined]);
    const reserved = new CreateTagsCommand({ Resources: [BILLING], Tags: [{ Key: "aws:mine", Value: "x" }] });
    expect(await refusal(operator().ec2.send(reserved))).toMatchObject({ code: "InvalidParameterValue" });
  });

  it("stand in regions that can be listed", async () => {
    const { Regions = [] } = await operator().ec2.send(new DescribeRegionsCommand({}));
    expect(Regions.map(({ RegionName }) => RegionName)).toEqual(
      expect.arrayContaining(["eu-west-1", "us-east-1", "ap-northeast-1"]),
    );
    const one = await operator().ec2.send(new DescribeRegionsCommand({ RegionNames: ["eu-west-1"] }));
    expect(one.Regions).toMatchObject([{ Endpoint: "ec2.eu-west-1.amazonaws.com" }]);
    expect(
      await refusal(operator().ec2.send(new DescribeRegionsCommand({ RegionNames: ["mars-1"] }))),
    ).toMatchObject({
      code: "InvalidParameterValue",
    });
  });
});

describe("a machine outside AWS", () => {
  it("is Systems Manager's with activation and role, and EC2 does not know it", async () => {
    const { ssm, ec2 } = operator("eu-west-1");
    const { InstanceInformationList } = await ssm.send(
      new DescribeInstanceInformationCommand({
        Filters: [{ Key: "ResourceType", Values: ["ManagedInstance"] }],
      }),
    );
    expect(InstanceInformationList).toMatchObject([
      {
        InstanceId: HYBRID,
        ResourceType: "ManagedInstance",
        Name: "printhost-7",
        IamRole: "hybrid-node",
        ActivationId: "3d6f1f0a-5d0c-4b0e-9a53-0c5b7f1e8a42",
        ComputerName: "printhost-7.warehouse.example.test",
        IPAddress: "192.168.40.17",
        PingStatus: "Online",
      },
    ]);
    expect(InstanceInformationList?.[0]?.RegistrationDate).toEqual(new Date("2025-05-19T06:40:00Z"));
    for (const Key of ["IamRole", "ActivationIds"]) {
      const Values = [Key === "IamRole" ? "hybrid-node" : "3d6f1f0a-5d0c-4b0e-9a53-0c5b7f1e8a42"];
      const found = await ssm.send(new DescribeInstanceInformationCommand({ Filters: [{ Key, Values }] }));
      expect(found.InstanceInformationList?.map(({ InstanceId }) => InstanceId)).toEqual([HYBRID]);
    }
    const all = await ec2.send(
      new DescribeInstancesCommand({ Filters: [{ Name: "instance-id", Values: [HYBRID] }] }),
    );
    expect(all.Reservations).toEqual([]);
    const properties = await ssm.send(new DescribeInstancePropertiesCommand({ MaxResults: 50 }));
    expect(properties.InstanceProperties?.find(({ InstanceId }) => InstanceId === HYBRID)?.Name).toBe(
      "printhost-7",
    );
    expect(properties.InstanceProperties?.[0]).toMatchObject({
      InstanceState: "running",
      InstanceType: "t3.medium",
    });
  });

  it("has its tags at Systems Manager, as documents have, and an instance has not", async () => {
    const { ssm } = operator("eu-west-1");
    const tags = async (ResourceType: "ManagedInstance" | "Document", ResourceId: string) =>
      Object.fromEntries(
        ((await ssm.send(new ListTagsForResourceCommand({ ResourceType, ResourceId }))).TagList ?? []).map(
          ({ Key, Value }) => [Key, Value],
        ),
      );
    expect(await tags("ManagedInstance", HYBRID)).toMatchObject({ Env: "onprem", Site: "Rotterdam" });
    const on = { ResourceType: "ManagedInstance" as const, ResourceId: HYBRID };
    await ssm.send(new AddTagsToResourceCommand({ ...on, Tags: [{ Key: "Dock", Value: "3" }] }));
    await ssm.send(new RemoveTagsFromResourceCommand({ ...on, TagKeys: ["Site"] }));
    expect(await tags("ManagedInstance", HYBRID)).toMatchObject({ Dock: "3" });
    expect(await tags("ManagedInstance", HYBRID)).not.toHaveProperty("Site");
    await ssm.send(
      new AddTagsToResourceCommand({
        ResourceType: "Document",
        ResourceId: SHELL_DOCUMENT,
        Tags: [{ Key: "Owner", Value: "sre" }],
      }),
    );
    expect(await tags("Document", SHELL_DOCUMENT)).toEqual({ Owner: "sre" });
    const ofInstance = new ListTagsForResourceCommand({
      ResourceType: "ManagedInstance",
      ResourceId: "i-0f3a9c41d7e25b91c",
    });
    expect(await refusal(ssm.send(ofInstance))).toMatchObject({ code: "InvalidResourceId" });
  });

  it("opens a shell under a policy that names it as what it is", async () => {
    const policyFor = (resource: string) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "ssm:StartSession",
            Resource: [resource, `arn:aws:ssm:eu-west-1:111122223333:document/${SHELL_DOCUMENT}`],
          },
        ],
      });
    const start = async (resource: string) => {
      const keys = await account.target({ RoleSessionName: "ses_print", Policy: policyFor(resource) });
      return clients(account.sandbox, keys).ssm.send(
        new StartSessionCommand({ Target: HYBRID, DocumentName: SHELL_DOCUMENT }),
      );
    };
    expect(await refusal(start(`arn:aws:ec2:eu-west-1:111122223333:instance/${HYBRID}`))).toMatchObject({
      code: "AccessDeniedException",
    });
    const started = await start(`arn:aws:ssm:eu-west-1:111122223333:managed-instance/${HYBRID}`);
    const client = new PluginClient({
      sessionId: started.SessionId ?? "",
      tokenValue: started.TokenValue ?? "",
      streamUrl: started.StreamUrl ?? "",
    });
    await expect.poll(() => client.output, LIMIT).toContain("$ ");
    client.type("lpq\n");
    await expect.poll(() => client.output, LIMIT).toContain("media-needed");
    client.disconnect();
  });
});
