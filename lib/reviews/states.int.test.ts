import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { saveFirstUse, saveGrantEnd } from "@/lib/grants/store";
import { isStep } from "@/lib/kernel/transitions";
import { REQUEST_TRANSITIONS } from "@/lib/requests/rules";
import { moveRequest } from "@/lib/requests/store";
import { putSession } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { REQUEST_STATES, type RequestState } from "@/lib/requests/views";
import { openReview } from "./open-review";
import { REVIEW_TRANSITIONS } from "./rules";
import { saveClosing } from "./store";

const AT = new Date("2026-03-14T09:26:53Z");

let world: World;
/** One that waits for an approval, and one that the rule decided. */
let waiting: string;
let grantId: string;
let reviewId: string;
beforeAll(async () => {
  world = await openWorld();
  const { ana } = world.people;
  const asked = { justification: "Worker stuck, queue grows", windowSeconds: 600 };
  waiting = (await createRequest(ana, { ...asked, nodeIds: [NODES.payments], incident: "INC-1" })).requestId;
  grantId = (await createRequest(ana, { ...asked, nodeIds: [NODES.ledger] })).grantId ?? "";
  const session = { grantId, personId: ana.id, nodeId: NODES.ledger, openedAt: AT };
  const sessionId = await putSession({ ...session, state: "ended" });
  await world.as("jobs");
  reviewId = (await openReview(jobs, { sessionId })) ?? "";
  await world.as("web");
});
afterAll(() => world.close());

/** Tries, and takes it back. */
const attempt = (work: Parameters<typeof inTransaction<void>>[0]) =>
  inTransaction<void>(async (tx) => {
    await work(tx);
    throw new Error("taken back");
  });

describe("a request", () => {
  const pairs = REQUEST_STATES.flatMap((from) => REQUEST_STATES.map((to) => [from, to] as const));
  const isOfTable = (from: RequestState, to: RequestState) =>
    isStep<RequestState>(REQUEST_TRANSITIONS, from, to);

  it.each(pairs.filter(([from, to]) => isOfTable(from, to)))("goes from %s to %s", async (from, to) => {
    await expect(attempt((tx) => moveRequest(tx, { id: waiting, state: from }, to, AT))).rejects.toThrow(
      "taken back",
    );
  });

  it.each(pairs.filter(([from, to]) => !isOfTable(from, to)))("can't go from %s to %s", async (from, to) => {
    const move = attempt((tx) => moveRequest(tx, { id: waiting, state: from }, to, AT));
    await expect(move).rejects.toThrow(new TypeError(`${waiting} can't go from ${from} to ${to}`));
  });

  it("is not moved twice by whoever did not lock it", async () => {
    const twice = attempt(async (tx) => {
      await moveRequest(tx, { id: waiting, state: "waiting" }, "withdrawn", AT);
      await moveRequest(tx, { id: waiting, state: "waiting" }, "approved", AT);
    });
    await expect(twice).rejects.toThrow(TypeError);
  });
});

it("a review is closed once", async () => {
  const closing = {
    verdict: "in-order",
    notes: "fine",
    closedAt: AT,
    closedById: world.people.cleo.id,
  } as const;
  expect(REVIEW_TRANSITIONS).toEqual({ open: ["closed"], closed: [] });
  const again = attempt((tx) => saveClosing(tx, { id: reviewId, state: "closed" }, closing));
  await expect(again).rejects.toThrow(TypeError);
  const twice = attempt(async (tx) => {
    await saveClosing(tx, { id: reviewId, state: "open" }, closing);
    await saveClosing(tx, { id: reviewId, state: "open" }, closing);
  });
  await expect(twice).rejects.toThrow(`${reviewId} is not open any more`);
});

it("a grant is ended once, and has no first use where its window began with the approval", async () => {
  const end = { endedAt: AT, endReason: "ended-by-person", endedById: null } as const;
  const twice = attempt(async (tx) => {
    await saveGrantEnd(tx, grantId, end);
    await saveGrantEnd(tx, grantId, end);
  });
  await expect(twice).rejects.toThrow(`${grantId} has ended already`);
  const use = { startsAt: AT, endsAt: new Date(AT.getTime() + 1_000), firstUsedAt: AT };
  await expect(attempt((tx) => saveFirstUse(tx, grantId, use))).rejects.toThrow(
    "does not wait for its first use",
  );
});

describe("the tables refuse", () => {
  it.each<[string, string, string]>([
    ["a request that waits and is closed", "requests_closed", "update requests set closed_at = now()"],
    ["a request that is over and not closed", "requests_closed", "update requests set closed_at = null"],
    ["a grant that ended for no reason", "grants_ended", "update grants set ended_at = now()"],
    [
      "a grant with a reason that has not ended",
      "grants_ended",
      "update grants set end_reason = 'window-ended'",
    ],
    ["a grant that somebody ended and runs", "grants_ended", "update grants set ended_by_id = person_id"],
    ["a first use of a window that had begun", "grants_first_use", "update grants set first_used_at = now()"],
    [
      "a closed review without a verdict",
      "reviews_closed",
      "update reviews set state = 'closed', closed_at = now()",
    ],
    ["an open review with a verdict", "reviews_closed", "update reviews set verdict = 'in-order'"],
    [
      "a review closed by nobody",
      "reviews_closed",
      "update reviews set state = 'closed', closed_at = now(), verdict = 'in-order'",
    ],
    [
      "an item that was brought up and is to be",
      "inbox_items_reminded",
      "update inbox_items set remind_at = now(), reminded_at = now()",
    ],
    [
      "an item that was escalated and is to be",
      "inbox_items_escalated",
      "update inbox_items set escalate_at = now(), escalated_at = now()",
    ],
  ])("%s", async (_, constraint, statement) => {
    const past = /^update (\w+)/.exec(statement)?.[1] ?? "";
    await expect(world.owner(statement, { past })).rejects.toThrow(`"${constraint}"`);
    await world.owner(`alter table ${past} enable trigger user`);
  });
});
