import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DeleteLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AwsCredentials, accountOf, clientSettings } from "@/lib/aws/credentials";
import { s3Client } from "@/lib/aws/objects/objects";
import { handleOf, reading } from "@/lib/db/client";
import type { SessionId } from "@/lib/kernel/ids";
import { UNECHOED_MARK } from "@/lib/recorded-ranges/range";
import { closeRecording } from "@/lib/recordings/close-recording";
import { makeDueSegments } from "@/lib/recordings/segments/make-due-segments";
import { makeSegments } from "@/lib/recordings/segments/segmenter";
import { startRecording } from "@/lib/recordings/start-recording";
import { insertRanges } from "@/lib/recordings/store";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs } from "@/lib/requests/testing/world";
import { openReview } from "@/lib/reviews/open-review";
import { requestEnd } from "@/lib/sessions/ending/request-end";
import { createSession } from "@/lib/sessions/opening/create-session";
import { openSession } from "@/lib/sessions/opening/open-session";
import { type AwsWorld, gateway, openAwsWorld } from "@/lib/sessions/testing/aws-world";
import { fetchEvidence } from "../fetch-evidence";
import { logObjectKey } from "../intake/fetch-object";
import { openAgentLogFile, readAgentLog, readComparedLines } from "../read-agent-log";
import { readEvidence } from "../read-evidence";
import { gradeSession } from "./grade-session";
import { findDueForGrades } from "./store";

const ACCOUNT = "111122223333";
const BUCKET = `halligan-session-logs-${ACCOUNT}`;
const NODE = "i-0b7d20e94a6c8135f";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld();
});
afterAll(() => world.close());

interface Recorded {
  sessionId: SessionId;
  awsSessionId: string;
}

const LINES = ["$ uname -a", "Linux ledger-3 \u2713 ok", "$ cat notes", "one", "two", "three", "$ exit"];
const PRINTED = LINES.map((line) => `${line}\r\n`).join("");

let grantId: string | undefined;

/** All under one grant: a person has one on a node at a time. */
async function nextSession(): Promise<{ sessionId: SessionId }> {
  const { ana } = world.people;
  if (grantId !== undefined) {
    await world.as("web");
    return createSession(ana, { grantId, nodeId: NODE });
  }
  const first = await world.createdSession(ana);
  grantId = first.grantId;
  return first;
}

/** A session that printed this and is over, an hour ago; frames from `from` on, so that those before are missing. */
async function recorded(
  printed = PRINTED,
  { from = 0, gaps = 0, isReviewed = true } = {},
): Promise<Recorded> {
  const { sessionId } = await nextSession();
  await world.as("gateway");
  await startRecording(sessionId);
  const size = { cols: 80, rows: 24 };
  await openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });
  const frames = printed.match(/[\s\S]{1,16}/g) ?? [];
  await insertRanges(
    frames.map((text, index) => ({
      ...{ sessionId, epoch: 1, kind: "o" as const, bytes: Buffer.from(text) },
      ...{ firstSequence: from + index, lastSequence: from + index, byteCount: Buffer.byteLength(text) },
    })),
  );
  if (gaps > 0) {
    const next = { firstSequence: from + frames.length, lastSequence: from + frames.length + gaps - 1 };
    const bytes = Buffer.from("channel-closed");
    await insertRanges([{ sessionId, epoch: 1, kind: "g", ...next, byteCount: 0, bytes }]);
  }
  await world.as("jobs");
  await requestEnd(jobs, { sessionId, reason: "window-ended" });
  await world.work("end-session");
  await world.as("gateway");
  await closeRecording(gateway, sessionId);
  await world.as("jobs");
  await world.owner(`update sessions set created_at = created_at - interval '1 hour',
    opened_at = opened_at - interval '1 hour', ended_at = clock_timestamp() - interval '1 hour' where id = '${sessionId}'`);
  // Under another id than the sandbox's agent knows, which writes its prompt or not.
  const awsSessionId = `${sessionId}-0123456789abcdef0`;
  await world.owner(
    `update sessions set end_reason = 'exited', aws_session_id = '${awsSessionId}' where id = '${sessionId}'`,
  );
  if (isReviewed) await openReview(jobs, { sessionId });
  return { sessionId, awsSessionId };
}

/** What the agent makes of LINES: the same, but for the check mark. */
const UPLOADED = LINES.map((line) => line.replace("\u2713", "\ufffd"));

