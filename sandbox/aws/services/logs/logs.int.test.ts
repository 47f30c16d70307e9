import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  assume,
  clients,
  refusal,
  roleArn,
  startTestAccount,
  type TestAccount,
} from "../../testing/test-account";

const GROUP = "/test/sessions";

describe("CloudWatch Logs", () => {
  let account: TestAccount;
  let logs: ReturnType<typeof clients>["logs"];
  const base = Date.now() - 60_000;

  beforeAll(async () => {
    account = await startTestAccount();
    logs = clients(account.sandbox, account.operator).logs;
    await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  });
  afterAll(() => account.close());

  const stream = async (logStreamName: string, messages: string[], start = base) => {
    await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName }));
    const logEvents = messages.map((message, index) => ({ message, timestamp: start + index }));
    if (logEvents.length > 0)
      await logs.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName, logEvents }));
  };
  const put = (logEvents: { timestamp: number; message: string }[], logStreamName = "limits") =>
    logs.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName, logEvents }));

  it("has the group that recorded shells write to", async () => {
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/halligan" }));
    expect(logGroups).toMatchObject([
      {
        logGroupName: "/halligan/sessions",
        arn: "arn:aws:logs:eu-west-1:111122223333:log-group:/halligan/sessions:*",
        logGroupArn: "arn:aws:logs:eu-west-1:111122223333:log-group:/halligan/sessions",
      },
    ]);
  });

  it("refuses groups and streams that exist or do not", async () => {
    await stream("twice", []);
    const names = { logGroupName: GROUP, logStreamName: "twice" };
    expect(await refusal(logs.send(new CreateLogGroupCommand({ logGroupName: GROUP })))).toMatchObject({
      code: "ResourceAlreadyExistsException",
    });
    expect(await refusal(logs.send(new CreateLogStreamCommand(names)))).toMatchObject({
      code: "ResourceAlreadyExistsException",
    });
    const missing = { code: "ResourceNotFoundException" };
    expect(await refusal(put([{ timestamp: base, message: "x" }], "nothing"))).toMatchObject(missing);
    const named = new FilterLogEventsCommand({ logGroupName: GROUP, logStreamNames: ["twice", "nothing"] });
    expect(await refusal(logs.send(named))).toMatchObject(missing);
    const prefix = new FilterLogEventsCommand({ logGroupName: GROUP, logStreamNamePrefix: "nothing" });
    expect((await logs.send(prefix)).events).toEqual([]);
    expect(await refusal(logs.send(new FilterLogEventsCommand({ logGroupName: "/nothing" })))).toMatchObject(
      missing,
    );
    expect(
      await refusal(logs.send(new GetLogEventsCommand({ ...names, logStreamName: "nothing" }))),
    ).toMatchObject(missing);
  });

  it("has nothing of a stream that was deleted, and takes another of its name", async () => {
    await stream("gone", ["one"]);
    const names = { logGroupName: GROUP, logStreamName: "gone" };
    await logs.send(new DeleteLogStreamCommand(names));
    const missing = { code: "ResourceNotFoundException" };
    expect(await refusal(logs.send(new GetLogEventsCommand(names)))).toMatchObject(missing);
    expect(await refusal(logs.send(new DeleteLogStreamCommand(names)))).toMatchObject(missing);
    await stream("gone", ["two"]);
    const { events } = await logs.send(new GetLogEventsCommand(names));
    expect(events).toMatchObject([{ message: "two" }]);
    await logs.send(new DeleteLogStreamCommand(names));
  });

  it("keeps the limits of PutLogEvents", async () => {
    await stream("limits", []);
    const invalid = { code: "InvalidParameterException" };
    const event = (offset: number, message = "x") => ({ timestamp: base + offset, message });
    expect(await refusal(put([event(1), event(0)]))).toMatchObject(invalid);
    expect(await refusal(put([event(-24 * 3600_000 - 1), event(0)]))).toMatchObject(invalid);
    expect(await refusal(put(Array.from({ length: 10_001 }, () => event(0))))).toMatchObject(invalid);
    const half = "x".repeat(524_288 - 26);
    expect(await refusal(put([event(0, half), event(0, `${half}x`)]))).toMatchObject(invalid);
    await expect(put([event(0, half), event(0, half)])).resolves.toMatchObject({
      nextSequenceToken: expect.any(String),
    });
    const late = await put([{ timestamp: Date.now() + 3 * 3600_000, message: "from the future" }]);
    expect(late.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 0 });
    const old = await put([{ timestamp: Date.now() - 15 * 24 * 3600_000, message: "old" }]);
    expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  });

  it("reads a stream forwards and backwards, and ends with the token it was given", async () => {
    const messages = Array.from({ length: 25 }, (_, index) => `line ${index}`);
    await stream("pages", messages);
    const names = { logGroupName: GROUP, logStreamName: "pages" };
    const forward: (string | undefined)[] = [];
    let nextToken: string | undefined;
    for (;;) {
      const page = await logs.send(
        new GetLogEventsCommand({
          ...names,
          startFromHead: true,
          limit: 10,
          ...(nextToken ? { nextToken } : {}),
        }),
      );
      if (page.nextForwardToken === nextToken) break;
      forward.push(...(page.events ?? []).map(({ message }) => message));
      nextToken = page.nextForwardToken;
    }
    expect(forward).toEqual(messages);
    await put([{ timestamp: base + 100, message: "later" }], "pages");
    const more = await logs.send(new GetLogEventsCommand({ ...names, nextToken, startFromHead: true }));
    expect(more.events?.map(({ message }) => message)).toEqual(["later"]);
    const tail = await logs.send(new GetLogEventsCommand({ ...names, limit: 2 }));
    expect(tail.events?.map(({ message }) => message)).toEqual(["line 24", "later"]);
    const earlier = await logs.send(
      new GetLogEventsCommand({ ...names, limit: 2, nextToken: tail.nextBackwardToken }),
    );
    expect(earlier.events?.map(({ message }) => message)).toEqual(["line 22", "line 23"]);
    expect(
      await refusal(logs.send(new GetLogEventsCommand({ ...names, nextToken: "forged" }))),
    ).toMatchObject({ code: "InvalidParameterException" });
    const range = await logs.send(
      new GetLogEventsCommand({ ...names, startTime: base + 3, endTime: base + 5 }),
    );
    expect(range.events?.map(({ message }) => message)).toEqual(["line 3", "line 4"]);
  });

  it("keeps the order of arrival of events that share a millisecond", async () => {
    await stream("ties", []);
    await put(
      [
        { timestamp: base, message: "1" },
        { timestamp: base, message: "2" },
      ],
      "ties",
    );
    await put([{ timestamp: base, message: "3" }], "ties");
    await put([{ timestamp: base - 1, message: "0" }], "ties");
    const { events } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: GROUP, logStreamNames: ["ties"] }),
    );
    expect(events?.map(({ message }) => message)).toEqual(["0", "1", "2", "3"]);
    expect(events?.every(({ eventId }) => /^\d{56}$/.test(eventId ?? ""))).toBe(true);
  });

  it("filters by words, phrases and streams, in pages of which some are empty and not the last", async () => {
    const noise = Array.from({ length: 5000 }, (_, index) => `noise ${index}`);
    await stream("noise", [...noise, "disk full on /var", "disk nearly full"]);
    const search = async (filterPattern: string, limit?: number) => {
      const messages: (string | undefined)[] = [];
      const sizes: number[] = [];
      for (let nextToken: string | undefined, pages = 0; pages === 0 || nextToken; pages += 1) {
        const page = await logs.send(
          new FilterLogEventsCommand({
            logGroupName: GROUP,
            logStreamNamePrefix: "noise",
            filterPattern,
            ...(limit ? { limit } : {}),
            ...(nextToken ? { nextToken } : {}),
          }),
        );
        messages.push(...(page.events ?? []).map(({ message }) => message));
        sizes.push(page.events?.length ?? 0);
        nextToken = page.nextToken;
      }
      return { messages, sizes };
    };
    const full = await search("disk full");
    expect(full.messages).toEqual(["disk full on /var", "disk nearly full"]);
    expect(full.sizes.slice(0, -1)).toContain(0);
    expect((await search('"disk full"')).messages).toEqual(["disk full on /var"]);
    expect((await search("disk -nearly")).messages).toEqual(["disk full on /var"]);
    expect((await search("?nearly ?/var", 1)).messages).toHaveLength(2);
    expect((await search("", 700)).messages).toHaveLength(5002);
    expect(await refusal(search("{ $.a = 1 }"))).toMatchObject({ code: "InvalidParameterException" });
  });

  it("lists streams by name or by last event", async () => {
    const list = async (input: object) =>
      (await logs.send(new DescribeLogStreamsCommand({ logGroupName: GROUP, ...input }))).logStreams?.map(
        ({ logStreamName }) => logStreamName,
      );
    expect(await list({})).toEqual(["limits", "noise", "pages", "ties", "twice"]);
    expect(await list({ logStreamNamePrefix: "pa" })).toEqual(["pages"]);
    expect((await list({ orderBy: "LastEventTime", descending: true }))?.at(-1)).toBe("twice");
    expect(await refusal(list({ orderBy: "LastEventTime", logStreamNamePrefix: "p" }))).toMatchObject({
      code: "InvalidParameterException",
    });
  });

  it("lets the reader read and not write, and survives a restart", async () => {
    await account.restart();
    logs = clients(account.sandbox, account.operator).logs;
    const keys = await assume(account.sandbox, account.jobs, {
      RoleArn: roleArn("HalliganReader"),
      RoleSessionName: "jobs",
    });
    const reader = clients(account.sandbox, keys).logs;
    const { events } = await reader.send(
      new FilterLogEventsCommand({ logGroupName: GROUP, logStreamNames: ["ties"] }),
    );
    expect(events?.map(({ message }) => message)).toEqual(["0", "1", "2", "3"]);
    const write = new PutLogEventsCommand({
      logGroupName: GROUP,
      logStreamName: "ties",
      logEvents: [{ timestamp: base, message: "x" }],
    });
    expect(await refusal(reader.send(write))).toMatchObject({
      code: "AccessDeniedException",
      message: expect.stringContaining(
        "logs:PutLogEvents on resource: arn:aws:logs:eu-west-1:111122223333:log-group:/test/sessions:log-stream:ties",
      ),
    });
  });
});
