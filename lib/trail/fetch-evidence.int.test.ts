import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf, clientSettings } from "@/lib/aws/credentials";
import { reading } from "@/lib/db/client";
import { newId, type SessionId } from "@/lib/kernel/ids";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs } from "@/lib/requests/testing/world";
import { requestEnd } from "@/lib/sessions/ending/request-end";
import { openSession } from "@/lib/sessions/opening/open-session";
import { type AwsWorld, gateway, openAwsWorld } from "@/lib/sessions/testing/aws-world";
import { fetchDueEvidence } from "./fetch-due-evidence";
import { fetchEvidence } from "./fetch-evidence";
import { findGraded } from "./grading/store";
import { type AgentLogPage, readAgentLog } from "./read-agent-log";
import { readTrail } from "./read-trail";
import { findTrailEvents } from "./store";

let world: AwsWorld;
let sessionId: SessionId;
let awsSessionId: string;

beforeAll(async () => {
  world = await openAwsWorld({ EVIDENCE_SECONDS: "1" });
  ({ sessionId } = await world.createdSession(world.people.ana));
  await world.as("gateway");
  const opened = await openSession(gateway, { sessionId, gatewayId: world.gatewayId, cols: 80, rows: 24 });
  // Under another id than the sandbox's agent knows, which writes what the shell's profile prints.
  awsSessionId = `${opened.awsSessionId.slice(0, -1)}0`;
  await world.owner(`update sessions set aws_session_id = '${awsSessionId}' where id = '${sessionId}'`);
  await world.as("jobs");
});
afterAll(() => world.close());

/** What the agent on the node writes, as it writes it. */
async function agentWrites(...lines: string[]): Promise<void> {
  const logs = new CloudWatchLogsClient({ ...clientSettings("eu-west-1"), credentials: world.operator });
  const stream = { logGroupName: accountOf("111122223333").logGroupName, logStreamName: awsSessionId };
  await logs.send(new CreateLogStreamCommand(stream)).catch((error: Error) => {
    if (error.name !== "ResourceAlreadyExistsException") throw error;
  });
  const timestamp = Date.now();
  const logEvents = lines.map((line) => ({ timestamp, message: JSON.stringify({ sessionData: [line] }) }));
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
}

const logged = async () =>
  (await readAgentLog(world.people.cleo, sessionId)).lines.map(({ message }) => message);
/** The web process may not read the node's log; the gateway serves it. */
async function asGateway<T>(work: () => Promise<T>): Promise<T> {
  await world.as("gateway");
  const result = await work();
  await world.as("jobs");
  return result;
}

describe("the evidence of a session", () => {
  it("is no log at all before the agent's first line", async () => {
    expect(await fetchEvidence(jobs, sessionId)).toEqual({ log: 0, objects: 0, trail: 0 });
    expect(await asGateway(logged)).toEqual([]);
  });

  it("is fetched while it runs, each line once and in order, also within one millisecond", async () => {
    await agentWrites("$ echo one", "one", "$ echo two");
    expect(await fetchEvidence(jobs, sessionId)).toEqual({ log: 3, objects: 0, trail: 0 });
    expect(await fetchEvidence(jobs, sessionId)).toEqual({ log: 0, objects: 0, trail: 0 });
    await agentWrites("two", "hostile \u001b]0;title\u0007 and \u0000 end");
    expect(await fetchEvidence(jobs, sessionId)).toMatchObject({ log: 2 });
    expect(await asGateway(logged)).toEqual([
      "$ echo one",
      "one",
      "$ echo two",
      "two",
      // No text of the database holds a NUL: the line that is read has its stand-in, the event as it is kept does not.
      "hostile \u001b]0;title\u0007 and \ufffd end",
    ]);
    expect((await asGateway(() => readAgentLog(world.people.ana, sessionId))).lines).toHaveLength(5);
    await expect(asGateway(() => readAgentLog(world.people.gus, sessionId))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await world.as("jobs");
  });

  it("has what the trail says of it after its end, with the person's source identity", async () => {
    await requestEnd(jobs, { sessionId, reason: "window-ended" });
    await world.work("end-session");
    await expect
      .poll(() => fetchDueEvidence(jobs, () => false).then(() => readTrail(world.people.cleo, sessionId)), {
        timeout: 15_000,
      })
      .toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            name: "AssumeRole",
            sourceIdentity: world.people.ana.id,
            errorCode: null,
          }),
          expect.objectContaining({
            name: "StartSession",
            sourceIdentity: world.people.ana.id,
            errorCode: null,
          }),
        ]),
      );
    expect(await fetchEvidence(jobs, sessionId)).toEqual({ log: 0, objects: 0, trail: 0 });
    const kept = await findTrailEvents(reading(), sessionId);
    // As CloudTrail writes it the record of an AssumeRole holds the session's token.
    const role = kept.find(({ name }) => name === "AssumeRole")?.record;
    expect(role).toMatchObject({
      responseElements: {
        credentials: { accessKeyId: expect.stringMatching(/^ASIA/), sessionToken: "(not kept)" },
      },
    });
    const start = kept.find(({ name }) => name === "StartSession")?.record;
    expect(start).toMatchObject({ responseElements: { tokenValue: "(not kept)", streamUrl: "(not kept)" } });
    const fetched = (await eventsOf({ sessionId })).filter(({ code }) => code === "evidence.fetched");
    const contentSha256 = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(fetched.map(({ data }) => data)).toEqual([
      { log: 3, trail: 0, contentSha256 },
      { log: 2, trail: 0, contentSha256 },
      { log: 0, trail: 2, contentSha256 },
    ]);
  });
});

