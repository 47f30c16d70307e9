import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import type { PersonActor } from "@/lib/kernel/actor";
import { listRequests } from "@/lib/requests/lists/list-requests";
import { columnsIn } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { listReviews } from "@/lib/reviews/lists/list-reviews";
import { listSessions } from "@/lib/sessions/lists/list-sessions";

const ROWS = 120;
const START = Date.parse("2026-03-14T09:26:53Z");
const STATES = ["approved", "denied", "waiting", "withdrawn", "lapsed"] as const;
let world: World;
let people: Record<"ana" | "gus" | "cleo", PersonActor>;

beforeAll(async () => {
  world = await openWorld();
  people = world.people;
  await fill();
});
afterAll(() => world.close());

/** Row i, oldest first. Times, states and lengths repeat; some shells are still open, some reviews too. */
const rowOf = (i: number) => ({
  at: new Date(START + Math.floor(i / 4) * 60_000),
  personId: i % 3 === 0 ? people.gus.id : people.ana.id,
  state: STATES[i % 5] ?? "approved",
  lengthMs: i % 17 === 0 ? null : ((i * 37) % 23) * 1_501,
  closedAt: i % 10 === 0 ? null : new Date(START + ((i * 31) % 29) * 60_000),
});
const idOf = (prefix: string, i: number) => `${prefix}_${String(i).padStart(26, "0")}`;

async function fill() {
  const rows = Array.from({ length: ROWS }, (_, i) => ({ i, ...rowOf(i) }));
  const db = handleOf(owning());
  const obligations = {
    ...{ approvals: [], longestWindowSeconds: 600, stepUp: "none", watcher: "none" },
    ...{ inputRecording: "counted", missingAgentLog: "flag", spool: "never" },
  };
  const window = { windowSeconds: 600, ruleVersion: "test", obligations };
  await db.request.createMany({
    data: rows.map(({ i, at, personId, state }) => ({
      ...{ id: idOf("req", i), requesterId: personId, justification: "Disk full, writes failing" },
      ...{ state, createdAt: at, lapsesAt: at, closedAt: state === "waiting" ? null : at, ...window },
    })),
  });
  await db.grant.createMany({
    data: rows.map(({ i, at, personId }) => ({
      ...{ id: idOf("grt", i), requestId: idOf("req", i), personId, startsAt: at, endedAt: at },
      ...{ endsAt: new Date(at.getTime() + 600_000), endReason: "window-ended", ...window },
    })),
  });
  await db.session.createMany({
    data: rows.map(({ i, at, personId, lengthMs }) => ({
      ...{ id: idOf("ses", i), kind: "brokered", grantId: idOf("grt", i), personId, nodeId: NODES.ledger },
      ...{ accountId: "111122223333", region: "eu-west-1", documentName: "Halligan-Shell", createdAt: at },
      ...(lengthMs === null
        ? { ...columnsIn("open", idOf("ses", i), at), state: "open" }
        : {
            ...{ openedAt: at, endedAt: new Date(at.getTime() + lengthMs) },
            ...{ state: "ended", endReason: "exited" },
          }),
    })),
  });
  await db.review.createMany({
    data: rows.map(({ i, at, closedAt }) => ({
      ...{ id: idOf("rev", i), sessionId: idOf("ses", i), dueAt: at, createdAt: at },
      ...(closedAt === null
        ? { state: "open" }
        : { state: "closed", verdict: "in-order", closedAt, closedById: people.cleo.id }),
    })),
  });
}

type Load = (place: { limit: number; cursor?: string }) => Promise<{
  rows: { id: string }[];
  nextCursor: string | null;
  previousCursor: string | null;
}>;

