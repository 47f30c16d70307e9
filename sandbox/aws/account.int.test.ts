import { LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import {
  CreateDocumentCommand,
  DescribeDocumentCommand,
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand,
  GetConnectionStatusCommand,
  GetDocumentCommand,
  ListDocumentsCommand,
  ResumeSessionCommand,
  StartSessionCommand,
  TerminateSessionCommand,
  UpdateDocumentCommand,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SHELL_DOCUMENT } from "./seed/documents";
import {
  assume,
  clients,
  type Keys,
  refusal,
  roleArn,
  startTestAccount,
  type TestAccount,
} from "./testing/test-account";

const NODE = "i-0f3a9c41d7e25b91c";
/** The instances of the account's first region, by id. */
const NODES = [
  "i-02b6e1d84f7a9c350",
  "i-04c8e6f1b92d7a350",
  "i-0a91d3b75c4e2f860",
  "i-0b7d20e94a6c8135f",
  "i-0c47f92e5ba1d8603",
  NODE,
];
const HYBRID = "mi-0d5a8c31f6e2b7940";

let account: TestAccount;
let reader: Keys;
let closer: Keys;
beforeAll(async () => {
  account = await startTestAccount();
  reader = await assume(account.sandbox, account.jobs, {
    RoleArn: roleArn("HalliganReader"),
    RoleSessionName: "jobs",
  });
  closer = await assume(account.sandbox, account.jobs, {
    RoleArn: roleArn("HalliganCloser"),
    RoleSessionName: "jobs",
  });
});
afterAll(() => account.close());

describe("the seeded roles", () => {
  it("let the gateway's user and the broker assume the reader", async () => {
    const input = { RoleArn: roleArn("HalliganReader"), RoleSessionName: "gateway" };
    await expect(assume(account.sandbox, account.gateway, input)).resolves.toBeDefined();
    await expect(assume(account.sandbox, await account.broker(), input)).resolves.toBeDefined();
  });

  it("keep the closer from the gateway, and the users from everything but assuming", async () => {
    const input = { RoleArn: roleArn("HalliganCloser"), RoleSessionName: "gateway" };
    expect(await refusal(assume(account.sandbox, account.gateway, input))).toMatchObject({
      code: "AccessDenied",
    });
    for (const keys of [account.gateway, account.jobs, await account.broker()]) {
      const { ssm } = clients(account.sandbox, keys);
      expect(await refusal(ssm.send(new DescribeInstanceInformationCommand({})))).toMatchObject({
        code: "AccessDeniedException",
      });
      expect(
        await refusal(ssm.send(new StartSessionCommand({ Target: NODE, DocumentName: SHELL_DOCUMENT }))),
      ).toMatchObject({
        code: "AccessDeniedException",
      });
    }
  });

  it("let the closer end sessions and nothing else, and the reader read and nothing else", async () => {
    const ssm = clients(account.sandbox, closer).ssm;
    await expect(ssm.send(new TerminateSessionCommand({ SessionId: "nobody-0" }))).resolves.toBeDefined();
    await expect(ssm.send(new DescribeSessionsCommand({ State: "Active" }))).resolves.toBeDefined();
    expect(await refusal(ssm.send(new ResumeSessionCommand({ SessionId: "nobody-0" })))).toMatchObject({
      code: "AccessDeniedException",
    });
    expect(await refusal(ssm.send(new GetDocumentCommand({ Name: SHELL_DOCUMENT })))).toMatchObject({
      code: "AccessDeniedException",
    });
    const read = clients(account.sandbox, reader);
    expect(
      await refusal(read.ssm.send(new TerminateSessionCommand({ SessionId: "nobody-0" }))),
    ).toMatchObject({ code: "AccessDeniedException" });
  });

  it("can be read through IAM", async () => {
    const { iam } = clients(account.sandbox, reader);
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: "HalliganTarget" }));
    expect(Role).toMatchObject({ Arn: roleArn("HalliganTarget"), MaxSessionDuration: 3600 });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toContain("sts:ExternalId");
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName: "HalliganTarget" }));
    expect(PolicyNames).toEqual(["RecordedShells"]);
    const policy = await iam.send(
      new GetRolePolicyCommand({ RoleName: "HalliganTarget", PolicyName: "RecordedShells" }),
    );
    expect(JSON.parse(decodeURIComponent(policy.PolicyDocument ?? ""))).toMatchObject({
      Version: "2012-10-17",
    });
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "HalliganTarget" }));
    expect(attached.AttachedPolicies).toEqual([]);
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: "Nothing" })))).toMatchObject({
      code: "NoSuchEntityException",
      status: 404,
    });
    const PolicyArn = "arn:aws:iam::aws:policy/AdministratorAccess";
    const operator = clients(account.sandbox, account.operator).iam;
    expect((await operator.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
      DefaultVersionId: "v1",
      AttachmentCount: 1,
    });
    const version = await operator.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
    expect(decodeURIComponent(version.PolicyVersion?.Document ?? "")).toContain('"Action":"*"');
  });

  it("obey a permissions boundary put on them", async () => {
    const target = account.sandbox.world.accounts.get("111122223333");
    const role = target?.roles.get("HalliganTarget");
    if (!target || !role) throw new Error("no role");
    const arn = "arn:aws:iam::111122223333:policy/Bound";
    const v1 = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ssm:Describe*", Resource: "*" }],
    };
    target.policies.set(arn, {
      arn,
      policyId: "ANPA",
      name: "Bound",
      path: "/",
      defaultVersionId: "v1",
      versions: { v1 },
    });
    role.permissionsBoundary = arn;
    const { ssm } = clients(account.sandbox, await account.target({ RoleSessionName: "ses_bound" }));
    const { message } = await refusal(
      ssm.send(new StartSessionCommand({ Target: NODE, DocumentName: SHELL_DOCUMENT })),
    );
    delete role.permissionsBoundary;
    expect(message).toMatch(/because no permissions boundary allows the ssm:StartSession action$/);
  });
});