async function agentLogged(
  { awsSessionId }: Pick<Recorded, "awsSessionId">,
  lines: string[],
  about: { stream?: string; sessionId?: string; timestamp?: number } = {},
): Promise<void> {
  const logs = new CloudWatchLogsClient({ ...clientSettings("eu-west-1"), credentials: world.operator });
  const { stream = awsSessionId, sessionId = awsSessionId, timestamp = Date.now() - 3_600_000 } = about;
  const at = { logGroupName: accountOf(ACCOUNT).logGroupName, logStreamName: stream };
  await logs.send(new CreateLogStreamCommand(at)).catch((error: Error) => {
    if (error.name !== "ResourceAlreadyExistsException") throw error;
  });
  const message = JSON.stringify({ target: { id: NODE }, sessionId, sessionData: lines });
  await logs.send(new PutLogEventsCommand({ ...at, logEvents: [{ timestamp, message }] }));
}

const deleteStream = ({ awsSessionId }: Recorded) =>
  new CloudWatchLogsClient({ ...clientSettings("eu-west-1"), credentials: world.operator }).send(
    new DeleteLogStreamCommand({
      logGroupName: accountOf(ACCOUNT).logGroupName,
      logStreamName: awsSessionId,
    }),
  );

async function graded({ sessionId }: Recorded) {
  await world.as("jobs");
  await fetchEvidence(jobs, sessionId);
  await gradeSession(jobs, sessionId);
  await world.as("web");
  const evidence = await readEvidence(world.people.cleo, sessionId);
  await world.as("jobs");
  return { ...evidence, raised: evidence.alarms.map(({ kind }) => kind) };
}

async function differencesOf({ sessionId }: Recorded) {
  await world.as("gateway");
  const { differences } = await readComparedLines(world.people.cleo, sessionId);
  await world.as("jobs");
  return differences;
}

describe("a session that the agent logged as it was", () => {
  it("is complete and agreed, and graded once", async () => {
    const session = await recorded();
    expect(await findDueForGrades(reading(), 20)).toContain(session.sessionId);
    await agentLogged(session, UPLOADED.slice(0, 3));
    await agentLogged(session, UPLOADED.slice(3), { timestamp: Date.now() - 3_599_000 });
    expect(await graded(session)).toMatchObject({
      ...{ completeness: "complete", corroboration: "agreed", gapCount: 0, raised: [] },
      logs: [{ source: "stream", form: "streamed", matched: 7, recordedLines: 7, differences: 0 }],
    });
    expect(await findDueForGrades(reading(), 20)).not.toContain(session.sessionId);
    await Promise.all([gradeSession(jobs, session.sessionId), gradeSession(jobs, session.sessionId)]);
    const events = await eventsOf({ sessionId: session.sessionId });
    expect(events.filter(({ code }) => code === "evidence.graded")).toHaveLength(1);
  });

  it("is absent without a log, and pending while one can still come", async () => {
    const session = await recorded();
    await gradeSession(jobs, session.sessionId);
    await world.as("web");
    expect((await readEvidence(world.people.cleo, session.sessionId)).corroboration).toBe("pending");
    expect(await graded(session)).toMatchObject({
      ...{ completeness: "complete", corroboration: "absent" },
      logs: [{ source: "stream", form: null }],
    });
  });

  it("is partial with each gap named, whoever named it, and the log says how much is missing", async () => {
    const session = await recorded("", { gaps: 3 });
    expect(await graded(session)).toMatchObject({
      ...{ completeness: "partial", gapCount: 1 },
      gaps: [{ cause: "channel-closed", from: 0, to: 2 }],
    });
    const unnamed = await recorded(PRINTED, { from: 4 });
    await agentLogged(unnamed, ["$ date", "Tue", ...UPLOADED]);
    expect(await graded(unnamed)).toMatchObject({
      ...{ completeness: "partial", corroboration: "agreed", raised: [] },
      gaps: [{ cause: "unrecorded", from: 0, to: 3 }],
      logs: [{ filledLines: 3, matched: 6 }],
    });
    await world.as("gateway");
    const { filled } = await readComparedLines(world.people.cleo, unnamed.sessionId);
    await world.as("jobs");
    expect(filled).toMatchObject([{ source: "stream", from: 0, to: 3, lineCount: 3 }]);
    expect(filled[0]?.lines.map(({ text }) => text)).toEqual(["$ date", "Tue", UPLOADED[0]]);
  });
});

