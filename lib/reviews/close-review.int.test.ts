import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, reading } from "@/lib/db/client";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { listInbox } from "@/lib/inbox/list-inbox";
import type { PersonActor } from "@/lib/kernel/actor";
import type { SessionId } from "@/lib/kernel/ids";
import { eventsOf, putSession, saveSessionState } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { closeReview } from "./close-review";
import { listReviews } from "./lists/list-reviews";
import { openMissingReviews, openReview } from "./open-review";
import { readReview, readReviewOfSession } from "./read-review";
import { readReviewQueue } from "./review-queue";

let world: World;
let grantId: string;
beforeAll(async () => {
  world = await openWorld();
  const created = await createRequest(world.people.ana, {
    nodeIds: [NODES.ledger],
    justification: "Worker stuck, queue grows",
    incident: "INC-2232",
    windowSeconds: 1800,
  });
  grantId = created.grantId ?? "";
});
afterAll(() => world.close());

type State = "created" | "open" | "ended" | "failed";
/** One runs on a node at a time. */
const NODE_OF = {
  ...{ created: NODES.edge, open: NODES.search, ended: NODES.ledger, failed: NODES.ledger },
} as const satisfies Record<State, string>;
const sessionOf = async (person: PersonActor, state: State, openedAt?: Date): Promise<SessionId> =>
  putSession({
    ...{ grantId, personId: person.id, nodeId: NODE_OF[state], state },
    ...(openedAt ? { openedAt } : {}),
  });
const waitingFor = async (person: PersonActor) =>
  (await listInbox(reading(), person)).rows.map(({ subjectId }) => subjectId);

/** A session that is over, with its review, as jobs opens it. */
async function reviewed(person: PersonActor, alsoTyped: PersonActor[] = []): Promise<string> {
  const sessionId = await sessionOf(person, "ended", new Date());
  await world.as("gateway");
  for (const actor of alsoTyped)
    await inTransaction((tx) => appendEvent(tx, { code: "session.attached", actor, subject: { sessionId } }));
  await world.as("jobs");
  const reviewId = await openReview(jobs, { sessionId });
  await world.as("web");
  return reviewId ?? "";
}

const closing = { verdict: "in-order", notes: "restarted the worker, nothing else" } as const;