describe("inventory", () => {
  it("lists the managed nodes with filters and pages", async () => {
    const { ssm } = clients(account.sandbox, reader);
    const all = await ssm.send(new DescribeInstanceInformationCommand({}));
    expect(all.InstanceInformationList?.map(({ InstanceId }) => InstanceId)).toEqual([...NODES, HYBRID]);
    expect(all.InstanceInformationList?.[5]).toMatchObject({
      PingStatus: "Online",
      PlatformType: "Linux",
      ResourceType: "EC2Instance",
    });
    expect(all.InstanceInformationList?.[5]?.ComputerName).toMatch(/^ip-.*\.eu-west-1\.compute\.internal$/);
    const byId = await ssm.send(
      new DescribeInstanceInformationCommand({
        Filters: [{ Key: "InstanceIds", Values: [NODE, "i-0000000000000000f"] }],
      }),
    );
    expect(byId.InstanceInformationList).toHaveLength(1);
    const byTag = await ssm.send(
      new DescribeInstanceInformationCommand({ Filters: [{ Key: "tag:Env", Values: ["staging"] }] }),
    );
    expect(byTag.InstanceInformationList?.map(({ InstanceId }) => InstanceId)).toEqual([
      "i-0b7d20e94a6c8135f",
      "i-0c47f92e5ba1d8603",
    ]);
    expect(
      await refusal(
        ssm.send(new DescribeInstanceInformationCommand({ Filters: [{ Key: "Colour", Values: ["red"] }] })),
      ),
    ).toMatchObject({ code: "InvalidFilterKey" });
    expect(await refusal(ssm.send(new DescribeInstanceInformationCommand({ MaxResults: 4 })))).toMatchObject({
      code: "ValidationException",
    });
    const elsewhere = await clients(account.sandbox, reader, "us-west-2").ssm.send(
      new DescribeInstanceInformationCommand({}),
    );
    expect(elsewhere.InstanceInformationList).toEqual([]);
  });

  it("describes instances by id and filter, with their tags", async () => {
    const { ec2 } = clients(account.sandbox, reader);
    const one = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [NODE] }));
    const [instance] = one.Reservations?.[0]?.Instances ?? [];
    expect(instance).toMatchObject({ InstanceId: NODE, State: { Name: "running", Code: 16 } });
    expect(instance?.Tags).toEqual(
      expect.arrayContaining([
        { Key: "Name", Value: "payments-api-2" },
        { Key: "Env", Value: "prod" },
      ]),
    );
    const find = async (Name: string, ...Values: string[]) =>
      (await ec2.send(new DescribeInstancesCommand({ Filters: [{ Name, Values }] }))).Reservations?.map(
        (r) => r.Instances?.[0]?.InstanceId,
      );
    expect(await find("tag:Team", "payments")).toEqual([NODE]);
    expect(await find("tag:Name", "edge-*", "ledger-?")).toEqual([
      "i-0a91d3b75c4e2f860",
      "i-0b7d20e94a6c8135f",
    ]);
    expect(await find("instance-state-name", "stopped")).toEqual([]);
    expect(await find("tag-key", "Tier")).toEqual(NODES);
    const describeInstances = (input: object) => refusal(ec2.send(new DescribeInstancesCommand(input)));
    expect(await describeInstances({ InstanceIds: ["i-0000000000000000f"] })).toMatchObject({
      code: "InvalidInstanceID.NotFound",
    });
    expect(await describeInstances({ InstanceIds: ["i-xyz"] })).toMatchObject({
      code: "InvalidInstanceID.Malformed",
    });
    expect(await describeInstances({ Filters: [{ Name: "colour", Values: ["red"] }] })).toMatchObject({
      code: "InvalidParameterValue",
    });
    expect(
      await refusal(clients(account.sandbox, closer).ec2.send(new DescribeInstancesCommand({}))),
    ).toMatchObject({ code: "UnauthorizedOperation", status: 403 });
  });
});

