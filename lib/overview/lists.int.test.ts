import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import type { PersonActor } from "@/lib/kernel/actor";
import { countRequests, listRequests } from "@/lib/requests/lists/list-requests";
import { columnsIn } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import type { RequestFilters } from "@/lib/requests/views";
import { countReviews, listReviews } from "@/lib/reviews/lists/list-reviews";
import type { ReviewFilters } from "@/lib/reviews/views";
import { countSessions, listSessions } from "@/lib/sessions/lists/list-sessions";
import type { SessionFilters } from "@/lib/sessions/views";

/* More rows than are looked through for one page, so that what is rare is collected as a set. */
const ROWS = 2_600;
const START = Date.parse("2026-03-14T09:26:53Z");
let world: World;
let people: Record<"ana" | "gus" | "cleo", PersonActor>;

beforeAll(async () => {
  world = await openWorld();
  people = world.people;
  await fill();
});
afterAll(() => world.close());

/** Row i, oldest first. Times repeat: ten rows share each. */
const rowOf = (i: number) => ({
  at: new Date(START + Math.floor(i / 10) * 60_000),
  personId: i % 3 === 0 ? people.gus.id : people.ana.id,
  nodeId: i === 7 ? NODES.edge : i % 2 === 0 ? NODES.payments : NODES.ledger,
  reason: i === 11 ? "Kernel zugzwang on the night shift" : `Disk full, writes failing, ${i}`,
  incident: i === 13 ? "INC-2231" : null,
  endReason: i === 17 ? "swept" : "exited",
  verdict: i === 19 ? "violation" : "in-order",
  completeness: i === 37 ? "partial" : "complete",
  corroboration: i === 41 ? "differs" : "agreed",
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
    data: rows.map(({ i, at, personId, reason, incident }) => ({
      ...{ id: idOf("req", i), requesterId: personId, justification: reason, incident, createdAt: at },
      ...{ state: i === 23 ? "denied" : "approved", lapsesAt: at, closedAt: at, ...window },
    })),
  });
  await db.requestNode.createMany({
    data: rows.map(({ i, nodeId }) => ({
      ...{ requestId: idOf("req", i), nodeId },
      ...{ accountId: "111122223333", region: "eu-west-1", protection: "staging" },
    })),
  });
  await db.grant.createMany({
    data: rows.map(({ i, at, personId }) => ({
      ...{ id: idOf("grt", i), requestId: idOf("req", i), personId, startsAt: at, endedAt: at },
      ...{ endsAt: new Date(at.getTime() + 600_000), endReason: "window-ended", ...window },
    })),
  });
  await db.session.createMany({
    data: rows.map(({ i, at, personId, nodeId, endReason, completeness, corroboration }) => ({
      ...{ completeness, corroboration },
      ...{ id: idOf("ses", i), kind: "brokered", grantId: idOf("grt", i), personId, nodeId, createdAt: at },
      ...{ accountId: "111122223333", region: "eu-west-1", documentName: "Halligan-Shell", openedAt: at },
      ...(i === 29
        ? { ...columnsIn("open", idOf("ses", i), at), state: "open" }
        : { state: "ended", endedAt: at, endReason }),
    })),
  });
  await db.review.createMany({
    data: rows.map(({ i, at, verdict }) => {
      const isOpen = i % 100 === 0;
      return {
        ...{ id: idOf("rev", i), sessionId: idOf("ses", i), dueAt: at, createdAt: at },
        ...{ state: isOpen ? "open" : "closed", verdict: isOpen ? null : verdict },
        ...{ closedAt: isOpen ? null : at, closedById: isOpen ? null : people.cleo.id },
      };
    }),
  });
}

const numbers = (rows: readonly { id: string }[]) => rows.map(({ id }) => Number(id.slice(4)));
const downFrom = (most: number, fits: (i: number) => boolean) =>
  Array.from({ length: most }, (_, i) => most - 1 - i).filter(fits);
const isGus = (i: number) => i % 3 === 0;
const isAna = (i: number) => !isGus(i);
const isEven = (i: number) => i % 2 === 0;

