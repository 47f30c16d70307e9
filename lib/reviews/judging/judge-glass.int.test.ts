import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf, reading } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { asSuperuser, WAITING } from "@/lib/db/testing/superuser";
import { breakGlass } from "@/lib/grants/glass/break-glass";
import { listInbox } from "@/lib/inbox/list-inbox";
import type { PersonActor } from "@/lib/kernel/actor";
import { readRequest } from "@/lib/requests/reading/read-request";
import { eventsOf, putSession, queuedJobs } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { closeReview } from "../close-review";
import { listReviews } from "../lists/list-reviews";
import { openReview } from "../open-review";
import { judgeGlass } from "./judge-glass";

let world: World;
beforeAll(async () => {
  world = await openWorld({ BREAK_GLASS_PER_MONTH: "50" });
});
afterAll(() => world.close());

const asked = {
  nodeId: NODES.payments,
  justification: "TLS fails since the certificate was renewed, nobody answers",
  windowSeconds: 900,
  confirmation: "payments-api-2",
};
const told = async (kind: string, subjectId: string) =>
  (
    await handleOf(owning()).$queryRaw<{ name: string }[]>`
      select people.name from notices join people on people.id = notices.person_id
      where notices.kind = ${kind} and subject_id = ${subjectId} and done_at is null order by people.name`
  ).map(({ name }) => name);

/** A shell under broken glass that is over, with its open review. */
async function reviewed(person: PersonActor, node: Partial<typeof asked> = {}) {
  await world.owner(
    `update grants set ended_at = now(), end_reason = 'window-ended' where person_id = '${person.id}' and ended_at is null`,
    { past: "grants" },
  );
  const { requestId, grantId = "" } = await breakGlass(person, { ...asked, ...node });
  const sessionId = await putSession({
    ...{ grantId, personId: person.id, nodeId: node.nodeId ?? NODES.payments, state: "ended" },
    openedAt: new Date(),
  });
  await world.as("jobs");
  const reviewId = await openReview(jobs, { sessionId });
  await world.as("web");
  if (!reviewId) throw new TypeError("no review");
  return { requestId, sessionId, reviewId };
}