describe("input that was not printed", () => {
  it("stands beside the grade of a recording that has all output, once its segments are made", async () => {
    const session = await recorded();
    const { sessionId } = session;
    await world.as("gateway");
    const bytes = Buffer.from(JSON.stringify({ mark: UNECHOED_MARK, bytes: 7, fromAgoMs: 0, toAgoMs: 0 }));
    await insertRanges([
      { sessionId, epoch: 1, kind: "m", firstSequence: 0, lastSequence: 0, byteCount: bytes.length, bytes },
    ]);
    expect(await graded(session)).toMatchObject({ completeness: "complete", hidden: [], hiddenCount: 0 });
    expect(await findDueForGrades(reading(), 20)).not.toContain(sessionId);
    await makeDueSegments(
      async (...given) => makeSegments(...given),
      () => false,
    );
    expect(await findDueForGrades(reading(), 20)).toContain(sessionId);
    expect(await graded(session)).toMatchObject({
      ...{ completeness: "complete", corroboration: "absent" },
      ...{ hidden: [{ bytes: 7, from: expect.any(Date) }], hiddenCount: 1 },
    });
  });
});

describe("a log that somebody tampered with", () => {
  it("differs when a line was added, later given an earlier time, and names it", async () => {
    const session = await recorded();
    await agentLogged(session, UPLOADED.slice(0, 3));
    await agentLogged(session, UPLOADED.slice(3), { timestamp: Date.now() - 3_500_000 });
    await agentLogged(session, ["$ rm -rf /var/log"], { timestamp: Date.now() - 3_550_000 });
    expect(await graded(session)).toMatchObject({ corroboration: "differs", raised: ["added-lines"] });
    expect(await differencesOf(session)).toMatchObject([
      { kind: "added", loggedLines: 1, logged: { text: "$ rm -rf /var/log", number: 4 }, recorded: null },
    ]);
    const alarms = (await eventsOf({ sessionId: session.sessionId })).filter(
      ({ code }) => code === "evidence.alarmed",
    );
    expect(alarms.map(({ data }) => data)).toEqual([{ alarm: "added-lines" }]);
  });

  it("differs when a stretch was taken out, and when a line was changed", async () => {
    const cut = await recorded();
    await agentLogged(cut, UPLOADED.toSpliced(3, 2));
    expect(await graded(cut)).toMatchObject({ corroboration: "differs", raised: ["missing-lines"] });
    const changed = await recorded();
    await agentLogged(changed, UPLOADED.with(4, "TWO"));
    expect(await graded(changed)).toMatchObject({ corroboration: "differs", raised: ["changed-lines"] });
    expect(await differencesOf(changed)).toMatchObject([
      { kind: "changed", recorded: { text: "two" }, logged: { text: "TWO" } },
    ]);
  });

  it("differs when its end was taken away, but for what a node that stops may lose", async () => {
    const session = await recorded();
    await agentLogged(session, UPLOADED.slice(0, 2));
    // All of it was printed in the last two seconds.
    expect(await graded(session)).toMatchObject({ corroboration: "agreed", logs: [{ lostTail: 5 }] });
    await world.owner(
      `update recording_ranges set at = at - interval '10 minutes' where last_sequence < 4 and session_id = '${session.sessionId}'`,
      { past: "recording_ranges" },
    );
    expect(await graded(session)).toMatchObject({ corroboration: "differs", raised: ["missing-lines"] });
  });

  it("raises an alarm for lines of another session, in the stream where they stand", async () => {
    const session = await recorded();
    await agentLogged(session, UPLOADED);
    await agentLogged(session, ["elsewhere"], { sessionId: "ses_other-1" });
    expect(await graded(session)).toMatchObject({ corroboration: "differs", raised: ["foreign-lines"] });
  });

  it("is told to reviewers once, also when it was known before there was a review", async () => {
    for (const isReviewed of [true, false]) {
      const session = await recorded(PRINTED, { isReviewed });
      await agentLogged(session, UPLOADED.with(4, "TWO"));
      expect((await graded(session)).raised).toEqual(["changed-lines"]);
      await openReview(jobs, session);
      await graded(session);
      const told = await handleOf(reading()).$queryRaw<{ name: string }[]>`
        select people.name from notices join people on people.id = person_id join reviews on reviews.id = subject_id
        where notices.kind = 'log-alarm' and reviews.session_id = ${session.sessionId} order by people.name`;
      expect(told.map(({ name }) => name)).toEqual(["Cleo Marchetti", "Hal Virtanen"]);
    }
  });

  it("keeps what was fetched when it is deleted afterwards, and raises an alarm", async () => {
    const session = await recorded();
    await agentLogged(session, UPLOADED);
    expect(await graded(session)).toMatchObject({ corroboration: "agreed", raised: [] });
    await deleteStream(session);
    expect(await graded(session)).toMatchObject({ corroboration: "agreed", raised: ["log-deleted"] });
    // Again: raised once.
    expect((await graded(session)).raised).toEqual(["log-deleted"]);
  });

  it("that is no agent's work at all is kept, shown and downloaded", async () => {
    const session = await recorded();
    await agentLogged(session, ["x"]);
    await world.as("jobs");
    await fetchEvidence(jobs, session.sessionId);
    await world.owner(
      `update agent_log_events set message = '{"sessionData": [tru' where session_id = '${session.sessionId}'`,
      { past: "agent_log_events" },
    );
    expect(await graded(session)).toMatchObject({ corroboration: "differs" });
    await world.as("gateway");
    expect((await readAgentLog(world.people.cleo, session.sessionId)).lines).toMatchObject([
      { message: '{"sessionData": [tru' },
    ]);
    await world.as("jobs");
  });
});