/** Walks a list page by page to its end, then back to its beginning: both ways must have the same rows. */
async function walked(load: Load): Promise<number[]> {
  const pages: string[][] = [];
  let page = await load({ limit: 7 });
  for (;;) {
    pages.push(page.rows.map(({ id }) => id));
    if (page.nextCursor === null) break;
    page = await load({ limit: 7, cursor: page.nextCursor });
  }
  const back: string[] = page.rows.map(({ id }) => id);
  while (page.previousCursor !== null) {
    page = await load({ limit: 7, cursor: page.previousCursor });
    back.unshift(...page.rows.map(({ id }) => id));
  }
  expect([...new Set(back)]).toEqual(pages.flat());
  return pages.flat().map((id) => Number(id.slice(4)));
}

/** The rows that fit, by a key and then by id, the smallest first. */
const inOrder = (key: (i: number) => number, fits: (i: number) => boolean = () => true) =>
  Array.from({ length: ROWS }, (_, i) => i)
    .filter(fits)
    .sort((a, b) => key(a) - key(b) || a - b);

const byState = (i: number) => {
  const { state, at } = rowOf(i);
  const place = ["waiting", "approved", "denied", "withdrawn", "lapsed"].indexOf(state);
  return place * 1e14 - at.getTime();
};
const byLength = (i: number) => rowOf(i).lengthMs ?? 0;
const byClosing = (i: number) => rowOf(i).closedAt?.getTime() ?? 0;
const isAna = (i: number) => i % 3 !== 0;
const isClosed = (i: number) => rowOf(i).closedAt !== null;

describe("a list in an order that is chosen loses and repeats no row, on and back", () => {
  it.each<[string, Load, () => number[]]>([
    [
      "requests by state",
      (page) => listRequests(people.cleo, {}, { sort: "state", ...page }),
      () => inOrder(byState),
    ],
    [
      "requests by state, from the end",
      (page) => listRequests(people.cleo, {}, { sort: "-state", ...page }),
      () => inOrder(byState).reverse(),
    ],
    [
      "an engineer's own requests by state",
      (page) => listRequests(people.ana, {}, { sort: "state", ...page }),
      () => inOrder(byState, isAna),
    ],
    [
      "requests of some days by state",
      (page) =>
        listRequests(people.cleo, { from: rowOf(40).at, until: rowOf(80).at }, { sort: "state", ...page }),
      () => inOrder(byState, (i) => i >= 40 && i < 80),
    ],
    [
      "requests, oldest first",
      (page) => listRequests(people.cleo, {}, { sort: "requested", ...page }),
      () => inOrder((i) => i),
    ],
    [
      "sessions, the longest first",
      (page) => listSessions(people.cleo, {}, { sort: "-length", ...page }),
      () => inOrder(byLength).reverse(),
    ],
    [
      "an engineer's own sessions that ended, the shortest first",
      (page) => listSessions(people.ana, { state: "ended" }, { sort: "length", ...page }),
      () => inOrder(byLength, (i) => isAna(i) && rowOf(i).lengthMs !== null),
    ],
    [
      "sessions, oldest first",
      (page) => listSessions(people.cleo, {}, { sort: "started", ...page }),
      () => inOrder((i) => i),
    ],
    [
      "closed reviews, closed last first",
      (page) => listReviews(people.cleo, { state: "closed" }, { sort: "-closed", ...page }),
      () => inOrder(byClosing, isClosed).reverse(),
    ],
    [
      "reviews of a verdict by closing, of one person",
      (page) =>
        listReviews(people.cleo, { verdict: "in-order", personName: "gus" }, { sort: "closed", ...page }),
      () => inOrder(byClosing, (i) => isClosed(i) && !isAna(i)),
    ],
    [
      "open reviews, due last first",
      (page) => listReviews(people.cleo, { state: "open" }, { sort: "-due", ...page }),
      () =>
        inOrder(
          (i) => i,
          (i) => !isClosed(i),
        ).reverse(),
    ],
  ])("%s", async (_what, load, wanted) => {
    expect(await walked(load)).toEqual(wanted());
  });

  it("takes no cursor of another order for one of its own", async () => {
    const { nextCursor } = await listRequests(people.cleo, {}, { limit: 7 });
    const other = listRequests(people.cleo, {}, { sort: "state", cursor: nextCursor ?? "" });
    await expect(other).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
