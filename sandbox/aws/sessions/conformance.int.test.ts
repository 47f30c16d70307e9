import { afterAll, beforeAll, expect, it } from "vitest";
import { MESSAGE_TYPE, PAYLOAD_TYPE } from "./channel/codec";
import { commandDocument, shellDocument } from "./testing/session-documents";
import { openSessionWorld, type SessionWorld, until } from "./testing/session-world";

/**
 * What the real plugin was seen to need of a service, line by line. The client here is our own and does on the wire what the
 * plugin does; the plugin itself is in no package registry.
 */

const PROMPT = "ssm-user@ip-10-0-3-17:~$ ";
let world: SessionWorld;
beforeAll(async () => {
  world = await openSessionWorld({ socketSeconds: 3600 });
});
afterAll(() => world.close());

/** A shell at its prompt, with a client that resumes as the plugin does. */
async function atPrompt(inputs: Record<string, unknown> = {}) {
  const credentials = await world.start({ document: shellDocument(inputs) });
  const { sessionId } = credentials;
  const client = world.client(credentials, { resume: () => world.port.resume(sessionId) });
  await until(() => client.output.includes(PROMPT), "the prompt");
  return { sessionId, credentials, client };
}

it("1. a wrong token closes with 1008; a resumed one opens; an unknown target is TargetNotConnected", async () => {
  const credentials = await world.start();
  const stranger = world.client({ ...credentials, tokenValue: "wrong" });
  await until(() => stranger.closeCode, "the close");
  expect(stranger.closeCode).toBe(1008);
  expect(stranger.received).toEqual([]);
  const { sessionId } = credentials;
  const client = world.client(
    { ...credentials, tokenValue: "stale" },
    { resume: () => world.port.resume(sessionId) },
  );
  await until(() => client.output.includes(PROMPT), "the prompt");
  expect(client.connections).toBe(2);
  await expect(world.start({ target: "i-0000000000000dead" })).rejects.toMatchObject({
    code: "TargetNotConnected",
  });
  await expect(world.start({ region: "us-east-1" })).rejects.toMatchObject({ code: "TargetNotConnected" });
  expect(() => world.port.resume("nobody-0123456789abcdefg")).toThrow(
    expect.objectContaining({ code: "DoesNotExistException" }),
  );
});

it("2a. without handshake the first message is the prompt: number 0, SYN, type 1", async () => {
  const { client } = await atPrompt();
  // What left before the client was connected comes again, later.
  const [first] = client.received
    .filter((message) => message.messageType === MESSAGE_TYPE.output)
    .toSorted((a, b) => a.sequenceNumber - b.sequenceNumber);
  const { sequenceNumber, flags, payloadType } = first ?? {};
  expect({ sequenceNumber, flags, payloadType }).toEqual({
    sequenceNumber: 0,
    flags: 1,
    payloadType: PAYLOAD_TYPE.output,
  });
  expect(client.payloads.every(({ type }) => type === PAYLOAD_TYPE.output)).toBe(true);
});

it("2b. with handshake: request, answer, complete, then the shell; early keys are acknowledged and lost", async () => {
  const credentials = await world.start({ document: shellDocument({ sandboxHandshake: true }) });
  const client = world.client(credentials);
  await until(() => client.output.includes(PROMPT), "the prompt");
  const types = client.payloads.map(({ type }) => type);
  expect(types.slice(0, 3)).toEqual([
    PAYLOAD_TYPE.handshakeRequest,
    PAYLOAD_TYPE.handshakeComplete,
    PAYLOAD_TYPE.output,
  ]);
  expect(JSON.parse(client.payloads[0]?.bytes.toString() ?? "")).toEqual({
    AgentVersion: "3.3.987.0",
    RequestedClientActions: [
      { ActionType: "SessionType", ActionParameters: { SessionType: "Standard_Stream", Properties: null } },
    ],
  });
  client.type("echo hand$((1))shake\n");
  await until(() => client.output.includes("hand1shake"), "the output");
});

it("3. the terminal follows 101×33 and then 90×20", async () => {
  const { client } = await atPrompt();
  for (const [cols, rows] of [
    [101, 33],
    [90, 20],
  ] as const) {
    client.resize(cols, rows);
    client.type("stty size\n");
    await until(
      () => client.output.includes(`\n${rows} ${cols}\r`) || client.output.includes(`\r${rows} ${cols}\r`),
      "the size",
    );
  }
});

