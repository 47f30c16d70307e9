import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSettings } from "../document-settings";
import type { AgentLogSink, AgentObjectSink, SessionRow } from "../session-port";
import { commandDocument, shellDocument } from "../testing/session-documents";
import { openAgentLog } from "./agent-log";
import { objectKey } from "./at-end";
import { AT_END_EVENT_BYTES } from "./script";

/** The end of the session that the real agent's samples are of. */
const ENDED = Date.parse("2026-11-23T15:13:53.807Z");
const SAMPLE = readFileSync("fixtures/agent-log/s3-session.log");
const SAMPLE_EVENT: string = JSON.parse(
  readFileSync("fixtures/agent-log/nonstreaming-put-log-events.jsonl", "utf8"),
).logEvents[0].message;

/** What the shell had printed: the sample without its frame, and without the replaying terminal's carriage returns. */
const RAW = Buffer.from(
  SAMPLE.toString("latin1")
    .replace(/^Script started[^\n]*\n/, "")
    .replace(/\nScript done[^\n]*\n$/, "")
    .replaceAll("\r\r\n", "\r\n"),
  "latin1",
);

const row: SessionRow = {
  sessionId: "alice-6c65219cf2f71eb5f",
  accountId: "111122223333",
  region: "eu-west-1",
  target: "i-0123456789abcdef0",
  documentName: "Halligan-Shell-60m-00000000",
  owner: "arn:aws:sts::111122223333:assumed-role/HalliganTarget/alice",
  status: "Connected",
  startDate: ENDED - 60_000,
  accessType: "Standard",
};

let spoolFolder: string;
beforeEach(() => {
  spoolFolder = mkdtempSync(join(tmpdir(), "halligan-spool-"));
});
afterEach(() => rmSync(spoolFolder, { recursive: true, force: true }));

interface World {
  hasGroup?: boolean;
  isEncrypted?: () => boolean;
  failPut?: string;
  document?: ReturnType<typeof shellDocument>;
}

const TO_S3 = { cloudWatchLogGroupName: "", s3BucketName: "logs", s3KeyPrefix: "sessions/core" };
const AT_END = { cloudWatchStreamingEnabled: false };

function openLog(inputs: Record<string, unknown>, world: World = {}) {
  const objects = new Map<string, Buffer>();
  const made: string[] = [];
  const calls: string[][] = [];
  const warnings: string[] = [];
  const sink: AgentLogSink = {
    hasLogGroup: () => world.hasGroup ?? true,
    createLogStream: (_account, _region, _group, stream) => void made.push(stream),
    putLogEvents: (_account, _region, _group, _stream, events) =>
      void calls.push(events.map(({ message }) => message)),
  };
  const bucket: AgentObjectSink = {
    isEncrypted: world.isEncrypted ?? (() => true),
    async putObject(_account, name, key, body) {
      if (world.failPut) throw new Error(world.failPut);
      const chunks: Buffer[] = [];
      for await (const chunk of body) chunks.push(chunk);
      objects.set(`${name}/${key}`, Buffer.concat(chunks));
    },
  };
  const log = openAgentLog({
    row,
    settings: readSettings({ document: world.document ?? shellDocument(inputs) }),
    sink,
    objects: bucket,
    spoolFolder,
    now: () => ENDED,
    warn: (text) => void warnings.push(text),
  });
  return { log, objects, made, calls, warnings };
}

async function upload(inputs: Record<string, unknown>, output: Buffer, world?: World) {
  const { log, ...rest } = openLog(inputs, world);
  if (log.state !== "writing") throw new TypeError(`the log is ${log.state}`);
  // In frames, as it comes: what is cut between two of them must not show.
  for (let at = 0; at < output.length; at += 1024) log.append(output.subarray(at, at + 1024));
  const before = { objects: rest.objects.size, calls: rest.calls.length };
  const complete = await log.drain();
  return { ...rest, before, complete };
}

describe("the object in S3", () => {
  it("is byte for byte what the real agent left: script's frame, CR CR LF, control characters kept", async () => {
    const { objects } = await upload(TO_S3, RAW);
    expect(objects.get("logs/sessions/core/alice-6c65219cf2f71eb5f.log")?.toString("latin1")).toBe(
      SAMPLE.toString("latin1"),
    );
  });

  it("is made when the shell has gone, not before, and leaves no file on the node", async () => {
    const { before, objects } = await upload(TO_S3, RAW);
    expect([before.objects, objects.size]).toEqual([0, 1]);
    expect(readdirSync(spoolFolder)).toEqual([]);
  });

  it("is there for a session that printed nothing", async () => {
    const { objects } = await upload(TO_S3, Buffer.alloc(0));
    expect([...objects.values()].map(String)).toEqual([
      expect.stringMatching(
        /^Script started on 2026-11-23 15:13:53\+00:00 \[COMMAND="cat [^"]+" <not executed on terminal>\]\n\nScript done on 2026-11-23 15:13:53\+00:00 \[COMMAND_EXIT_CODE="0"\]\n$/,
      ),
    ]);
  });

  it("names the plugin's file: of commands as of shells", async () => {
    const document = commandDocument("NonInteractiveCommands", "uptime");
    const inputs = { s3BucketName: "logs" };
    const { objects } = await upload({}, Buffer.from("up\n"), {
      document: { ...document, content: { ...document.content, inputs } },
    });
    expect(String(objects.get(`logs/${row.sessionId}.log`))).toContain(
      `/${row.sessionId}/NonInteractiveCommands/ipcTempFile.log"`,
    );
  });

  it("has prefix and session id as a path, without colons in the name", () => {
    expect(objectKey("", "ana-1")).toBe("ana-1.log");
    expect(objectKey("logs/", "ana-1")).toBe("logs/ana-1.log");
    expect(objectKey("a//b", "ana:1")).toBe("a/b/ana1.log");
  });
});

