import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { remindItems } from "@/lib/inbox/remind-items";
import { ageItem, noticesAbout } from "@/lib/inbox/testing/store";
import type { PersonActor } from "@/lib/kernel/actor";
import { newId } from "@/lib/kernel/ids";
import { askEachOf, putSession } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { closeReview } from "@/lib/reviews/close-review";
import { openReview } from "@/lib/reviews/open-review";
import { endDueGrants } from "../end-due-grants";
import { endGrant } from "../end-grant";
import { createRequest } from "../requesting/create-request";
import { decideAsShown } from "../testing/decide";
import { tellEndingAccess } from "./tell-ending-access";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() =>
  world.owner("update grants set ended_at = now(), end_reason = 'window-ended' where ended_at is null", {
    past: "grants",
  }),
);
afterAll(() => world.close());

const ask = async (
  who: PersonActor,
  nodeId: string = NODES.payments,
  window: { windowSeconds?: number; windowStart?: "approval" | "first-use" } = {},
) =>
  createRequest(who, {
    ...{ nodeIds: [nodeId], justification: "Disk full, writes failing", windowSeconds: 1800 },
    ...window,
  });
const approve = async (who: PersonActor, requestId: string, version = 1) =>
  (await decideAsShown(who, { requestId, version, verdict: "approve" })).grantId ?? "";

/** Lets a grant's window end so many seconds from now. */
const endIn = (grantId: string, seconds: number) =>
  world.owner(
    `update grants set ends_at = now() + interval '${seconds} seconds',
       starts_at = least(starts_at, now() + interval '${seconds - 1} seconds') where id = '${grantId}'`,
    { past: "grants" },
  );

async function asJobs<T>(work: () => Promise<T>): Promise<T> {
  await world.as("jobs");
  try {
    return await work();
  } finally {
    await world.as("web");
  }
}

describe("a decision", () => {
  it("is told to whoever asked, and to nobody when it is taken; over when the access is", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await ask(ana);
    expect(await noticesAbout({ requestId })).toEqual([]);
    const grantId = await approve(ben, requestId);
    expect(await noticesAbout({ requestId })).toEqual(["Ana Duarte: approved"]);
    await endGrant(ana, { grantId });
    expect(await noticesAbout({ requestId })).toEqual(["Ana Duarte: approved done"]);
  });

  it("of several is told when all are there, also to those who approved before, never to whoever was the last", async () => {
    const { ana, ben, fay } = world.people;
    const [granted, denied] = [(await ask(ana)).requestId, (await ask(ana, NODES.search)).requestId];
    for (const requestId of [granted, denied]) {
      await askEachOf(requestId, ["sre-leads", "platform-leads"]);
      await approve(ben, requestId);
      expect(await noticesAbout({ requestId })).toEqual([]);
    }
    await approve(fay, granted, 2);
    await decideAsShown(fay, { requestId: denied, version: 2, verdict: "deny", comment: "use the runbook" });
    expect(await noticesAbout({ requestId: granted })).toEqual([
      "Ana Duarte: approved",
      "Ben Okafor: approved",
    ]);
    expect(await noticesAbout({ requestId: denied })).toEqual(["Ana Duarte: denied", "Ben Okafor: denied"]);
  });

  it("of the rule alone is told to nobody: whoever asked has the answer before them", async () => {
    const { requestId, grantId } = await ask(world.people.gus, NODES.ledger);
    expect(grantId).toBeDefined();
    expect(await noticesAbout({ requestId })).toEqual([]);
  });

  it("that is refused tells nobody", async () => {
    const { ana, gus } = world.people;
    const { requestId } = await ask(ana, NODES.edge);
    await expect(approve(gus, requestId)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    expect(await noticesAbout({ requestId })).toEqual([]);
  });
});

