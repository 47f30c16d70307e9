import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readSettings } from "../document-settings";
import { EVENT_BYTES } from "../line-queue";
import type { AgentLogSink, SessionRow } from "../session-port";
import { shellDocument } from "../testing/session-documents";
import { openAgentLog } from "./agent-log";
import type { AgentLogOptions } from "./options";

const NOW = Date.parse("2026-03-14T09:26:53.640Z");

const row: SessionRow = {
  sessionId: "ses_01ana-0a1b2c3d4e5f60718",
  accountId: "111122223333",
  region: "eu-west-1",
  target: "i-0f3a9c41d7e25b91c",
  documentName: "Halligan-Shell-60m-00000000",
  owner: "arn:aws:sts::111122223333:assumed-role/HalliganTarget/ses_01ana",
  status: "Connected",
  startDate: NOW,
  accessType: "Standard",
};

interface Call {
  timestamps: number[];
  messages: string[];
}

function openLog(inputs: Record<string, unknown> = {}, hasGroup = true) {
  const calls: Call[] = [];
  const made: string[] = [];
  const warnings: string[] = [];
  const sink: AgentLogSink = {
    hasLogGroup: () => hasGroup,
    createLogStream: (_account, _region, _group, stream) => void made.push(stream),
    putLogEvents: (_account, _region, _group, _stream, events) =>
      void calls.push({ timestamps: events.map((e) => e.timestamp), messages: events.map((e) => e.message) }),
  };
  const options: AgentLogOptions = {
    row,
    settings: readSettings({ document: shellDocument(inputs) }),
    sink,
    // Nothing here goes to S3 or waits for the end: agent-log-at-end.test.ts does.
    objects: { isEncrypted: () => false, putObject: async () => undefined },
    spoolFolder: "/nowhere",
    now: () => NOW,
    warn: (text) => void warnings.push(text),
  };
  const log = openAgentLog(options);
  return { log, calls, made, warnings };
}

function writing(inputs?: Record<string, unknown>) {
  const opened = openLog(inputs);
  if (opened.log.state !== "writing") throw new TypeError("the log is not written");
  return { ...opened, log: opened.log };
}

const dataOf = (message: string): string[] => JSON.parse(message).sessionData;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

describe("the streaming agent's log", () => {
  it("writes complete lines once a second, with its keys in the agent's order", () => {
    const { log, calls, made } = writing();
    log.append(Buffer.from("$ echo 'a && b'\r\na && b\r\n$ "));
    expect(made).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(made).toEqual([row.sessionId]);
    expect(calls).toEqual([
      {
        timestamps: [NOW],
        messages: [
          `{"eventVersion":"1.0","eventTime":"2026-03-14T09:26:53Z","awsRegion":"eu-west-1","target":{"id":"i-0f3a9c41d7e25b91c"},"userIdentity":{"arn":"${row.owner}"},"runAsUser":"ssm-user","sessionId":"${row.sessionId}","sessionData":["$ echo 'a \\u0026\\u0026 b'","a \\u0026\\u0026 b"]}`,
        ],
      },
    ]);
  });

  it("makes no stream and no call while no line is complete, and uploads the unfinished one at the end", async () => {
    const { log, calls, made } = writing();
    log.append(Buffer.from("$ exi"));
    vi.advanceTimersByTime(5000);
    expect([made, calls]).toEqual([[], []]);
    log.append(Buffer.from("t"));
    await log.drain();
    expect(calls.flatMap((call) => call.messages).map(dataOf)).toEqual([["$ exit"]]);
  });

  it("cuts a long line at 33,000 bytes into events of its own", () => {
    const { log, calls } = writing();
    log.append(Buffer.from(`$ head\r\n${"x".repeat(70_000)}\r\n$ `));
    vi.advanceTimersByTime(1000);
    const lengths = calls.map((call) =>
      call.messages.map((message) => dataOf(message).map((line) => line.length)),
    );
    expect(lengths).toEqual([[[6], [33_000], [33_000], [4000]]]);
  });

  it("packs lines up to 33,000 bytes and uploads four events a tick: the rest waits, and is drained at the end", async () => {
    const { log, calls } = writing();
    const line = `${"y".repeat(998)}\r\n`;
    for (let index = 0; index < 200; index += 1) log.append(Buffer.from(line));
    vi.advanceTimersByTime(1000);
    expect(calls.map((call) => call.messages.map((message) => dataOf(message).length))).toEqual([
      [33, 33, 33, 33],
    ]);
    expect(33 * line.length).toBeLessThanOrEqual(EVENT_BYTES);
    await log.drain();
    const counts = calls.flatMap((call) => call.messages.map((message) => dataOf(message).length));
    expect(counts).toEqual([33, 33, 33, 33, 33, 33, 2]);
  });

  it("a cut session keeps what was uploaded: the last second is lost", () => {
    const { log, calls } = writing();
    log.append(Buffer.from("kept\n"));
    vi.advanceTimersByTime(1000);
    log.append(Buffer.from("lost\n"));
    vi.advanceTimersByTime(999);
    expect(calls.flatMap((call) => call.messages).map(dataOf)).toEqual([["kept"]]);
  });

  it("a missing group is a warning and an unlogged session", () => {
    const { log, warnings } = openLog({}, false);
    expect(log.state).toBe("off");
    expect(warnings).toEqual([expect.stringContaining("/halligan/sessions not found")]);
  });

  it("a missing group refuses the session when the document insists on encryption", () => {
    expect(openLog({ cloudWatchEncryptionEnabled: true }, false).log).toMatchObject({
      state: "refused",
      reason: expect.stringContaining("encryption is not set up"),
    });
  });
});