describe("CloudWatch Logs at the end", () => {
  it("holds in one event what the real agent put there: frame included, CR LF made LF once, the last newline gone", async () => {
    const { calls, made } = await upload(AT_END, RAW);
    expect(made).toEqual([row.sessionId]);
    expect(calls).toEqual([[SAMPLE_EVENT]]);
  });

  it("cuts at 200,000 bytes, four events a call, and never through a character", async () => {
    const line = `${"你好".repeat(100)}\r\n`;
    const output = Buffer.from(line.repeat(2000));
    const { calls } = await upload(AT_END, output);
    expect(calls.map((call) => call.length)).toEqual([4, 3]);
    const sizes = calls.flat().map((message) => Buffer.byteLength(message));
    expect(
      sizes.slice(0, -1).every((size) => size > AT_END_EVENT_BYTES - 4 && size <= AT_END_EVENT_BYTES),
    ).toBe(true);
    expect(calls.flat().join("")).not.toContain("\ufffd");
    expect(calls.flat().join("").split("你好")).toHaveLength(200_001);
  });

  it("writes bytes that are no UTF-8 as Go does, one mark for each", async () => {
    const { calls } = await upload(AT_END, Buffer.from([0x61, 0xff, 0xfe, 0x0d, 0x0a]));
    expect(calls[0]?.[0]).toContain("\na\ufffd\ufffd\r\n\n");
  });

  it("is silent for commands without a terminal whose document asks for streaming", () => {
    const document = commandDocument("NonInteractiveCommands", "uptime");
    const inputs = { cloudWatchLogGroupName: "/halligan/sessions", cloudWatchStreamingEnabled: true };
    const world = { document: { ...document, content: { ...document.content, inputs } } };
    expect(openLog({}, world).log.state).toBe("off");
  });
});

describe("where the agent went, in its last word", () => {
  it("names bucket and key beside group and stream", async () => {
    const both = { s3BucketName: "logs", s3KeyPrefix: "p" };
    const { complete, objects } = await upload(both, RAW);
    expect(complete).toEqual({
      s3Bucket: "logs",
      s3UrlSuffix: `p/${row.sessionId}.log`,
      cwlGroup: "/halligan/sessions",
      cwlStream: row.sessionId,
    });
    expect(objects.size).toBe(1);
  });

  it("is said although the upload failed, which is a line in the agent's own log", async () => {
    const { complete, warnings, objects } = await upload(TO_S3, RAW, { failPut: "AccessDenied" });
    expect(complete).toMatchObject({ s3Bucket: "logs", cwlGroup: "" });
    expect(warnings).toEqual([expect.stringContaining("AccessDenied")]);
    expect([objects.size, readdirSync(spoolFolder)]).toEqual([0, []]);
  });
});

describe("what is missing", () => {
  it("turns the log at the end off and lets the session run unlogged", () => {
    const { log, warnings } = openLog(AT_END, { hasGroup: false });
    expect(log.state).toBe("off");
    expect(warnings).toEqual([expect.stringContaining("/halligan/sessions not found")]);
  });

  it("refuses the session where the document insists on encryption in CloudWatch Logs", () => {
    const { log } = openLog({ ...AT_END, cloudWatchEncryptionEnabled: true }, { hasGroup: false });
    expect(log).toMatchObject({
      state: "refused",
      reason: expect.stringContaining("CloudWatch Logs log group"),
    });
  });

  it("refuses the session where the document insists on an encrypted bucket: not encrypted, or not to be read", () => {
    const insisting = { ...TO_S3, s3EncryptionEnabled: true };
    expect(openLog(insisting, { isEncrypted: () => false }).log).toMatchObject({
      state: "refused",
      reason: expect.stringContaining("encryption is not set up on the selected Amazon S3 bucket"),
    });
    const unreadable = () => {
      throw new Error("NoSuchBucket");
    };
    expect(openLog(insisting, { isEncrypted: unreadable }).log).toMatchObject({
      state: "refused",
      reason: expect.stringContaining(
        "unable to validate encryption on Amazon S3 bucket. Error: NoSuchBucket",
      ),
    });
    expect(openLog(insisting).log.state).toBe("writing");
  });

  it("lets the session run when the document does not insist, whatever the bucket is like", () => {
    const unreadable = () => {
      throw new Error("NoSuchBucket");
    };
    expect(openLog(TO_S3, { isEncrypted: unreadable }).log.state).toBe("writing");
    expect(openLog(TO_S3, { isEncrypted: () => false }).log.state).toBe("writing");
  });
});