it("4. Ctrl-C is the byte 3 and interrupts", async () => {
  const { client } = await atPrompt();
  // What the child prints itself shows that the terminal is its own: before that the byte reaches the shell, which
  // may be between two commands.
  client.type("sh -c 'echo runs-$((1+1)); exec sleep 600'\r");
  await until(() => client.output.includes("runs-2"), "the command");
  client.type("\x03");
  client.type("echo status=$?\n");
  await until(() => client.output.includes("status=130"), "the interrupt");
});

it("5. what is not acknowledged is sent again: the oldest only, and the shell goes on", async () => {
  const credentials = await world.start();
  const client = world.client(credentials, { acknowledges: false });
  await until(() => client.received.length > 0, "output");
  client.type("seq 1 3; sleep 0.3; seq 4 6\n");
  const resent = await until(() => {
    const zeros = client.received.filter(
      (m) => m.messageType === MESSAGE_TYPE.output && m.sequenceNumber === 0,
    );
    return zeros.length >= 4 && zeros;
  }, "the oldest again");
  expect(new Set(resent.map((message) => message.messageId)).size).toBe(1);
  const later = client.received.filter((m) => m.messageType === MESSAGE_TYPE.output && m.sequenceNumber > 0);
  expect(new Set(later.map((m) => m.sequenceNumber)).size).toBe(later.length);
  expect(later.length).toBeGreaterThan(0);
});

it("6. a dropped socket: resume, the same URL, a new token, numbers and shell go on", async () => {
  const { client, sessionId } = await atPrompt();
  client.type("marker=kept\n");
  await until(() => client.acknowledgedInput.includes(client.nextInput - 1), "the acknowledgement");
  const before = client.expectedOutput;
  world.port.cut(sessionId);
  await until(() => client.connections === 2, "the second connection");
  client.type("echo $marker-$((40+2))\n");
  await until(() => client.output.includes("kept-42"), "the same shell");
  expect(client.expectedOutput).toBeGreaterThan(before);
  expect(client.payloads.filter(({ type }) => type === PAYLOAD_TYPE.handshakeRequest)).toEqual([]);
});

it("6b. while nobody listens a session is Disconnected, and what it printed comes when somebody does", async () => {
  const { client, sessionId, credentials } = await atPrompt();
  client.type("sleep 0.4; echo wh$((1))ile-away\n");
  await until(() => client.acknowledgedInput.includes(client.nextInput - 1), "the acknowledgement");
  client.disconnect();
  await until(() => world.port.get(sessionId)?.status === "Disconnected", "Disconnected");
  await new Promise((resolve) => setTimeout(resolve, 600));
  const resumed = world.client({ ...credentials, ...world.port.resume(sessionId) });
  resumed.continueAfter(client);
  await until(() => resumed.output.includes("wh1ile-away"), "the output");
  expect(world.port.get(sessionId)?.status).toBe("Connected");
});

it("7. resuming a session that is over gives no token", async () => {
  const { client, sessionId } = await atPrompt();
  client.type("exit\n");
  await until(() => client.lastLine, "the end");
  expect(world.port.resume(sessionId)).toEqual({ sessionId });
  const late = world.client(
    { sessionId, streamUrl: "ws://127.0.0.1:1/" },
    { resume: () => world.port.resume(sessionId) },
  );
  await until(() => late.lastLine, "the word");
  expect(late.lastLine).toBe(`Session: ${sessionId} timed out.`);
});

it("8. channel_closed comes without Output after TerminateSession and with one when the service has a reason", async () => {
  const ended = await atPrompt();
  world.port.terminate(ended.sessionId);
  await until(() => ended.client.lastLine, "the end");
  expect(ended.client.lastLine).toBe(`Exiting session with sessionId: ${ended.sessionId}.`);
  await until(() => world.port.get(ended.sessionId)?.status === "Terminated", "Terminated");

  const idle = await openSessionWorld();
  try {
    const credentials = await idle.start({ document: shellDocument({ idleSessionTimeout: "1" }) });
    const client = idle.client(credentials);
    await until(() => client.output.includes(PROMPT), "the prompt");
    // Again and again: what the shell said late counts as activity.
    const hours = setInterval(() => {
      idle.clock.offsetMs += 61_000;
    }, 1_000);
    await until(() => client.lastLine, "the end").finally(() => clearInterval(hours));
    expect(client.lastLine).toBe(
      `SessionId: ${credentials.sessionId} : Your session timed out due to inactivity.`,
    );
  } finally {
    await idle.close();
  }
});

