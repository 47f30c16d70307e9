import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf } from "@/lib/aws/credentials";
import { listPastSessions } from "@/lib/aws/sessions";
import { handleOf, reading } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { readNotices } from "@/lib/overview/notices/read-notices";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs, NODES } from "@/lib/requests/testing/world";
import { openMissingReviews } from "@/lib/reviews/open-review";
import { requestEnd } from "@/lib/sessions/ending/request-end";
import { listSessions } from "@/lib/sessions/lists/list-sessions";
import { openSession } from "@/lib/sessions/opening/open-session";
import { readSession } from "@/lib/sessions/read-session";
import { type AwsWorld, gateway, openAwsWorld } from "@/lib/sessions/testing/aws-world";
import { fetchEvidence } from "../fetch-evidence";
import { openAgentLogFile, readAgentLog } from "../read-agent-log";
import { countLogs } from "./count-due-logs";
import { fetchDueImports } from "./fetch-due-imports";
import { importSessions } from "./import-sessions";
import { readImported } from "./read-imported";
import { findUncounted } from "./store";
import { ACCOUNT, BUCKET, importedRow, outsider, REGION } from "./testing/outside";

let world: AwsWorld;
let outside: ReturnType<typeof outsider>;
beforeAll(async () => {
  world = await openAwsWorld({ EVIDENCE_SECONDS: "1" });
  Object.assign(accountOf(ACCOUNT).sessionDocument, { s3Bucket: BUCKET, s3Prefix: "sessions" });
  outside = outsider(world);
  await world.as("jobs");
});
afterAll(() => world.close());

const find = async () => {
  await world.as("jobs");
  await importSessions(jobs, ACCOUNT, REGION);
};
async function asGateway<T>(work: () => Promise<T>): Promise<T> {
  await world.as("gateway");
  const result = await work();
  await world.as("jobs");
  return result;
}