describe("access that ends", () => {
  it("is told five minutes before, once, and over when it ended", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await ask(ana, NODES.edge);
    const grantId = await approve(ben, requestId);
    await endIn(grantId, 320);
    expect(await asJobs(tellEndingAccess)).toEqual({ told: 0 });
    await endIn(grantId, 299);
    await asJobs(async () => {
      const rounds = await Promise.all([tellEndingAccess(), tellEndingAccess()]);
      expect(rounds.map(({ told }) => told).sort()).toEqual([0, 1]);
      expect(await tellEndingAccess()).toEqual({ told: 0 });
    });
    expect(await noticesAbout({ requestId })).toEqual(["Ana Duarte: approved", "Ana Duarte: access-ending"]);
    await endIn(grantId, -1);
    await asJobs(() => endDueGrants(jobs));
    expect(await noticesAbout({ requestId })).toEqual([
      "Ana Duarte: approved done",
      "Ana Duarte: access-ending done",
    ]);
  });

  it("is not told of a window under ten minutes, of one that waits for its first use, nor of what ended", async () => {
    const { ana, ben, gus } = world.people;
    const short = await ask(gus, NODES.search, { windowSeconds: 599 });
    const unused = await ask(gus, NODES.payments, { windowStart: "first-use" });
    const ended = await ask(ana, NODES.payments);
    const grants: string[] = [];
    for (const { requestId } of [short, unused, ended]) grants.push(await approve(ben, requestId));
    for (const grantId of grants) await endIn(grantId, 200);
    await endGrant(ana, { grantId: grants[2] ?? "" });
    expect(await asJobs(tellEndingAccess)).toEqual({ told: 0 });
  });

  it("is told at the end of the window that the first use began", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await ask(ana, NODES.search, { windowStart: "first-use" });
    const grantId = await approve(ben, requestId);
    await world.owner(
      `update grants set first_used_at = now(), starts_at = now(), ends_at = now() + interval '4 minutes' where id = '${grantId}'`,
      { past: "grants" },
    );
    expect(await asJobs(tellEndingAccess)).toEqual({ told: 1 });
    expect(await noticesAbout({ subjectId: grantId })).toEqual(["Ana Duarte: access-ending"]);
  });
});

describe("a review", () => {
  it("is told to those who may close it the day before it is due, once, and over when it is closed", async () => {
    const { ana, ben, cleo, hal } = world.people;
    const reviewOf = async (who: PersonActor, nodeId: string) => {
      const { requestId } = await ask(who, nodeId);
      const grantId = await approve(ben, requestId);
      const session = { grantId, personId: who.id, nodeId, openedAt: new Date(), state: "ended" } as const;
      const sessionId = await putSession(session);
      return (await asJobs(() => openReview(jobs, { sessionId }))) ?? newId("review");
    };
    const anas = await reviewOf(ana, NODES.payments);
    // Hal reviews too, but not what he did himself.
    const hals = await reviewOf(hal, NODES.search);
    expect(await noticesAbout({ subjectId: anas })).toEqual([]);
    const age = async (seconds: number) => {
      for (const subjectId of [anas, hals]) await ageItem(subjectId, seconds);
      return asJobs(() => remindItems(jobs));
    };
    // Due three days after the session's end.
    expect(await age(2 * 86_400 - 60)).toMatchObject({ escalated: 0 });
    expect(await noticesAbout({ subjectId: anas })).toEqual([]);
    expect(await age(120)).toMatchObject({ escalated: 0 });
    expect(await noticesAbout({ subjectId: anas })).toEqual([
      "Cleo Marchetti: review-due",
      "Hal Virtanen: review-due",
    ]);
    expect(await noticesAbout({ subjectId: hals })).toEqual(["Cleo Marchetti: review-due"]);
    // Overdue: administrators are to find somebody; the reviewers were told.
    expect(await age(86_400)).toEqual({ reminded: 0, escalated: 2 });
    expect(await noticesAbout({ subjectId: anas })).toHaveLength(2);
    await closeReview(cleo, {
      reviewId: anas,
      verdict: "in-order",
      notes: "Only the debug log was removed.",
    });
    expect(await noticesAbout({ subjectId: anas })).toEqual([
      "Cleo Marchetti: review-due done",
      "Hal Virtanen: review-due done",
    ]);
  });
});