describe("documents", () => {
  it("shows the recorded shell, whose name carries the mark of its content", async () => {
    const { ssm } = clients(account.sandbox, reader);
    const document = await ssm.send(new GetDocumentCommand({ Name: SHELL_DOCUMENT }));
    expect(JSON.parse(document.Content ?? "")).toMatchObject({
      sessionType: "Standard_Stream",
      inputs: { maxSessionDuration: "60", cloudWatchStreamingEnabled: true },
    });
    const { Document } = await ssm.send(new DescribeDocumentCommand({ Name: SHELL_DOCUMENT }));
    expect(Document).toMatchObject({
      HashType: "Sha256",
      Owner: "111122223333",
      DocumentType: "Session",
      SchemaVersion: "1.0",
    });
    expect(SHELL_DOCUMENT).toBe(`Halligan-Shell-60m-${Document?.Hash?.slice(0, 8)}`);
    expect(await refusal(ssm.send(new GetDocumentCommand({ Name: "Nothing" })))).toMatchObject({
      code: "InvalidDocument",
    });
  });

  it("are created once, listed in pages, and changed only by whom IAM lets", async () => {
    const { ssm } = clients(account.sandbox, account.operator);
    const content = (note: string) =>
      JSON.stringify({ schemaVersion: "1.0", description: note, sessionType: "Standard_Stream", inputs: {} });
    const create = (Name: string, Content: string) =>
      ssm.send(new CreateDocumentCommand({ Name, Content, DocumentType: "Session" }));
    await create("Halligan-Shell-15m-test", content("one"));
    expect(await refusal(create("Halligan-Shell-15m-test", content("one")))).toMatchObject({
      code: "DocumentAlreadyExists",
    });
    expect(await refusal(create("Broken-1", "{"))).toMatchObject({ code: "InvalidDocumentContent" });
    const tooLong = JSON.stringify({
      schemaVersion: "1.0",
      sessionType: "Standard_Stream",
      inputs: { maxSessionDuration: "1441" },
    });
    expect(await refusal(create("Broken-2", tooLong))).toMatchObject({ code: "InvalidDocumentContent" });
    const names: (string | undefined)[] = [];
    for (let token: string | undefined, pages = 0; pages === 0 || token; pages += 1) {
      const page = await ssm.send(
        new ListDocumentsCommand({ MaxResults: 2, ...(token ? { NextToken: token } : {}) }),
      );
      names.push(...(page.DocumentIdentifiers ?? []).map(({ Name }) => Name));
      token = page.NextToken;
    }
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(
      expect.arrayContaining([SHELL_DOCUMENT, "Halligan-Shell-15m-test", "AWS-StartSSHSession"]),
    );
    const own = await ssm.send(
      new ListDocumentsCommand({
        Filters: [
          { Key: "Owner", Values: ["Self"] },
          { Key: "Name", Values: ["Halligan-Shell-60m"] },
        ],
      }),
    );
    expect(own.DocumentIdentifiers?.map(({ Name }) => Name)).toEqual([SHELL_DOCUMENT]);
    const update = new UpdateDocumentCommand({
      Name: SHELL_DOCUMENT,
      Content: content("weaker"),
      DocumentVersion: "$LATEST",
    });
    expect(await refusal(clients(account.sandbox, reader).ssm.send(update))).toMatchObject({
      code: "AccessDeniedException",
    });
  });
});

