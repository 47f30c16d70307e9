import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MESSAGE_TYPE } from "./channel/codec";
import { commandDocument, shellDocument } from "./testing/session-documents";
import { openSessionWorld, type SessionWorld, until } from "./testing/session-world";

const PROMPT = "ssm-user@ip-10-0-3-17:~$ ";
let world: SessionWorld;
beforeAll(async () => {
  world = await openSessionWorld();
});
afterAll(() => world.close());

const logged = (sessionId: string): string[] =>
  (world.streams.get(sessionId) ?? []).flatMap(({ message }) => JSON.parse(message).sessionData);

async function atPrompt(inputs: Record<string, unknown> = {}) {
  const credentials = await world.start({ document: shellDocument(inputs) });
  const client = world.client(credentials);
  await until(() => client.output.includes(PROMPT), "the prompt");
  return { ...credentials, client };
}

it("a shell shows its prompt, echoes what is typed and ends with exit", async () => {
  const { client, sessionId } = await atPrompt();
  client.type("echo $((40+2)); hostname\n");
  await until(() => /42\r\nip-10-0-3-17\.eu-west-1\.compute\.internal\r\n/.test(client.output), "the output");
  client.type("exit\n");
  await until(() => client.lastLine, "the end");
  expect(client.lastLine).toBe(`Exiting session with sessionId: ${sessionId}.`);
  expect(world.port.get(sessionId)).toMatchObject({ status: "Terminated", endDate: expect.any(Number) });
  expect(sessionId).toMatch(/^ses_01ana-[a-z0-9]{17,}$/);
});

it("the agent log has what the terminal printed, once it is complete", async () => {
  const { client, sessionId } = await atPrompt();
  client.type("printf '\\033[31mred\\033[0m\\ttab\\n'; echo a '&&' b\n");
  await until(() => logged(sessionId).includes("a && b"), "the log");
  expect(logged(sessionId)).toContain("red tab");
  client.type("printf unfinished; exit\n");
  await until(() => client.lastLine, "the end");
  await until(() => logged(sessionId).some((line) => line.startsWith("unfinished")), "the last line");
});

it("a session without a complete line has no stream", async () => {
  const { sessionId } = await atPrompt();
  expect(world.streams.has(sessionId)).toBe(false);
  world.port.terminate(sessionId);
});

it("a missing log group leaves the session unlogged; insisting on encryption refuses it", async () => {
  const { client } = await atPrompt({ cloudWatchLogGroupName: "/nowhere" });
  client.type("echo u$((0))nlogged\n");
  await until(() => client.output.includes("u0nlogged"), "the output");
  const refused = await world.start({
    document: shellDocument({ cloudWatchLogGroupName: "/nowhere", cloudWatchEncryptionEnabled: true }),
  });
  const told = world.client(refused);
  await until(() => told.lastLine, "the refusal");
  expect(told.lastLine).toContain("encryption is not set up on the selected CloudWatch Logs log group");
  expect(world.port.get(refused.sessionId)?.status).toBe("Failed");
});

it("a second OpenDataChannel takes the session over and retires the first socket", async () => {
  const { client, sessionId, streamUrl } = await atPrompt();
  const token = world.port.resume(sessionId).tokenValue ?? "";
  const second = world.client({ sessionId, tokenValue: token, ...(streamUrl && { streamUrl }) });
  await until(() => client.closeCode, "the close of the first");
  second.continueAfter(client);
  second.type("echo sec$((2))nd\n");
  await until(() => second.output.includes("sec2nd"), "the output");
  expect(client.output).not.toContain("sec2nd");
});

it("the flag TerminateSession ends the shell", async () => {
  const { client, sessionId } = await atPrompt();
  client.sendFlag(2);
  await until(() => client.lastLine, "the end");
  await until(() => world.port.get(sessionId)?.status === "Terminated", "Terminated");
});

describe("limits by the world's clock", () => {
  it("the document's maximum duration ends a busy session", async () => {
    const own = await openSessionWorld();
    try {
      const credentials = await own.start({
        document: shellDocument({ maxSessionDuration: "5", idleSessionTimeout: "60" }),
      });
      const client = own.client(credentials);
      await until(() => client.output.includes(PROMPT), "the prompt");
      own.clock.offsetMs = 299_000 - 2000;
      client.type("echo st$((1))ill\n");
      await until(() => client.output.includes("st1ill"), "the output");
      expect(client.lastLine).toBeUndefined();
      own.clock.offsetMs = 300_000;
      await until(() => client.lastLine, "the end");
      expect(client.lastLine).toContain("maximum duration");
    } finally {
      await own.close();
    }
  });
});

it("a restart keeps the history: what was active is terminated, and its shell has gone", async () => {
  const own = await openSessionWorld();
  try {
    const credentials = await own.start({ reason: "PAY-2231" });
    expect(own.port.list({ state: "Active" }).map((row) => row.sessionId)).toEqual([credentials.sessionId]);
    await own.restart();
    expect(own.port.list({ state: "Active" })).toEqual([]);
    expect(own.port.list({ state: "History" })).toMatchObject([
      {
        sessionId: credentials.sessionId,
        status: "Terminated",
        reason: "PAY-2231",
        maxSessionDuration: "60",
      },
    ]);
    expect(own.port.resume(credentials.sessionId)).toEqual({ sessionId: credentials.sessionId });
  } finally {
    await own.close();
  }
});

