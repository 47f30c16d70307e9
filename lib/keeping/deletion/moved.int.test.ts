import { afterAll, beforeAll, expect, it } from "vitest";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { handleOf, reading } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { config } from "@/lib/kernel/config/config";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs } from "@/lib/requests/testing/world";
import { openHolds } from "../hold/testing/holds";
import { deleteByRule } from "../retention/delete-by-rule";
import { findSessionKept } from "../retention/session-store";
import { openRules } from "../retention/testing/rules";
import { deleteRecordings } from "./delete-recordings";
import { openBucketWorld } from "./testing/bucket-world";
import { never } from "./testing/deletions";

let opened: Awaited<ReturnType<typeof openBucketWorld>>;
let { recorded, confirmed, put, moveAll, listed, faults, as } = {} as typeof opened;

beforeAll(async () => {
  opened = await openBucketWorld();
  ({ recorded, confirmed, put, moveAll, listed, faults, as } = opened);
});
afterAll(() => opened.close());

/** A round of jobs and its sealer. */
const round = (isStopping = never) =>
  as("jobs", async () => {
    await sealDue();
    await deleteRecordings(jobs, isStopping);
    await sealDue();
  });
const leftOf = async (sessionId: string) => ({
  keys: await handleOf(owning()).recordingKey.count({ where: { sessionId } }),
  packs: await handleOf(owning()).recordingPack.count({ where: { sessionId } }),
  ranges: await handleOf(owning()).recordingRange.count({ where: { sessionId } }),
});
const codes = async (sessionId: string) =>
  (await eventsOf({ sessionId })).map(({ code }) => code).filter((code) => code.startsWith("recording.del"));
const NOTHING = { keys: 0, packs: 0, ranges: 0 };

it("a recording that lies in the bucket is deleted there too, and another's is not", async () => {
  const [sessionId, kept] = [await recorded(), await recorded()];
  await moveAll();
  await confirmed(sessionId);
  for (let times = 0; times < 3; times += 1) await round();
  expect(await leftOf(sessionId)).toEqual(NOTHING);
  expect(await listed(sessionId)).toEqual({ keys: [], hidden: 1 });
  expect((await listed(kept)).keys).toHaveLength(1);
  expect((await codes(sessionId)).at(-1)).toBe("recording.deleted");
  expect((await faults()).faults).toEqual([]);
});

it("its key goes first: with the bucket away nothing can be read, and the deletion ends when it is back", async () => {
  const sessionId = await recorded();
  await moveAll();
  await confirmed(sessionId);
  await round();
  const place = config().RECORDING_BUCKET;
  try {
    config().RECORDING_BUCKET = "s3://somebody-elses-bucket/portal";
    await expect(round()).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED" });
    config().RECORDING_BUCKET = undefined;
    await expect(round()).rejects.toThrow("RECORDING_BUCKET is not set");
  } finally {
    config().RECORDING_BUCKET = place;
  }
  expect(await leftOf(sessionId)).toEqual({ keys: 0, packs: 1, ranges: 0 });
  expect((await codes(sessionId)).at(-1)).toBe("recording.deletion-begun");
  expect((await faults()).faults).toEqual([]);
  await round();
  expect(await leftOf(sessionId)).toEqual(NOTHING);
  expect((await listed(sessionId)).keys).toEqual([]);
});

it("one of which a pack may be on its way there waits for it, and what arrived is removed", async () => {
  const sessionId = await recorded();
  await put();
  // Its process died, or hangs, between the two.
  await opened.world.owner(`update recording_packs set stored_at = null where session_id = '${sessionId}'`);
  await confirmed(sessionId);
  for (let times = 0; times < 2; times += 1) await round();
  expect(await leftOf(sessionId)).toEqual({ keys: 0, packs: 1, ranges: 0 });
  expect((await listed(sessionId)).keys).toHaveLength(1);
  const long = `update recording_packs set tried_at = tried_at - interval '1 hour' where session_id = '${sessionId}'`;
  await opened.world.owner(long);
  await round();
  expect(await leftOf(sessionId)).toEqual(NOTHING);
  expect((await listed(sessionId)).keys).toEqual([]);
});

it("nothing more of it is put or let go of once its deletion is under way", async () => {
  const sessionId = await recorded();
  await put();
  await opened.confirm();
  await confirmed(sessionId);
  // It begins, and nothing of it goes.
  for (
    let times = 0;
    times < 5 && (await codes(sessionId)).at(-1) !== "recording.deletion-begun";
    times += 1
  ) {
    let steps = 0;
    await round(() => steps++ > 0);
  }
  await put();
  expect((await eventsOf({ sessionId })).some(({ code }) => code === "recording.moved")).toBe(false);
  for (let times = 0; times < 2; times += 1) await round();
  expect(await leftOf(sessionId)).toEqual(NOTHING);
  expect((await faults()).faults).toEqual([]);
});

it("goes on where it was stopped, whichever step that was, and the verifier passes at each", async () => {
  const sessionId = await recorded();
  await moveAll();
  await confirmed(sessionId);
  let rounds = 0;
  for (; (await codes(sessionId)).at(-1) !== "recording.deleted" && rounds < 40; rounds += 1) {
    let steps = 0;
    await round(() => {
      steps += 1;
      return steps > 1 + (rounds % 3);
    });
    expect((await faults()).faults).toEqual([]);
  }
  expect(rounds).toBeGreaterThan(3);
  expect(await leftOf(sessionId)).toEqual(NOTHING);
});

it("a rule of retention deletes it in the bucket too, and one on hold stays there", async () => {
  const rules = openRules(opened.world);
  const past = async () => {
    const sessionId = await recorded({ daysAgo: 31 });
    await rules.ended(sessionId, 31);
    return sessionId;
  };
  const [sessionId, onHold] = [await past(), await past()];
  const protection = (await findSessionKept(reading(), sessionId))?.protection ?? "production";
  await rules.aged(await rules.ruled(protection, 30), 8);
  await openHolds(opened.world).held(onHold);
  await moveAll();
  expect((await listed(sessionId)).keys).toHaveLength(1);
  for (let times = 0; times < 3; times += 1) {
    await as("jobs", () => deleteByRule(jobs, never));
    await round();
  }
  expect(await leftOf(sessionId)).toEqual(NOTHING);
  expect(await listed(sessionId)).toEqual({ keys: [], hidden: 1 });
  expect(await leftOf(onHold)).toEqual({ keys: 1, packs: 1, ranges: 30 });
  expect((await listed(onHold)).keys).toHaveLength(1);
});