describe("a broken glass", () => {
  it("is never ratified by whoever broke it, whatever roles they have", async () => {
    const { hal, ben, fay, cleo } = world.people;
    const { requestId } = await breakGlass(hal, asked);
    const ratify = { requestId, verdict: "ratified", reason: "The rotation was theirs to repair" } as const;
    await expect(judgeGlass(hal, ratify)).rejects.toMatchObject({ code: "SELF_RATIFICATION" });
    await expect(judgeGlass(cleo, ratify)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(judgeGlass(fay, { ...ratify, reason: "ok" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    const refused = (await eventsOf({ requestId })).filter(({ outcome }) => outcome === "refused");
    expect(refused.map(({ code, actorId }) => [code, actorId])).toEqual([
      ["glass.ratified", hal.id],
      ["glass.ratified", cleo.id],
      ["glass.ratified", fay.id],
    ]);
    await judgeGlass(fay, ratify);
    expect((await readRequest(hal, requestId)).glass).toMatchObject({
      ...{ verdict: "ratified", verdictReason: ratify.reason, judgedByName: "Fay Tanaka" },
    });
    await expect(judgeGlass(ben, ratify)).rejects.toMatchObject({ code: "GLASS_JUDGED" });
    const waits = (await listInbox(reading(), ben)).rows.map(({ subjectId }) => subjectId);
    expect(waits).not.toContain(requestId);
  });

  it("that is disowned ends at once; whoever broke it and reviewers are told, and its review comes first", async () => {
    const { ana, gus, fay, cleo } = world.people;
    const earlier = await reviewed(gus);
    const { requestId } = await breakGlass(ana, asked);
    await judgeGlass(fay, { requestId, verdict: "disowned", reason: "There was no emergency at all" });
    const seen = await readRequest(ana, requestId);
    expect(seen.grant).toMatchObject({ isRunning: false, endReason: "ended-by-approver" });
    expect(await told("glass-disowned", requestId)).toEqual(
      expect.arrayContaining(["Ana Duarte", "Cleo Marchetti"]),
    );
    expect(await queuedJobs()).toContain("end-grant-sessions");

    const later = await reviewed(ana);
    const queue = async () => (await listReviews(cleo, { state: "open" })).rows.map(({ id }) => id);
    expect((await queue())[0]).toBe(earlier.reviewId);
    await judgeGlass(fay, { ...later, verdict: "disowned", reason: "There was no emergency at all" });
    expect((await queue())[0]).toBe(later.reviewId);
    const [first] = (await listReviews(cleo, { state: "open" }, { limit: 1 })).rows;
    expect(first?.glass).toEqual({ verdict: "disowned" });
    const { nextCursor } = await listReviews(cleo, { state: "open" }, { limit: 1 });
    const next = await listReviews(cleo, { state: "open" }, { limit: 5, cursor: nextCursor ?? "" });
    expect(next.rows.map(({ id }) => id)).toContain(earlier.reviewId);
    expect(next.rows.map(({ id }) => id)).not.toContain(later.reviewId);
  });

  it("that was disowned before its shell was over has its review first, too", async () => {
    const { ana, fay, cleo } = world.people;
    const { requestId, grantId = "" } = await breakGlass(ana, asked);
    await judgeGlass(fay, { requestId, verdict: "disowned", reason: "There was no emergency at all" });
    const sessionId = await putSession({
      ...{ grantId, personId: ana.id, nodeId: NODES.payments, state: "ended" },
      openedAt: new Date(),
    });
    await world.as("jobs");
    const reviewId = await openReview(jobs, { sessionId });
    await world.as("web");
    const rows = (await listReviews(cleo, { state: "open" })).rows;
    expect(rows.slice(0, 2).map(({ id }) => id)).toContain(reviewId);
  });

  it("is reviewed by a third person: not by who ratified it, and not ratified by who reviewed it", async () => {
    const { gus, ben, hal, cleo } = world.people;
    const verdict = { verdict: "in-order", notes: "As the note says" } as const;
    const first = await reviewed(gus);
    await judgeGlass(hal, { ...first, verdict: "ratified", reason: "The rotation was theirs to repair" });
    await expect(closeReview(hal, { ...first, ...verdict })).rejects.toMatchObject({ code: "REVIEW_OWN" });
    await closeReview(cleo, { ...first, ...verdict });

    const second = await reviewed(gus);
    await closeReview(hal, { ...second, ...verdict });
    const ratify = { ...second, verdict: "ratified", reason: "The rotation was theirs to repair" } as const;
    await expect(judgeGlass(hal, ratify)).rejects.toMatchObject({ code: "THIRD_PERSON_NEEDED" });
    await judgeGlass(ben, ratify);
  });

  it("is not ratified and reviewed by one person in two tabs at once", async () => {
    const { gus, hal } = world.people;
    const glass = await reviewed(gus);
    const waiters = () => asSuperuser(async (client) => (await client.query(WAITING)).rowCount);
    await asSuperuser(async (client) => {
      await client.query("begin");
      await client.query("select from inbox_items where subject_id = $1 for update", [glass.requestId]);
      // It has looked who reviewed, and stops before its commit.
      const ratifying = judgeGlass(hal, {
        ...{ requestId: glass.requestId, verdict: "ratified", reason: "The rotation was theirs to repair" },
      });
      await expect.poll(waiters).toBe(1);
      const closing = closeReview(hal, { ...glass, verdict: "in-order", notes: "As the note says" }).then(
        () => "closed",
        ({ code }) => code,
      );
      await Promise.race([closing, expect.poll(waiters).toBe(2)]);
      await client.query("commit");
      await ratifying;
      expect(await closing).toBe("REVIEW_OWN");
    });
  });
});