it("one whose account is not connected any more holds up no other", async () => {
  const other = newId("session");
  await world.owner(
    "insert into accounts (id, name, protection, regions) values ('999999999999', 'a', 'staging', '{}')",
  );
  await world.owner(`insert into sessions select (jsonb_populate_record(s, jsonb_build_object(
      'id', '${other}', 'account_id', '999999999999', 'aws_session_id', '${other}-1', 'evidence_checked_at', null,
      'ended_at', clock_timestamp(), 'corroboration', 'pending'))).*
    from sessions s where id = '${sessionId}'`);
  await world.owner(`update sessions set evidence_checked_at = null, corroboration = 'pending'
    where id = '${sessionId}'`);
  const isChecked = async (id: string) => (await findGraded(reading(), id))?.evidenceCheckedAt != null;
  await expect
    .poll(
      () =>
        fetchDueEvidence(jobs, () => false)
          .catch(() => undefined)
          .then(() => isChecked(sessionId)),
      { timeout: 20_000 },
    )
    .toBe(true);
  expect(await isChecked(other)).toBe(false);
});

it("is masked where a page of it begins within a private key, or a chunk within a password", async () => {
  const body = Array.from({ length: 60 }, (_, index) => `MIIEowIBAAKCAQEA${index}`.padEnd(64, "x"));
  const key = ["-----BEGIN RSA PRIVATE KEY-----", ...body, "-----END RSA PRIVATE KEY-----"];
  const events = [...Array.from({ length: 30 }, (_, index) => `line ${index}`), ...key];
  const rows = events.map(
    (line, index) => `('key-${index}', '${sessionId}', ${1_000 + index}, now(), '${line}')`,
  );
  await world.owner(
    `insert into agent_log_events (event_id, session_id, position, at, message) values ${rows.join()}`,
  );
  const version = "cut";
  const chunks = [`${"a ".repeat(100)}PASSWORD=hun`, "ter2dragon\nkey AKIAIOSF", "ODNN7EXAMPLE\n"];
  await world.owner(
    `insert into agent_log_objects (session_id, version, bucket, key, size, kept_bytes, modified_at)
        values ('${sessionId}', '${version}', 'b', 'k', 1, 1, now())`,
  );
  for (const [number, text] of chunks.entries())
    await world.owner(
      `insert into agent_log_chunks (session_id, version, number, bytes)
          values ('${sessionId}', '${version}', ${number}, convert_to('${text.replaceAll("\n", "' || chr(10) || '")}', 'UTF8'))`,
    );
  const all = await asGateway(async () => {
    const messages: string[] = [];
    for (const first of ["stream", "object.0"])
      for (let next: string | null = first; next; ) {
        const page: AgentLogPage = await readAgentLog(world.people.cleo, sessionId, next);
        messages.push(...page.lines.map(({ message }) => message));
        ({ next } = page);
      }
    return messages.join("\n");
  });
  expect(all).toContain("-----END RSA PRIVATE KEY-----");
  expect(all).toContain("PASSWORD=***");
  expect(all).not.toMatch(/MIIE|hun|ter2|AKIA|ODNN/);
});