describe("a review", () => {
  it("is opened once for a session that is over, and waits for the reviewers", async () => {
    const { ana, cleo, hal, ben } = world.people;
    const sessionId = await sessionOf(ana, "ended", new Date());
    await world.as("jobs");
    const both = await Promise.all([openReview(jobs, { sessionId }), openReview(jobs, { sessionId })]);
    expect(both.filter((id) => id !== null)).toHaveLength(1);
    await world.as("web");
    const review = await readReviewOfSession(cleo, sessionId);
    expect(review).toMatchObject({ state: "open", waitsForMe: true, excluded: [{ name: "Ana Duarte" }] });
    expect((review?.dueAt.getTime() ?? 0) - (review?.createdAt.getTime() ?? 0)).toBe(3 * 86_400_000);
    const reviewId = review?.id ?? "";
    for (const [person, waits] of [
      [cleo, true],
      [hal, true],
      [ana, false],
      [ben, false],
    ] as const)
      expect((await waitingFor(person)).includes(reviewId)).toBe(waits);
  });

  it("is opened by the sweep when no job did, and only where one is owed", async () => {
    const { ana } = world.people;
    const owed = [await sessionOf(ana, "ended", new Date()), await sessionOf(ana, "failed", new Date())];
    const notOwed = [
      await sessionOf(ana, "created"),
      await sessionOf(ana, "open", new Date()),
      await sessionOf(ana, "ended"),
      await sessionOf(ana, "failed"),
    ];
    await world.as("jobs");
    for (const sessionId of notOwed) expect(await openReview(jobs, { sessionId })).toBeNull();
    expect(await openMissingReviews(jobs)).toEqual({ opened: 2 });
    expect(await openMissingReviews(jobs)).toEqual({ opened: 0 });
    await world.as("web");
    for (const sessionId of owed)
      expect((await eventsOf({ sessionId })).map(({ code }) => code)).toEqual(["review.opened"]);
  });

  it("is closed by a reviewer with a verdict and notes, once", async () => {
    const { ana, cleo, hal } = world.people;
    const reviewId = await reviewed(ana);
    await closeReview(cleo, { reviewId, verdict: "follow-up", notes: "write the runbook" });
    expect(await readReview(ana, reviewId)).toMatchObject({
      state: "closed",
      verdict: "follow-up",
      notes: "write the runbook",
      closedByName: "Cleo Marchetti",
    });
    expect(await waitingFor(hal)).not.toContain(reviewId);
    await expect(closeReview(hal, { reviewId, ...closing })).rejects.toMatchObject({ code: "REVIEW_CLOSED" });
  });

  it("is closed by one of two reviewers who close it at once", async () => {
    const { ana, cleo, hal } = world.people;
    const reviewId = await reviewed(ana);
    const both = await Promise.allSettled([
      closeReview(cleo, { reviewId, ...closing }),
      closeReview(hal, { reviewId, ...closing }),
    ]);
    const refused = both.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    expect(refused).toEqual([expect.objectContaining({ code: "REVIEW_CLOSED" })]);
  });

  it("is never closed by whose session it was, nor by anyone who held the keyboard", async () => {
    const { ana, hal, cleo } = world.people;
    const own = await reviewed(hal);
    const typed = await reviewed(ana, [hal]);
    for (const reviewId of [own, typed]) {
      await expect(closeReview(hal, { reviewId, ...closing })).rejects.toMatchObject({ code: "REVIEW_OWN" });
      expect(await waitingFor(hal)).not.toContain(reviewId);
      expect((await readReview(hal, reviewId)).actions.close).toEqual({ allowed: false, code: "REVIEW_OWN" });
      expect((await eventsOf({ reviewId })).at(-1)).toMatchObject({
        code: "review.closed",
        outcome: "refused",
        data: { error: "REVIEW_OWN" },
      });
    }
    await closeReview(cleo, { reviewId: typed, ...closing });
  });

  it.each([
    ["ben", "ROLE_MISSING"],
    ["dov", "ROLE_MISSING"],
    ["eve", "ROLE_MISSING"],
    ["ana", "REVIEW_OWN"],
  ] as const)("is not closed by %s", async (name, code) => {
    const reviewId = await reviewed(world.people.ana);
    await expect(closeReview(world.people[name], { reviewId, ...closing })).rejects.toMatchObject({ code });
  });

  it("is not closed while the shell is open, and not without a word about it", async () => {
    const { ana, cleo } = world.people;
    const sessionId = await sessionOf(ana, "ended", new Date());
    await world.as("jobs");
    const reviewId = (await openReview(jobs, { sessionId })) ?? "";
    await saveSessionState(sessionId, "open");
    await world.as("web");
    await expect(closeReview(cleo, { reviewId, ...closing })).rejects.toMatchObject({
      code: "SESSION_STILL_OPEN",
    });
    await saveSessionState(sessionId, "ended");
    await expect(closeReview(cleo, { reviewId, verdict: "in-order", notes: "ok" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await expect(closeReview(cleo, { reviewId: "rev_none", ...closing })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("the reviews that wait for a reviewer", () => {
  it("are counted from one of them, which is followed by the next and the last by the first", async () => {
    const { ana, hal, cleo, ben } = world.people;
    await reviewed(ana);
    await reviewed(hal);
    const waiting = (await listReviews(cleo, { state: "open" }, { limit: 100 })).rows;
    for (const [index, review] of waiting.entries())
      expect(await readReviewQueue(cleo, review.id)).toEqual({
        position: index + 1,
        count: waiting.length,
        hasMore: false,
        nextSessionId: waiting[(index + 1) % waiting.length]?.session.id,
      });
    const own = waiting.find(({ session }) => session.personId === hal.id);
    expect(await readReviewQueue(hal, own?.id ?? "")).toBeNull();
    expect((await readReviewQueue(hal, waiting[0]?.id ?? ""))?.count).toBe(
      waiting.filter(({ session }) => session.personId !== hal.id).length,
    );
    expect(await readReviewQueue(ben, waiting[0]?.id ?? "")).toBeNull();
  });
});

describe("the list of reviews", () => {
  it("gives every review once over its pages, the first due first", async () => {
    const { cleo, ana } = world.people;
    await reviewed(ana);
    await reviewed(ana);
    const all = await listReviews(cleo, { state: "open" }, { limit: 100 });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listReviews>> = await listReviews(
        cleo,
        { state: "open" },
        { limit: 2, ...(cursor ? { cursor } : {}) },
      );
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(all.rows.map(({ id }) => id));
    expect(all.rows.every(({ isOverdue }) => !isOverdue)).toBe(true);
  });

  it("shows engineers their own, others all, and Eve nothing", async () => {
    const { ana, gus, hal, dov, eve } = world.people;
    expect((await listReviews(gus)).rows).toEqual([]);
    const anas = (await listReviews(ana, {}, { limit: 100 })).rows;
    expect(new Set(anas.map(({ session }) => session.personName))).toEqual(new Set(["Ana Duarte"]));
    const all = (await listReviews(dov, {}, { limit: 100 })).rows;
    expect(all.length).toBeGreaterThan(anas.length);
    expect((await listReviews(dov, { personId: hal.id })).rows).toHaveLength(all.length - anas.length);
    await expect(listReviews(eve)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    const theirs = all.find(({ session }) => session.personId === hal.id);
    await expect(readReview(gus, theirs?.id ?? "")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is filtered by state, verdict and what people remember", async () => {
    const { cleo } = world.people;
    const closed = (await listReviews(cleo, { state: "closed" })).rows;
    expect(closed.map(({ state }) => state)).toEqual(closed.map(() => "closed"));
    const followUps = (await listReviews(cleo, { verdict: "follow-up" })).rows;
    expect(followUps.map(({ verdict }) => verdict)).toEqual(["follow-up"]);
    expect((await listReviews(cleo, { search: "inc-2232" })).rows.length).toBeGreaterThan(0);
    expect((await listReviews(cleo, { search: "100%" })).rows).toEqual([]);
    await expect(listReviews(cleo, {}, { cursor: "not ours" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});