describe("the list of requests", () => {
  it.each<[string, "cleo" | "ana", () => RequestFilters, (i: number) => boolean]>([
    ["everything", "cleo", () => ({}), () => true],
    ["what is mine, as an engineer sees it", "ana", () => ({}), isAna],
    ["a person by id", "cleo", () => ({ personId: people.gus.id }), isGus],
    ["a person by name", "cleo", () => ({ personName: "gus" }), isGus],
    ["somebody else's, as an engineer sees it", "ana", () => ({ personName: "gus" }), () => false],
    ["a frequent node", "cleo", () => ({ nodeId: NODES.payments }), isEven],
    ["a rare node", "cleo", () => ({ nodeId: NODES.edge }), (i) => i === 7],
    ["a rare node by name", "cleo", () => ({ nodeName: "edge-pro" }), (i) => i === 7],
    ["a rare state", "cleo", () => ({ state: "denied" }), (i) => i === 23],
    ["a rare state of somebody", "cleo", () => ({ state: "denied", personName: "Ana" }), (i) => i === 23],
    ["an account", "cleo", () => ({ accountId: "111122223333" }), () => true],
    ["an account without anything", "cleo", () => ({ accountId: "444455556666" }), () => false],
    ["a class", "cleo", () => ({ protection: "staging" }), (i) => !isEven(i) && i !== 7],
    ["an incident", "cleo", () => ({ incident: "inc-22" }), (i) => i === 13],
    ["a frequent word", "cleo", () => ({ search: "WRITES" }), (i) => i !== 11],
    ["a rare word", "cleo", () => ({ search: "zugzwang" }), (i) => i === 11],
    ["a rare and a frequent word", "cleo", () => ({ search: "ana zugzwang" }), (i) => i === 11],
    ["two words that never meet", "cleo", () => ({ search: "gus zugzwang" }), () => false],
    ["a node's name as a word", "cleo", () => ({ search: "edge-proxy-1" }), (i) => i === 7],
    ["an id as a word", "cleo", () => ({ search: idOf("req", 31) }), (i) => i === 31],
    ["two letters at a word's beginning", "cleo", () => ({ search: "zu" }), (i) => i === 11],
    ["a sign that LIKE would take for any", "cleo", () => ({ search: "dis_" }), () => false],
    ["a stretch of time", "cleo", () => range(20, 40), (i) => i >= 20 && i < 40],
    ["what is rare in a stretch", "cleo", () => ({ ...range(0, 40), nodeName: "edge-pro" }), (i) => i === 7],
  ])(
    "narrowed to %s is that, newest first, page by page, and counted",
    async (_title, who, filters, fits) => {
      const viewer = people[who];
      const wanted = downFrom(ROWS, fits);
      const first = await listRequests(viewer, filters(), { limit: 100 });
      expect(numbers(first.rows)).toEqual(wanted.slice(0, 100));
      const next = first.nextCursor;
      expect(next !== null).toBe(wanted.length > 100);
      if (next !== null) {
        const second = await listRequests(viewer, filters(), { limit: 100, cursor: next });
        expect(numbers(second.rows)).toEqual(wanted.slice(100, 200));
        const back = await listRequests(viewer, filters(), {
          limit: 100,
          cursor: second.previousCursor ?? "",
        });
        expect(back).toEqual(first);
      }
      const { count, isMore } = await countRequests(viewer, filters());
      if (isMore) expect(count).toBeLessThanOrEqual(wanted.length);
      else expect(count).toBe(wanted.length);
      expect(isMore).toBe(wanted.length > 1_000);
    },
  );

  it("goes through equal times without losing or repeating a row, on and back", async () => {
    const seen: number[] = [];
    let page = await listRequests(people.cleo, range(0, 50), { limit: 7 });
    for (;;) {
      seen.push(...numbers(page.rows));
      if (page.nextCursor === null) break;
      page = await listRequests(people.cleo, range(0, 50), { limit: 7, cursor: page.nextCursor });
    }
    expect(seen).toEqual(downFrom(50, () => true));
    const back: number[] = [];
    while (page.previousCursor !== null) {
      page = await listRequests(people.cleo, range(0, 50), { limit: 7, cursor: page.previousCursor });
      back.unshift(...numbers(page.rows));
    }
    // The last page has what the full ones left: 49 rows came before it.
    expect(back).toEqual(downFrom(50, () => true).slice(0, 49));
  });
});

describe("a list from its other end", () => {
  it("has the same rows the other way round, page by page, on and back", async () => {
    const seen: number[] = [];
    const asked = { limit: 20, isReversed: true };
    let page = await listRequests(people.cleo, range(0, 50), asked);
    const first = page;
    for (;;) {
      seen.push(...numbers(page.rows));
      if (page.nextCursor === null) break;
      page = await listRequests(people.cleo, range(0, 50), { ...asked, cursor: page.nextCursor });
    }
    expect(seen).toEqual(downFrom(50, () => true).reverse());
    page = await listRequests(people.cleo, range(0, 50), { ...asked, cursor: first.nextCursor ?? "" });
    const back = await listRequests(people.cleo, range(0, 50), {
      ...{ ...asked, cursor: page.previousCursor ?? "" },
    });
    expect(back).toEqual(first);
  });
});

