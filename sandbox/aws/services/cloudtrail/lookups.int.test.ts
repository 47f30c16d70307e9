import { type LookupAttribute, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import {
  DescribeSessionsCommand,
  type DescribeSessionsCommandInput,
  GetDocumentCommand,
  StartSessionCommand,
  TerminateSessionCommand,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SHELL_DOCUMENT } from "../../seed/documents";
import { until } from "../../sessions/testing/session-world";
import {
  clients,
  refusal,
  StandingClock,
  startTestAccount,
  type TestAccount,
} from "../../testing/test-account";
import { s3Client } from "../../testing/test-buckets";

const PAYMENTS = "i-0f3a9c41d7e25b91c";
const NOON = Date.parse("2026-03-14T12:00:00Z");
const clock = new StandingClock(NOON);
let account: TestAccount;
let ids: string[];
let other: string;

beforeAll(async () => {
  account = await startTestAccount({ clock });
  const { ssm } = clients(account.sandbox, account.operator);
  other =
    account.sandbox.world.sessions
      .nodes()
      .find(
        ({ id, accountId, region, online }) =>
          online && id !== PAYMENTS && accountId === "111122223333" && region === "eu-west-1",
      )?.id ?? "";
  ids = [];
  // One a minute: 12:00, 12:01 and 12:02; the second on another node, the first ended.
  for (const [minute, Target] of [PAYMENTS, other, PAYMENTS].entries()) {
    clock.at = NOON + minute * 60_000;
    const { SessionId = "" } = await ssm.send(
      new StartSessionCommand({ Target, DocumentName: SHELL_DOCUMENT }),
    );
    ids.push(SessionId);
  }
  await ssm.send(new TerminateSessionCommand({ SessionId: ids[0] }));
  await until(() => account.sandbox.world.sessions.get(ids[0] ?? "")?.status === "Terminated", "the end");
});
afterAll(() => account.close());

describe("DescribeSessions", () => {
  const list = async (State: "Active" | "History", rest: Partial<DescribeSessionsCommandInput> = {}) =>
    clients(account.sandbox, account.operator).ssm.send(new DescribeSessionsCommand({ State, ...rest }));
  const found = async (key: string, value: string, State: "Active" | "History" = "Active") => {
    const Filters = [{ key, value }] as DescribeSessionsCommandInput["Filters"];
    return (await list(State, { Filters })).Sessions?.map(({ SessionId }) => SessionId);
  };

  it("filters by each of its keys", async () => {
    const [first, second, third] = ids;
    const owner = "arn:aws:iam::111122223333:user/operator";
    const cases: [string, string, (string | undefined)[]][] = [
      ["Target", other, [second]],
      ["Owner", owner, [third, second]],
      ["Owner", `${owner}x`, []],
      ["Status", "Connecting", [third, second]],
      ["Status", "Connected", []],
      ["SessionId", third ?? "", [third]],
      ["SessionId", first ?? "", []],
      ["AccessType", "Standard", [third, second]],
      ["AccessType", "JustInTime", []],
      ["InvokedAfter", "2026-03-14T12:01:00Z", [third, second]],
      ["InvokedAfter", "2026-03-14T12:01:01Z", [third]],
      ["InvokedBefore", "2026-03-14T12:02:00Z", [second]],
      ["InvokedBefore", "2026-03-14T12:02:01Z", [third, second]],
      ["InvokedBefore", "2026-03-14T13:01:30+01:00", [second]],
    ];
    for (const [key, value, expected] of cases)
      expect(await found(key, value), `${key} ${value}`).toEqual(expected);
    expect(await found("Status", "Terminated", "History")).toEqual([first]);
  });

  it("wants all filters to hold", async () => {
    const Filters: DescribeSessionsCommandInput["Filters"] = [
      { key: "Target", value: PAYMENTS },
      { key: "InvokedAfter", value: "2026-03-14T12:01:00Z" },
    ];
    const { Sessions } = await list("Active", { Filters });
    expect(Sessions?.map(({ SessionId }) => SessionId)).toEqual([ids[2]]);
  });

  it("refuses keys and values that are none, also where there is nothing to compare", async () => {
    expect(await refusal(found("Node", PAYMENTS))).toMatchObject({ code: "InvalidFilterKey" });
    const values = {
      InvokedAfter: "yesterday",
      InvokedBefore: "1773489600",
      Status: "Open",
      AccessType: "Root",
    };
    for (const [key, value] of Object.entries(values)) {
      expect(await refusal(found(key, value, "History")), key).toMatchObject({ code: "ValidationException" });
    }
  });

  it("gives pages of the wanted size, newest first, and refuses a token that is not its own", async () => {
    const first = await list("Active", { MaxResults: 1 });
    const second = await list("Active", { MaxResults: 1, NextToken: first.NextToken });
    expect([first, second].map(({ Sessions }) => Sessions?.map(({ SessionId }) => SessionId))).toEqual([
      [ids[2]],
      [ids[1]],
    ]);
    expect([typeof first.NextToken, second.NextToken]).toEqual(["string", undefined]);
    expect(await refusal(list("Active", { NextToken: "forged" }))).toMatchObject({
      code: "InvalidNextToken",
    });
    for (const MaxResults of [0, 201]) {
      expect(await refusal(list("Active", { MaxResults }))).toMatchObject({ code: "ValidationException" });
    }
  });
});

describe("LookupEvents", () => {
  const look = (rest: object = {}) =>
    clients(account.sandbox, account.operator).cloudtrail.send(new LookupEventsCommand(rest));
  const by = async (AttributeKey: LookupAttribute["AttributeKey"], AttributeValue: string) =>
    (await look({ LookupAttributes: [{ AttributeKey, AttributeValue }] })).Events ?? [];

  it("finds events by each of its attributes", async () => {
    const starts = await by("EventName", "StartSession");
    expect(starts).toHaveLength(3);
    const [newest] = starts;
    expect((await by("EventId", newest?.EventId ?? "")).map(({ EventName }) => EventName)).toEqual([
      "StartSession",
    ]);
    expect((await by("Username", "operator")).length).toBeGreaterThanOrEqual(4);
    expect(await by("Username", "nobody")).toEqual([]);
    expect(await by("AccessKeyId", account.operator.accessKeyId)).not.toEqual([]);
    expect(await by("AccessKeyId", account.jobs.accessKeyId)).toEqual([]);
    const sources = (await by("EventSource", "ssm.amazonaws.com")).map(({ EventSource }) => EventSource);
    expect(new Set(sources)).toEqual(new Set(["ssm.amazonaws.com"]));
    const reads = await by("ReadOnly", "true");
    const writes = await by("ReadOnly", "false");
    expect([
      new Set(reads.map(({ ReadOnly }) => ReadOnly)),
      new Set(writes.map(({ ReadOnly }) => ReadOnly)),
    ]).toEqual([new Set(["true"]), new Set(["false"])]);
    expect((await by("ResourceName", PAYMENTS)).map(({ EventName }) => EventName)).toEqual([
      "StartSession",
      "StartSession",
    ]);
    expect((await by("ResourceType", "AWS::EC2::Instance")).length).toBe(3);
    expect(await refusal(by("ReadOnly", "perhaps"))).toMatchObject({
      code: "InvalidLookupAttributesException",
    });
  });

  it("names the resources of an event: node and document, bucket, document of a read", async () => {
    const [start] = await by("EventName", "StartSession");
    expect(start?.Resources).toEqual([
      { ResourceType: "AWS::EC2::Instance", ResourceName: PAYMENTS },
      { ResourceType: "AWS::SSM::Document", ResourceName: SHELL_DOCUMENT },
    ]);
    const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" as const };
    const s3 = s3Client(account.sandbox, account.operator);
    await s3.send(new CreateBucketCommand({ Bucket: "looked-up", CreateBucketConfiguration }));
    const [made] = await by("ResourceName", "looked-up");
    expect(made).toMatchObject({
      EventName: "CreateBucket",
      ReadOnly: "false",
      Resources: [{ ResourceType: "AWS::S3::Bucket", ResourceName: "looked-up" }],
    });
    expect(JSON.parse(made?.CloudTrailEvent ?? "{}")).toMatchObject({
      eventSource: "s3.amazonaws.com",
      requestParameters: { bucketName: "looked-up" },
      resources: [{ type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::looked-up" }],
    });
    await clients(account.sandbox, account.operator).ssm.send(
      new GetDocumentCommand({ Name: SHELL_DOCUMENT }),
    );
    const documents = await by("ResourceType", "AWS::SSM::Document");
    expect(documents[0]).toMatchObject({ EventName: "GetDocument", ReadOnly: "true" });
  });

  it("keeps to the time range, both ends in", async () => {
    const at = (minute: number) => new Date(NOON + minute * 60_000);
    const LookupAttributes = [{ AttributeKey: "EventName", AttributeValue: "StartSession" }];
    const count = async (StartTime: Date, EndTime: Date) =>
      (await look({ LookupAttributes, StartTime, EndTime })).Events?.length;
    expect(await count(at(0), at(1))).toBe(2);
    expect(await count(at(1), at(1))).toBe(1);
    expect(await count(at(3), at(4))).toBe(0);
    expect(await refusal(count(at(1), at(0)))).toMatchObject({ code: "InvalidTimeRangeException" });
  });

  it("gives at most fifty a page, newest first, with tokens that belong to their question", async () => {
    const LookupAttributes = [{ AttributeKey: "EventName", AttributeValue: "StartSession" }];
    const first = await look({ LookupAttributes, MaxResults: 2 });
    const second = await look({ LookupAttributes, MaxResults: 2, NextToken: first.NextToken });
    const sessions = [...(first.Events ?? []), ...(second.Events ?? [])].map(
      ({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent ?? "{}").responseElements.sessionId,
    );
    expect(sessions).toEqual([...ids].reverse());
    expect(second.NextToken).toBeUndefined();
    expect(await refusal(look({ MaxResults: 2, NextToken: first.NextToken }))).toMatchObject({
      code: "InvalidNextTokenException",
    });
    expect(await refusal(look({ MaxResults: 51 }))).toMatchObject({ code: "InvalidMaxResultsException" });
    const two = [...LookupAttributes, { AttributeKey: "Username", AttributeValue: "operator" }];
    expect(await refusal(look({ LookupAttributes: two }))).toMatchObject({
      code: "InvalidLookupAttributesException",
    });
  });
});