describe("sessions", () => {
  it("start, show, resume and end, each for whom IAM lets", async () => {
    const keys = await account.target({ RoleSessionName: "ses_life" });
    const { ssm } = clients(account.sandbox, keys);
    const started = await ssm.send(
      new StartSessionCommand({ Target: NODE, DocumentName: SHELL_DOCUMENT, Reason: "INC-1" }),
    );
    expect(started.SessionId).toMatch(/^ses_life-[0-9a-z]{17,}$/);
    expect(started.StreamUrl).toBe(
      `ws://127.0.0.1:${account.sandbox.port}/v1/data-channel/${started.SessionId}?role=publish_subscribe`,
    );
    const SessionId = started.SessionId ?? "";
    const read = clients(account.sandbox, reader).ssm;
    const find = async (State: "Active" | "History", key: string, value: string) => {
      const Filters = [{ key: key as "Target", value }];
      return (await read.send(new DescribeSessionsCommand({ State, Filters }))).Sessions?.map(
        (row) => row.SessionId,
      );
    };
    const owner = "arn:aws:sts::111122223333:assumed-role/HalliganTarget/ses_life";
    for (const [key, value] of [
      ["Target", NODE],
      ["Owner", owner],
      ["SessionId", SessionId],
      ["AccessType", "Standard"],
      ["InvokedAfter", new Date(Date.now() - 60_000).toISOString()],
      ["InvokedBefore", new Date(Date.now() + 60_000).toISOString()],
    ] as const) {
      expect(await find("Active", key, value), key).toEqual([SessionId]);
    }
    expect(await find("Active", "Target", NODES[0] ?? "")).toEqual([]);
    const [row] = (await read.send(new DescribeSessionsCommand({ State: "Active" }))).Sessions ?? [];
    expect(row).toMatchObject({
      Owner: owner,
      DocumentName: SHELL_DOCUMENT,
      Reason: "INC-1",
      Target: NODE,
      MaxSessionDuration: "60",
    });
    const resumed = await ssm.send(new ResumeSessionCommand({ SessionId }));
    expect(resumed.TokenValue).toBeTruthy();
    expect(resumed.TokenValue).not.toBe(started.TokenValue);
    await clients(account.sandbox, closer).ssm.send(new TerminateSessionCommand({ SessionId }));
    await expect.poll(() => find("History", "SessionId", SessionId)).toEqual([SessionId]);
    expect(await find("Active", "SessionId", SessionId)).toEqual([]);
    expect((await ssm.send(new ResumeSessionCommand({ SessionId }))).TokenValue).toBeUndefined();
    expect(
      await refusal(ssm.send(new ResumeSessionCommand({ SessionId: "ses_life-nothing" }))),
    ).toMatchObject({ code: "DoesNotExistException" });
  });

  it("are refused on a node that is not there, and with a document that is not", async () => {
    const { ssm } = clients(account.sandbox, account.operator);
    const start = (Target: string, DocumentName?: string) =>
      refusal(ssm.send(new StartSessionCommand({ Target, ...(DocumentName ? { DocumentName } : {}) })));
    expect(await start("i-0000000000000000f")).toMatchObject({
      code: "TargetNotConnected",
      message: "i-0000000000000000f is not connected.",
    });
    expect(await start(NODE, "No-Such-Document")).toMatchObject({ code: "InvalidDocument" });
    expect(await start("payments-api-2")).toMatchObject({ code: "ValidationException" });
    const status = async (Target: string) =>
      (await ssm.send(new GetConnectionStatusCommand({ Target }))).Status;
    expect(await status(NODE)).toBe("connected");
    expect(await status("i-0000000000000000f")).toBe("notconnected");
  });

  it("page through the history", async () => {
    const { ssm } = clients(account.sandbox, account.operator);
    const ended: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { SessionId } = await ssm.send(
        new StartSessionCommand({ Target: NODE, DocumentName: SHELL_DOCUMENT }),
      );
      await ssm.send(new TerminateSessionCommand({ SessionId }));
      ended.push(SessionId);
    }
    const ids = async (size: number) => {
      const found: (string | undefined)[] = [];
      for (let token: string | undefined, pages = 0; pages === 0 || token; pages += 1) {
        const page = await ssm.send(
          new DescribeSessionsCommand({
            State: "History",
            MaxResults: size,
            ...(token ? { NextToken: token } : {}),
          }),
        );
        found.push(...(page.Sessions ?? []).map(({ SessionId }) => SessionId));
        token = page.NextToken;
      }
      return found;
    };
    // All three: one that ends between the two lists would make them differ.
    await expect.poll(() => ids(200), { timeout: 10_000 }).toEqual(expect.arrayContaining(ended));
    expect(await ids(1)).toEqual(await ids(200));
  });
});