describe("a session past the portal", () => {
  it("that began before the portal watched is history: listed, and neither alarm nor review", async () => {
    const awsSessionId = await outside.opens();
    await outside.ends(awsSessionId);
    await find();
    const row = await importedRow(awsSessionId);
    expect(row).toMatchObject({
      ...{ kind: "imported", state: "ended", endReason: "ended-outside", endAnswer: "Terminated" },
      ...{ nodeId: NODES.ledger, grantId: null, personId: null, imported: { isBeforeWatch: true } },
    });
    await openMissingReviews(jobs);
    expect((await importedRow(awsSessionId)).review).toBeNull();
    expect((await readNotices(world.people.cleo)).rows).toEqual([]);
  });

  it("is on record once, with who AWS says opened it, and reviewers are told; it is not ended", async () => {
    const reason = "just looking \u001b]0;x\u0007";
    const awsSessionId = await outside.opens(NODES.ledger, reason);
    await world.as("jobs");
    await Promise.all([1, 2, 3].map(() => importSessions(jobs, ACCOUNT, REGION)));
    await find();
    const row = await importedRow(awsSessionId);
    expect(row).toMatchObject({
      ...{ state: "open", endedAt: null, gatewayId: null, accountId: ACCOUNT, region: REGION },
      imported: { owner: `arn:aws:iam::${ACCOUNT}:user/operator`, reason, isBeforeWatch: false },
    });
    const events = await eventsOf({ sessionId: row.id });
    expect(events).toMatchObject([{ code: "session.imported", data: { awsSessionId, alarmed: "yes" } }]);
    expect((await world.active()).map((one) => one.awsSessionId)).toContain(awsSessionId);
    expect((await readNotices(world.people.cleo)).rows).toMatchObject([
      { kind: "outside-session", sessionId: row.id, nodes: ["ledger-3"], personName: null, isMine: false },
    ]);
    // Nobody here may end it, and whoever sees only their own does not see it.
    await world.as("web");
    const seen = await readSession(world.people.cleo, row.id);
    expect(seen).toMatchObject({ kind: "imported", actions: { end: { allowed: false } } });
    await expect(
      requestEnd(world.people.ben, { sessionId: row.id, note: "not ours to end" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const work of [readSession, readImported])
      await expect(work(world.people.gus, row.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const { rows } = await listSessions(world.people.cleo, { kind: "imported" });
    expect(rows.map(({ outsideOwner }) => outsideOwner)).toEqual([
      `arn:aws:iam::${ACCOUNT}:user/operator`,
      `arn:aws:iam::${ACCOUNT}:user/operator`,
    ]);
    await outside.ends(awsSessionId);
    await find();
    await find();
    expect(await importedRow(awsSessionId)).toMatchObject({ state: "ended", endReason: "ended-outside" });
    expect((await eventsOf({ sessionId: row.id })).map(({ code, outcome }) => [code, outcome])).toEqual([
      ["session.imported", "done"],
      ["session.end-requested", "refused"],
      ["session.ended", "done"],
    ]);
    await openMissingReviews(jobs);
    expect((await importedRow(awsSessionId)).review).toMatchObject({ state: "open" });
  });

  it("is none of ours, open or over", async () => {
    const { sessionId } = await world.createdSession(world.people.ana);
    await world.as("gateway");
    await openSession(gateway, { sessionId, gatewayId: world.gatewayId, cols: 80, rows: 24 });
    await find();
    await requestEnd(jobs, { sessionId, reason: "window-ended" });
    await world.work("end-session");
    await find();
    await world.as("web");
    const { rows } = await listSessions(world.people.cleo, { kind: "imported" });
    expect(rows).toHaveLength(2);
    const ours = await listSessions(world.people.cleo, { kind: "brokered" });
    expect(ours.rows.map(({ id, outsideOwner }) => [id, outsideOwner])).toEqual([[sessionId, null]]);
  });

  it("on a node that no inventory has is listed under the node's id, as one that is missing", async () => {
    // A machine that the sandbox has, and this database has never read.
    const nodeId = "mi-0d5a8c31f6e2b7940";
    const awsSessionId = await outside.opens(nodeId);
    await find();
    expect(await importedRow(awsSessionId)).toMatchObject({ state: "open", nodeId });
    const [node] = await handleOf(reading()).$queryRaw<{ name: string; since: Date | null }[]>`
      select name, missing_since as since from nodes where id = ${nodeId}`;
    expect(node).toEqual({ name: nodeId, since: expect.any(Date) });
    await outside.ends(awsSessionId);
    await find();
    expect(await importedRow(awsSessionId)).toMatchObject({ state: "ended" });
  });

  it("is read from where the last reading ended; of a page that AWS forgot, from the beginning", async () => {
    const [before] = await handleOf(reading()).$queryRaw<{ until: Date | null }[]>`
      select read_until as until from session_watches where account_id = ${ACCOUNT} and region = ${REGION}`;
    expect(before?.until).toBeInstanceOf(Date);
    await world.owner(`update session_watches set next_token = 'gone', reading_since = now()`);
    await find();
    const [stale] = await handleOf(reading()).$queryRaw<{ token: string | null }[]>`
      select next_token as token from session_watches where account_id = ${ACCOUNT} and region = ${REGION}`;
    expect(stale?.token).toBeNull();
    const awsSessionId = await outside.opens();
    await outside.ends(awsSessionId);
    await find();
    expect(await importedRow(awsSessionId)).toMatchObject({ state: "ended" });
    const place = { account: accountOf(ACCOUNT), region: REGION };
    const later = await listPastSessions(place, { startedAfter: new Date(Date.now() + 60_000) });
    expect(later.sessions).toEqual([]);
  });

  it("of one account that AWS refuses holds up no other", async () => {
    await world.control("fail", { action: "ssm:DescribeSessions", code: "AccessDeniedException", count: 1 });
    await expect(importSessions(jobs, ACCOUNT, REGION)).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED" });
    await world.control("calm", {});
    await find();
  });
});

/** A session past the portal that is over for an hour, with what its node's agent left. */
async function over(leave: {
  stream?: (awsSessionId: string) => readonly string[];
  object?: (awsSessionId: string) => Uint8Array;
}) {
  const awsSessionId = await outside.opens();
  await outside.ends(awsSessionId);
  if (leave.stream) await outside.logs(awsSessionId, leave.stream(awsSessionId));
  if (leave.object) await outside.puts(awsSessionId, leave.object(awsSessionId));
  await find();
  const { id } = await importedRow(awsSessionId);
  await world.owner(`update sessions set ended_at = clock_timestamp() - interval '1 hour',
    opened_at = clock_timestamp() - interval '2 hours', created_at = clock_timestamp() - interval '2 hours'
    where id = '${id}'`);
  await fetchEvidence(jobs, id);
  await countLogs(id);
  return id;
}

/** All pages, as the page of the session shows them. */
async function shown(sessionId: string, from = ""): Promise<string[]> {
  const { lines, next } = await readAgentLog(world.people.cleo, sessionId, from);
  const texts = lines.map(({ message }) => message);
  return next === null ? texts : [...texts, ...(await shown(sessionId, next))];
}

async function downloaded(sessionId: string, of: string): Promise<Buffer> {
  const file = await openAgentLogFile(world.people.cleo, sessionId, of);
  const pieces: Uint8Array[] = [];
  for await (const piece of file.pieces) pieces.push(piece);
  await file.finish(true);
  return Buffer.concat(pieces);
}

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");
const sample = (name: string) => readFileSync(`fixtures/agent-log/${name}`);
/** The messages of a sample that the real agent sent, as of another session. */
const messagesOf = (name: string, awsSessionId: string) =>
  sample(name)
    .toString("utf8")
    .trim()
    .split("\n")
    .flatMap((line) => (JSON.parse(line) as { logEvents: { message: string }[] }).logEvents)
    .map(({ message }) =>
      message.replaceAll(/alice-[0-9a-f]{17}/g, awsSessionId).replaceAll("i-0123456789abcdef0", NODES.ledger),
    );
const logsOf = async (sessionId: string) => (await readImported(world.people.cleo, sessionId))?.logs;

describe("the log of a session past the portal", () => {
  it("is the real agent's stream, line by line, and that it was read is on record", async () => {
    const id = await over({ stream: (aws) => messagesOf("streaming-put-log-events.jsonl", aws) });
    const [log] = (await logsOf(id)) ?? [];
    expect(log).toMatchObject({ source: "stream", form: "streamed" });
    const lines = await asGateway(() => shown(id));
    expect(lines.slice(0, 3)).toEqual([
      '$ printf "\\\\033[31mred\\\\033[0m\\\\ttab\\\\n"',
      "red tab",
      "$ echo abX\b \bc",
    ]);
    expect(lines).toHaveLength(log?.lines ?? 0);
    const file = await asGateway(() => downloaded(id, "stream"));
    // AWS's id looks like a token, and is masked in the file; the sum beside it is of what was fetched.
    const { awsSessionId } = await handleOf(owning()).session.findUniqueOrThrow({ where: { id } });
    const fetched = messagesOf("streaming-put-log-events.jsonl", awsSessionId ?? "").join("\n");
    expect(log?.sha256).toBe(sha256(`${fetched}\n`));
    expect(file.toString("utf8")).toContain("red tab");
    const events = await eventsOf({ sessionId: id });
    expect(events.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["evidence.read", "recording.export-begun", "recording.exported"]),
    );
    expect(events.find(({ code }) => code === "recording.exported")?.data).toMatchObject({
      sha256: sha256(file),
    });
    // Nothing more is asked for.
    expect((await readImported(world.people.cleo, id))?.isSettled).toBe(true);
    expect(await findUncounted(reading(), { settledSeconds: 1800, limit: 50 })).not.toContain(id);
  });

  it("is the text that the real agent uploads at the end, to CloudWatch Logs or to S3", async () => {
    const id = await over({
      stream: (aws) => messagesOf("nonstreaming-put-log-events.jsonl", aws),
      object: () => sample("s3-session.log"),
    });
    expect(await logsOf(id)).toMatchObject([
      { source: "stream", form: "text", findings: [] },
      { source: "object", form: "object", findings: [], bytes: sample("s3-session.log").length },
    ]);
    const file = await asGateway(() => downloaded(id, "object.0"));
    expect(file.equals(sample("s3-session.log"))).toBe(true);
  });

  it.each<[string, () => Uint8Array, string[]]>([
    ["is cut off", () => sample("s3-session.log").subarray(0, 200), ["cut-off"]],
    ["is empty", () => new Uint8Array(), ["empty"]],
    [
      "is corrupt",
      () => Buffer.from("\u0000\u0001 nothing \u001b[2J that an agent writes\n"),
      ["not-agents"],
    ],
    [
      "is no UTF-8",
      () =>
        Buffer.concat([
          sample("s3-session.log").subarray(0, 160),
          Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a]),
        ]),
      ["broken-text", "cut-off"],
    ],
    ["has a line of 3 MB", () => Buffer.alloc(3_000_000, "x"), ["long-lines", "not-agents"]],
  ])("that %s is named as that, shown and downloaded byte for byte", async (_, object, findings) => {
    const id = await over({ object });
    const [log] = (await logsOf(id)) ?? [];
    expect([...(log?.findings ?? [])].sort()).toEqual([...findings].sort());
    expect(log?.bytes).toBe(object().length);
    const lines = await asGateway(() => shown(id, "object.0"));
    expect(Math.max(0, ...lines.map((line) => line.length))).toBeLessThanOrEqual(4_001);
    const file = await asGateway(() => downloaded(id, "object.0"));
    expect(file.equals(Buffer.from(object()))).toBe(true);
  });

  it("of 100,000 lines is read in pages that have a limit", async () => {
    const lines = Array.from({ length: 100_000 }, (__, index) => `line ${index}\r\r\n`).join("");
    const begun = "Script started on 2026-11-23 15:13:53+00:00 []\r\n";
    const done = '\nScript done on 2026-11-23 15:13:53+00:00 [COMMAND_EXIT_CODE="0"]\n';
    const id = await over({ object: () => Buffer.from(begun + lines + done) });
    expect(await logsOf(id)).toMatchObject([{ lines: 100_000, findings: [] }]);
    const page = await asGateway(() => readAgentLog(world.people.cleo, id, "object.0"));
    expect(page.next).toBe("object.0.1");
    expect(page.lines.length).toBeLessThan(25_000);
  });

  it("that names another session or node, or has lines of nobody's, is named as that and shown", async () => {
    const event = (about: object) => JSON.stringify({ eventVersion: "1.0", ...about });
    const id = await over({
      stream: (aws) => [
        event({ sessionId: aws, target: { id: NODES.ledger }, sessionData: ["mine"] }),
        event({ sessionId: "mallory-0123456789abcdef0", sessionData: ["another's"] }),
        "no agent's work \ufffd",
        `{"sessionData": 5}`,
      ],
    });
    expect(await logsOf(id)).toMatchObject([{ findings: ["foreign", "broken-text", "not-agents"] }]);
    expect(await asGateway(() => shown(id))).toEqual([
      "mine",
      "another's",
      "no agent's work \ufffd",
      `{"sessionData": 5}`,
    ]);
  });

  it("that there is none of is said, and is asked for until it can come no more", async () => {
    const id = await over({});
    expect(await readImported(world.people.cleo, id)).toMatchObject({ logs: [], isSettled: true });
    await fetchDueImports(jobs, { accountId: ACCOUNT, region: REGION }, () => false);
  });

  it("is masked for whoever has not unmasked it, on the page and in the file", async () => {
    const secret = "ghp_abcdefghijklmnopqrstuvwxyz0123456789";
    const id = await over({
      stream: (aws) => [JSON.stringify({ sessionId: aws, sessionData: [`export GITHUB_TOKEN=${secret}`] })],
    });
    const lines = await asGateway(() => shown(id));
    expect(lines.join("\n")).not.toContain(secret);
    const file = await asGateway(() => downloaded(id, "stream"));
    expect(file.toString("utf8")).not.toContain(secret);
  });
});
