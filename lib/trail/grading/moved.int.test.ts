import { afterAll, beforeAll, expect, it } from "vitest";
import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { openBucketWorld } from "@/lib/keeping/deletion/testing/bucket-world";
import { jobs } from "@/lib/requests/testing/world";
import { gradeSession } from "./grade-session";

let opened: Awaited<ReturnType<typeof openBucketWorld>>;
let { recorded, moveAll, put, as } = {} as typeof opened;
beforeAll(async () => {
  opened = await openBucketWorld();
  ({ recorded, moveAll, put, as } = opened);
});
afterAll(() => opened.close());

const grades = (sessionId: string, set: string) =>
  opened.world.owner(`update sessions set ${set} where id = '${sessionId}'`);
const gradesOf = (sessionId: string) =>
  handleOf(owning()).session.findUniqueOrThrow({
    where: { id: sessionId },
    select: { completeness: true, corroboration: true, gradedAt: true },
  });
const packsOf = (sessionId: string) => handleOf(owning()).recordingPack.count({ where: { sessionId } });

it.each([
  ["has no grades", "completeness = null, corroboration = null, graded_at = null"],
  ["waits for its node's log", "corroboration = 'pending'"],
  ["has no log, which may come late", "corroboration = 'absent'"],
  ["has evidence that was not compared yet", "graded_at = null"],
  ["ended a moment ago, so that its log still grows", "ended_at = clock_timestamp()"],
])("a recording stays in the database while its session %s", async (_what, set) => {
  const sessionId = await recorded({ ranges: 1, size: 100, isReviewed: false });
  await grades(sessionId, set);
  await put();
  expect(await packsOf(sessionId)).toBe(0);
  await grades(
    sessionId,
    "completeness = 'complete', corroboration = 'absent', created_at = created_at - interval '4 days'",
  );
  await put();
  expect(await packsOf(sessionId)).toBe(1);
});

it.each([
  ["agreed", "not-comparable"],
  ["differs", "differs"],
])("a log is not held against a recording that lies in the bucket: %s becomes %s", async (before, after) => {
  const sessionId = await recorded({ isReviewed: false });
  await grades(sessionId, `corroboration = '${before}', aws_session_id = '${sessionId}-0123456789abcdef0'`);
  await moveAll();
  // As when there is more of its log.
  await grades(sessionId, "graded_at = null");
  await as("jobs", () => gradeSession(jobs, sessionId));
  expect(await gradesOf(sessionId)).toEqual({
    ...{ completeness: "complete", corroboration: after, gradedAt: expect.any(Date) },
  });
});