describe("the trail", () => {
  const lookup = async (
    AttributeKey:
      | "EventName"
      | "Username"
      | "AccessKeyId"
      | "ReadOnly"
      | "EventSource"
      | "ResourceName"
      | "ResourceType"
      | "EventId",
    AttributeValue: string,
  ) => {
    const { cloudtrail } = clients(account.sandbox, reader);
    const answer = await cloudtrail.send(
      new LookupEventsCommand({ LookupAttributes: [{ AttributeKey, AttributeValue }] }),
    );
    return (answer.Events ?? []).map((event) => ({
      ...event,
      record: JSON.parse(event.CloudTrailEvent ?? "{}"),
    }));
  };

  it("records AssumeRole with its session token and StartSession with its token masked, as AWS does, and no key", async () => {
    const keys = await account.target({
      RoleSessionName: "ses_trail",
      Tags: [{ Key: "grant", Value: "grt_1" }],
    });
    const { ssm } = clients(account.sandbox, keys);
    const { SessionId, TokenValue, StreamUrl } = await ssm.send(
      new StartSessionCommand({ Target: NODE, DocumentName: SHELL_DOCUMENT, Reason: "INC-7" }),
    );
    await ssm.send(new TerminateSessionCommand({ SessionId }));
    const [ended, started] = await lookup("Username", "ses_trail");
    expect(started?.record).toMatchObject({
      eventVersion: "1.08",
      eventSource: "ssm.amazonaws.com",
      eventName: "StartSession",
      awsRegion: "eu-west-1",
      requestParameters: { target: NODE, documentName: SHELL_DOCUMENT, reason: "INC-7" },
      responseElements: {
        sessionId: SessionId,
        tokenValue: "Value hidden due to security reasons.",
        streamUrl: StreamUrl,
      },
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: "111122223333",
      eventCategory: "Management",
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::111122223333:assumed-role/HalliganTarget/ses_trail",
        accessKeyId: keys.accessKeyId,
        sessionContext: {
          sessionIssuer: { type: "Role", userName: "HalliganTarget" },
          sourceIdentity: "ana",
        },
      },
    });
    expect(started?.record.userIdentity.principalId).toMatch(/^AROA[A-Z2-7]{17}:ses_trail$/);
    expect(started?.record.eventTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(ended?.record).toMatchObject({
      eventName: "TerminateSession",
      requestParameters: { sessionId: SessionId },
      responseElements: { sessionId: SessionId },
    });
    const assumed = (await lookup("EventName", "AssumeRole")).find(
      ({ record }) => record.requestParameters.roleSessionName === "ses_trail",
    );
    expect(assumed?.record).toMatchObject({
      requestParameters: {
        roleArn: roleArn("HalliganTarget"),
        sourceIdentity: "ana",
        tags: [{ key: "grant", value: "grt_1" }],
      },
      responseElements: {
        credentials: { accessKeyId: keys.accessKeyId, sessionToken: keys.sessionToken },
        sourceIdentity: "ana",
      },
      resources: [{ accountId: "111122223333", type: "AWS::IAM::Role", ARN: roleArn("HalliganTarget") }],
    });
    expect(assumed?.record.responseElements.credentials.expiration).toMatch(
      /^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/,
    );
    const everything = JSON.stringify(account.sandbox.world.trail.entries);
    for (const secret of [TokenValue, keys.secretAccessKey, account.operator.secretAccessKey]) {
      expect(everything).not.toContain(secret);
    }
  });

  it("records denials without parameters, with AWS's code and sentence", async () => {
    const keys = await account.target({ RoleSessionName: "ses_denied" });
    const { ssm, ec2 } = clients(account.sandbox, keys);
    const { message } = await refusal(
      ssm.send(new StartSessionCommand({ Target: NODE, DocumentName: "AWS-StartInteractiveCommand" })),
    );
    await refusal(ec2.send(new DescribeInstancesCommand({})));
    const [instances, start] = await lookup("AccessKeyId", keys.accessKeyId);
    expect(start?.record).toMatchObject({
      errorCode: "AccessDenied",
      errorMessage: message,
      requestParameters: null,
      responseElements: null,
    });
    expect(instances?.record.errorCode).toBe("Client.UnauthorizedOperation");
  });

  it("is found by every attribute, one at a time, newest first, in pages, within times", async () => {
    const { cloudtrail } = clients(account.sandbox, reader);
    const [newest] = await lookup("EventName", "StartSession");
    expect(await lookup("EventId", newest?.EventId ?? "")).toHaveLength(1);
    expect((await lookup("ReadOnly", "false")).every(({ ReadOnly }) => ReadOnly === "false")).toBe(true);
    expect((await lookup("EventSource", "ssm.amazonaws.com")).length).toBeGreaterThan(0);
    const aboutRoles = await lookup("ResourceType", "AWS::IAM::Role");
    expect(aboutRoles.map(({ EventName }) => EventName)).toContain("AssumeRole");
    expect(
      aboutRoles.every(({ Resources }) =>
        Resources?.some(({ ResourceType }) => ResourceType === "AWS::IAM::Role"),
      ),
    ).toBe(true);
    expect((await lookup("ResourceName", roleArn("HalliganCloser"))).length).toBeGreaterThan(0);
    const two = [
      { AttributeKey: "EventName" as const, AttributeValue: "x" },
      { AttributeKey: "Username" as const, AttributeValue: "y" },
    ];
    expect(await refusal(cloudtrail.send(new LookupEventsCommand({ LookupAttributes: two })))).toMatchObject({
      code: "InvalidLookupAttributesException",
    });
    expect(await refusal(cloudtrail.send(new LookupEventsCommand({ MaxResults: 51 })))).toMatchObject({
      code: "InvalidMaxResultsException",
    });
    const total = account.sandbox.world.trail.entries.filter(({ region }) => region === "eu-west-1").length;
    const seen: string[] = [];
    const EndTime = new Date();
    for (let token: string | undefined, pages = 0; pages === 0 || token; pages += 1) {
      const page = await cloudtrail.send(
        new LookupEventsCommand({ MaxResults: 7, EndTime, ...(token ? { NextToken: token } : {}) }),
      );
      seen.push(...(page.Events ?? []).map(({ EventId }) => EventId ?? ""));
      token = page.NextToken;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(total);
    const none = await cloudtrail.send(new LookupEventsCommand({ EndTime: new Date(Date.now() - 3600_000) }));
    expect(none.Events).toEqual([]);
  });

  it("survives a restart", async () => {
    const before = account.sandbox.world.trail.entries.length;
    await account.restart();
    expect(account.sandbox.world.trail.entries.length).toBe(before);
  });
});
