import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf, reading } from "@/lib/db/client";
import type { SessionId } from "@/lib/kernel/ids";
import { startRecording } from "@/lib/recordings/start-recording";
import { insertRanges } from "@/lib/recordings/store";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs, NODES } from "@/lib/requests/testing/world";
import { openReview } from "@/lib/reviews/open-review";
import { createSession } from "@/lib/sessions/opening/create-session";
import { openSession } from "@/lib/sessions/opening/open-session";
import { type AwsWorld, gateway, openAwsWorld } from "@/lib/sessions/testing/aws-world";
import { rowOf } from "@/lib/sessions/testing/store";
import { fetchEvidence } from "../fetch-evidence";
import { judgeLateLog } from "./judge-late-log";

let world: AwsWorld;
let grantId: string | undefined;
beforeAll(async () => {
  world = await openAwsWorld({ AGENT_LOG_SECONDS: "60" });
});
afterAll(() => world.close());

/** An open session that has recorded this, so many seconds ago. */
async function printed(text: string, secondsAgo: number): Promise<SessionId> {
  const { ana } = world.people;
  await world.as("web");
  const { sessionId, ...created } = grantId
    ? { ...(await createSession(ana, { grantId, nodeId: NODES.ledger })), grantId }
    : await world.createdSession(ana);
  grantId = created.grantId;
  await world.as("gateway");
  await startRecording(sessionId);
  await openSession(gateway, { sessionId, gatewayId: world.gatewayId, cols: 80, rows: 24 });
  await insertRanges([
    {
      ...{ sessionId, epoch: 1, kind: "o" as const, bytes: Buffer.from(text) },
      ...{ firstSequence: 0, lastSequence: 0, byteCount: Buffer.byteLength(text) },
    },
  ]);
  // As if its agent wrote elsewhere: under this id the log has nothing.
  await world.owner(
    `update sessions set aws_session_id = '${sessionId}-0123456789abcdef0' where id = '${sessionId}';
     update recording_ranges set at = at - interval '${secondsAgo} seconds' where session_id = '${sessionId}'`,
    { past: "recording_ranges" },
  );
  await world.as("jobs");
  return sessionId;
}

const alarmsOf = async (sessionId: string) =>
  (await eventsOf({ sessionId })).filter(({ code }) => code === "evidence.alarmed");
async function over(sessionId: string): Promise<void> {
  await world.owner(`update sessions set end_requested_at = coalesce(end_requested_at, clock_timestamp()),
    state = 'ended', end_reason = coalesce(end_reason, 'exited'), ended_at = clock_timestamp() where id = '${sessionId}'`);
}

describe("the log of a running session", () => {
  it("that has not begun is an alarm, once, with its event, and reviewers are told, however many look", async () => {
    const sessionId = await printed("$ id\r\n", 61);
    await Promise.all([fetchEvidence(jobs, sessionId), fetchEvidence(jobs, sessionId)]);
    await fetchEvidence(jobs, sessionId);
    expect(await alarmsOf(sessionId)).toMatchObject([{ data: { alarm: "log-late" } }]);
    expect(await rowOf(sessionId)).toMatchObject({ state: "open" });
    await over(sessionId);
    await openReview(jobs, { sessionId });
    const told = await handleOf(reading()).$queryRaw<{ name: string }[]>`
      select people.name from notices join people on people.id = person_id join reviews on reviews.id = subject_id
      where notices.kind = 'log-alarm' and reviews.session_id = ${sessionId} order by people.name`;
    expect(told.map(({ name }) => name)).toEqual(["Cleo Marchetti", "Hal Virtanen"]);
  });

  it.each([
    ["no line is complete", "a prompt $ ", 600],
    ["it still has time", "$ id\r\n", 5],
  ])("is no alarm while %s", async (_, text, secondsAgo) => {
    const sessionId = await printed(text, secondsAgo);
    await fetchEvidence(jobs, sessionId);
    expect(await alarmsOf(sessionId)).toEqual([]);
    await over(sessionId);
  });

  it("is no alarm while AWS can't be asked: nobody knows whether there is one", async () => {
    const sessionId = await printed("$ id\r\n", 600);
    await world.control("fail", { action: "logs:FilterLogEvents", code: "AccessDeniedException", count: 20 });
    await expect(fetchEvidence(jobs, sessionId)).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED" });
    expect(await alarmsOf(sessionId)).toEqual([]);
    await world.control("calm", {});
    await over(sessionId);
  });

  it("ends the session where the rule says so, with that reason, also when it was interrupted before", async () => {
    const sessionId = await printed("$ id\r\n", 61);
    await world.owner(
      `update grants set obligations = obligations || '{"missingAgentLog": "end"}' where id = '${grantId}'`,
      { past: "grants" },
    );
    await judgeLateLog(jobs, sessionId, new Date());
    await judgeLateLog(jobs, sessionId, new Date());
    expect(await rowOf(sessionId)).toMatchObject({ state: "ending", endReason: "log-missing" });
    expect(await alarmsOf(sessionId)).toHaveLength(1);
    const asked = (await eventsOf({ sessionId })).filter(({ code }) => code === "session.end-requested");
    expect(asked).toMatchObject([{ data: { reason: "log-missing" } }]);
  });
});