it("ten megabytes of fast output arrive whole, and the last words too", async () => {
  const { client } = await atPrompt();
  client.type("head -c 10000000 /dev/zero | tr '\\0' x; echo; echo d$((0))ne; exit\n");
  await until(() => client.lastLine, "the end", 30_000);
  expect(client.output.includes("x".repeat(10_000_000))).toBe(true);
  expect(client.output).toContain("d0ne\r\n");
});

it("a shell that floods an empty room waits, and goes on when somebody listens again", async () => {
  const { client, sessionId, streamUrl } = await atPrompt();
  client.type("head -c 4000000 /dev/zero | tr '\\0' y; echo; echo d$((0))ne\n");
  await until(() => client.acknowledgedInput.includes(client.nextInput - 1), "the acknowledgement");
  client.disconnect();
  await until(() => world.port.get(sessionId)?.status === "Disconnected", "Disconnected");
  const { tokenValue = "" } = world.port.resume(sessionId);
  const back = world.client({ sessionId, tokenValue, ...(streamUrl && { streamUrl }) });
  back.continueAfter(client);
  // What went into the empty room comes again one frame a tick, as from the real agent: too slow to wait for here.
  await until(
    () => back.received.some((message) => message.payload.includes("d0ne")),
    "the last words",
    20_000,
  );
});

it("characters arrive whole in every message", async () => {
  const { client } = await atPrompt();
  client.type("for i in $(seq 1 400); do printf '✓é😀'; done; echo; echo d$((0))ne\n");
  await until(() => client.output.includes("d0ne"), "the output");
  const chunks = client.received.filter((message) => message.messageType === MESSAGE_TYPE.output);
  expect(chunks.every(({ payload }) => payload.length <= 1024)).toBe(true);
  expect(chunks.map(({ payload }) => payload.toString()).join("")).not.toContain("\ufffd");
});

it("a shell is not root and shows no file of ours", async () => {
  const { client } = await atPrompt();
  client.type("/usr/bin/id -u; /usr/bin/id -G; ls /proc/$$/fd | tr '\\n' ,; echo d$((0))ne\n");
  await until(() => client.output.includes("d0ne"), "the output");
  const lines = client.output.split("\r\n");
  const [uid = "", groups] = lines.slice(lines.findIndex((line) => /\d+$/.test(line) && !line.includes("$")));
  if (process.getuid?.() === 0) expect([uid.replace(/^.*\r/, ""), groups]).toEqual(["65533", "65533"]);
  // bash keeps its terminal once more as 255.
  expect(client.output).toMatch(/\b0,1,2,255,d0ne/);
});

it("an interactive command runs on a terminal, with its parameter filled in", async () => {
  const document = commandDocument("InteractiveCommands", "tty | cut -c 1-5; echo {{ word }}");
  document.content.parameters = { word: { type: "String", allowedPattern: "^[a-z]+$" } };
  const credentials = await world.start({ document, parameters: { word: ["hello"] } });
  const client = world.client(credentials);
  await until(() => client.lastLine, "the end");
  expect(client.output).toBe("/dev/\r\nhello\r\n");
  await expect(world.start({ document, parameters: { word: ["a;b"] } })).rejects.toMatchObject({
    code: "InvalidParameters",
  });
});

describe("the user on the node", () => {
  const asReader = { runAsEnabled: true, runAsDefaultUser: "reader" };

  it.each([
    ["is the document's", asReader, undefined, "reader"],
    ["is rather the caller's tag's", asReader, "operator", "operator"],
    ["is ssm-user where the document doesn't have it enabled, whatever the tag", {}, "operator", "ssm-user"],
  ])("%s", async (_title, inputs, runAsUser, expected) => {
    const started = await world.start({
      document: shellDocument(inputs),
      ...(runAsUser === undefined ? {} : { runAsUser }),
    });
    const client = world.client(started);
    await until(() => client.output.includes(`${expected}@ip-10-0-3-17:~$ `), "the prompt");
    client.type("cd /var/log; whoami\n");
    const where = expected === "ssm-user" ? "~/var/log" : "/var/log";
    await until(() => client.output.includes(`\r${expected}\r\n`), "the name");
    await until(() => client.output.includes(`${expected}@ip-10-0-3-17:${where}$ `), "the folder");
    world.port.terminate(started.sessionId);
  });

  it.each([
    [
      "the node has none of that name",
      asReader,
      "nobody-here",
      "failed to start pty since RunAs user nobody-here does not exist",
    ],
    [
      "neither document nor tag names one",
      { runAsEnabled: true },
      undefined,
      "please set the RunAs default user",
    ],
  ])("fails the session where %s", async (_title, inputs, runAsUser, words) => {
    const refused = await world.start({
      document: shellDocument(inputs),
      ...(runAsUser === undefined ? {} : { runAsUser }),
    });
    const told = world.client(refused);
    await until(() => told.lastLine, "the refusal");
    expect(told.lastLine).toContain(words);
    expect(world.port.get(refused.sessionId)?.status).toBe("Failed");
  });
});