const range = (from: number, until: number) => ({
  from: new Date(START + (from / 10) * 60_000),
  until: new Date(START + (until / 10) * 60_000),
});

describe("the list of sessions", () => {
  it.each<[string, "cleo" | "ana", () => SessionFilters, (i: number) => boolean]>([
    ["everything", "cleo", () => ({}), () => true],
    ["what is mine, as an engineer sees it", "ana", () => ({}), isAna],
    ["a rare end", "cleo", () => ({ endReason: "swept" }), (i) => i === 17],
    ["a rare completeness", "cleo", () => ({ completeness: "partial" }), (i) => i === 37],
    ["a rare corroboration", "cleo", () => ({ corroboration: "differs" }), (i) => i === 41],
    ["both grades", "cleo", () => ({ completeness: "partial", corroboration: "differs" }), () => false],
    ["what runs", "cleo", () => ({ isRunning: true }), (i) => i === 29],
    ["a rare node by name", "cleo", () => ({ nodeName: "edge-pro" }), (i) => i === 7],
    ["an incident", "cleo", () => ({ incident: "INC-2231" }), (i) => i === 13],
    ["a rare word of the reason", "cleo", () => ({ search: "zugzwang" }), (i) => i === 11],
    ["a frequent word", "cleo", () => ({ search: "full" }), (i) => i !== 11],
    ["an id as a word", "cleo", () => ({ search: idOf("ses", 31) }), (i) => i === 31],
    [
      "a node of an account",
      "cleo",
      () => ({ accountId: "111122223333", nodeId: NODES.edge }),
      (i) => i === 7,
    ],
    [
      "a class of somebody",
      "ana",
      () => ({ protection: "staging" }),
      (i) => isAna(i) && !isEven(i) && i !== 7,
    ],
  ])("narrowed to %s is that, newest first, and counted", async (_title, who, filters, fits) => {
    const wanted = downFrom(ROWS, fits);
    const { rows } = await listSessions(people[who], filters(), { limit: 100 });
    expect(numbers(rows)).toEqual(wanted.slice(0, 100));
    const { count, isMore } = await countSessions(people[who], filters());
    expect(isMore ? wanted.length > count : wanted.length === count).toBe(true);
  });

  it("has each session's grades", async () => {
    const { rows } = await listSessions(people.cleo, { endReason: "exited" }, { limit: 1 });
    const [differing] = (await listSessions(people.cleo, { corroboration: "differs" })).rows;
    expect(rows[0]?.grades).toEqual({ completeness: "complete", corroboration: "agreed" });
    expect(differing?.grades).toEqual({ completeness: "complete", corroboration: "differs" });
    const { rows: reviews } = await listReviews(people.cleo, { search: idOf("ses", 37) });
    expect(reviews.map(({ session }) => session.grades.completeness)).toEqual(["partial"]);
  });
});

describe("the list of reviews", () => {
  it.each<[string, "cleo" | "gus", () => ReviewFilters, (i: number) => boolean]>([
    ["everything", "cleo", () => ({}), () => true],
    ["what is mine, as an engineer sees it", "gus", () => ({}), isGus],
    ["a rare verdict", "cleo", () => ({ verdict: "violation" }), (i) => i === 19],
    ["closed ones", "cleo", () => ({ state: "closed" }), (i) => i % 100 !== 0],
    ["a rare word of the reason", "cleo", () => ({ search: "zugzwang" }), (i) => i === 11],
    ["a rare node", "cleo", () => ({ nodeId: NODES.edge }), (i) => i === 7],
    ["a rare end of somebody", "cleo", () => ({ endReason: "swept", personName: "ana" }), (i) => i === 17],
    ["overdue ones that are closed", "cleo", () => ({ state: "closed", isOverdue: true }), () => false],
  ])("narrowed to %s is that, the latest due first, and counted", async (_title, who, filters, fits) => {
    const wanted = downFrom(ROWS, fits);
    const { rows } = await listReviews(people[who], filters(), { limit: 100 });
    expect(numbers(rows)).toEqual(wanted.slice(0, 100));
    const { count, isMore } = await countReviews(people[who], filters());
    expect(isMore ? wanted.length > count : wanted.length === count).toBe(true);
  });

  it("is the queue when open ones are asked for: what is due first comes first", async () => {
    const wanted = downFrom(ROWS, (i) => i % 100 === 0).reverse();
    for (const filters of [{ state: "open" as const }, { isOverdue: true }])
      expect(numbers((await listReviews(people.cleo, filters, { limit: 100 })).rows)).toEqual(wanted);
  });
});