it("9. a socket closed without a word, as happens hourly, leaves the session alive", async () => {
  const hourly = await openSessionWorld({ socketSeconds: 60 });
  try {
    const credentials = await hourly.start();
    const { sessionId } = credentials;
    const client = hourly.client(credentials, { resume: () => hourly.port.resume(sessionId) });
    await until(() => client.output.includes(PROMPT), "the prompt");
    hourly.clock.offsetMs = 60_000;
    await until(() => client.connections === 2, "the second connection");
    expect(client.received.some((message) => message.messageType === MESSAGE_TYPE.channelClosed)).toBe(false);
    client.type("echo st$((1))ill\n");
    await until(() => client.output.includes("st1ill"), "the same shell");
  } finally {
    await hourly.close();
  }
});

it("10. input out of order runs in order, and a duplicate is acknowledged again and runs once", async () => {
  const { client } = await atPrompt();
  await until(() => client.acknowledgedInput.length > 0, "the size's acknowledgement");
  const first = client.nextInput;
  const frame = (offset: number, text: string) =>
    client.inputFrame({ sequenceNumber: first + offset, payload: Buffer.from(text) });
  client.sendRaw(frame(2, "c\n"));
  client.sendRaw(frame(1, "b"));
  client.sendRaw(frame(0, "echo x-a"));
  client.sendRaw(frame(0, "echo x-a"));
  await until(() => client.output.includes("x-abc\r\n"), "the output");
  const numbers = client.acknowledgedInput
    .filter((number) => number >= first)
    .map((number) => number - first);
  expect(numbers).toEqual([2, 1, 0, 0]);
});

it("11. a frame without creation date is dropped without acknowledgement; a wrong digest the agent does not see", async () => {
  const { client } = await atPrompt();
  await until(() => client.acknowledgedInput.length > 0, "the size's acknowledgement");
  const sequenceNumber = client.nextInput;
  const undated = client.inputFrame({ sequenceNumber, payload: Buffer.from("echo never\n") });
  undated.fill(0, 40, 48);
  client.sendRaw(undated);
  const misdigested = client.inputFrame({ sequenceNumber, payload: Buffer.from("echo dig$((1))est\n") });
  misdigested.fill(0, 80, 112);
  client.sendRaw(misdigested);
  await until(() => client.output.includes("dig1est"), "the output");
  expect(client.acknowledgedInput.filter((number) => number === sequenceNumber)).toHaveLength(1);
  expect(client.output).not.toContain("never");
});

it("12. a type padded with NUL is accepted", async () => {
  const { client } = await atPrompt();
  await until(() => client.acknowledgedInput.length > 0, "the size's acknowledgement");
  const frame = client.inputFrame({
    sequenceNumber: client.nextInput,
    payload: Buffer.from("echo n$((0))l\n"),
  });
  for (let at = 4; at < 36; at += 1) if (frame[at] === 0x20) frame[at] = 0;
  client.sendRaw(frame);
  await until(() => client.output.includes("n0l"), "the output");
});

it("13. a later text frame and a message of unknown type are ignored", async () => {
  const { client } = await atPrompt();
  client.sendRaw("not a message");
  client.sendRaw(client.inputFrame({ messageType: "no_such_type", payload: Buffer.from("echo no\n") }));
  client.type("echo go$((1))es\n");
  await until(() => client.output.includes("go1es"), "the output");
});

it("14. a non-interactive command has a handshake, output, errors of type 11 and an exit code of type 12", async () => {
  const credentials = await world.start({
    document: commandDocument("NonInteractiveCommands", "echo fine; echo oops >&2; exit 3"),
  });
  const client = world.client(credentials);
  await until(() => client.lastLine, "the end");
  const byType = (type: number) =>
    Buffer.concat(
      client.payloads.filter((payload) => payload.type === type).map(({ bytes }) => bytes),
    ).toString();
  expect(byType(PAYLOAD_TYPE.output)).toBe("fine\n");
  expect(byType(PAYLOAD_TYPE.stdErr)).toBe("oops\n");
  expect(byType(PAYLOAD_TYPE.exitCode)).toBe("EXIT_CODE: 3");
});