describe("a log in S3", () => {
  const address = ({ awsSessionId }: Recorded) => ({
    Bucket: BUCKET,
    Key: logObjectKey("sessions", awsSessionId),
  });
  const s3 = () => s3Client("eu-west-1", new AwsCredentials(world.operator));
  const put = (session: Recorded, Body: string | Uint8Array) =>
    s3().send(new PutObjectCommand({ ...address(session), Body }));
  const script = (lines: string[]) =>
    `Script started on 2026-11-23 15:13:53+00:00 [COMMAND="cat x" <not executed on terminal>]\n${lines
      .map((line) => `${line}\r\r\n`)
      .join("")}\nScript done on 2026-11-23 15:13:53+00:00 [COMMAND_EXIT_CODE="0"]\n`;

  beforeAll(() => {
    Object.assign(accountOf(ACCOUNT).sessionDocument, { s3Bucket: BUCKET, s3Prefix: "sessions" });
  });

  it("agrees when it holds what was recorded, with the frame of any version of script", async () => {
    const session = await recorded();
    await put(session, script(LINES));
    expect(await graded(session)).toMatchObject({
      ...{ corroboration: "agreed", raised: [] },
      logs: [
        { source: "stream", verdict: "absent" },
        { source: "object", form: "object", matched: 7 },
      ],
    });
    const older = await recorded();
    await put(older, script(LINES).replace(/ \[COMMAND[^\n]*/g, ""));
    expect(await graded(older)).toMatchObject({ corroboration: "agreed" });
  });

  it("that was replaced after it was fetched is an alarm; the first content stays, the other is beside it", async () => {
    const session = await recorded();
    await put(session, script(LINES));
    expect(await graded(session)).toMatchObject({ corroboration: "agreed", raised: [] });
    await put(session, script(LINES.slice(0, 2)));
    expect(await graded(session)).toMatchObject({ corroboration: "agreed", raised: ["object-replaced"] });
    await world.as("gateway");
    const { objects } = await readAgentLog(world.people.cleo, session.sessionId);
    expect(objects).toHaveLength(2);
    const { pieces } = await openAgentLogFile(world.people.cleo, session.sessionId, "object.1");
    let text = "";
    for await (const piece of pieces) text += Buffer.from(piece).toString("utf8");
    expect(text).toBe(script(LINES.slice(0, 2)));
    await world.as("jobs");
    await s3().send(new DeleteObjectCommand(address(session)));
    expect((await graded(session)).raised).toEqual(["object-replaced", "object-deleted"]);
  });

  it("that is cut off, empty, a transcript or no text is named, and nothing else breaks", async () => {
    const cut = await recorded();
    await put(cut, script(LINES).slice(0, 140));
    expect(await graded(cut)).toMatchObject({ corroboration: "differs" });
    const empty = await recorded();
    await put(empty, "");
    expect(await graded(empty)).toMatchObject({ corroboration: "absent" });
    const windows = await recorded();
    await put(windows, "**********************\r\nWindows PowerShell transcript start\r\n");
    expect(await graded(windows)).toMatchObject({
      corroboration: "not-comparable",
      logs: [{ verdict: "absent" }, { why: "transcript" }],
    });
    const noText = await recorded();
    await put(
      noText,
      Uint8Array.from({ length: 700_000 }, (_, at) => (at * 7) % 256),
    );
    expect(await graded(noText)).toMatchObject({ corroboration: "differs" });
    await world.as("gateway");
    const page = await readAgentLog(world.people.cleo, noText.sessionId, "object.0");
    expect(page.next).toBe("object.0.1");
    expect(page.lines.length).toBeGreaterThan(100);
    await expect(readAgentLog(world.people.cleo, noText.sessionId, "object.x")).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await world.as("jobs");
  });
});
