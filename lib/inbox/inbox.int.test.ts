import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction, reading } from "@/lib/db/client";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import type { PersonActor } from "@/lib/kernel/actor";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { countInboxByKind, listInbox, listMostUrgent } from "./list-inbox";
import { putItem } from "./put-item";
import { remindItems } from "./remind-items";
import { ageItem } from "./testing/store";
import type { InboxFilters } from "./views";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ask = async (who: PersonActor, nodeId: string = NODES.payments) =>
  (
    await createRequest(who, {
      nodeIds: [nodeId],
      justification: "Disk full, writes failing",
      windowSeconds: 600,
    })
  ).requestId;
const seenBy = async (person: PersonActor, subjectId: string) =>
  (await listInbox(reading(), person)).rows.find((entry) => entry.subjectId === subjectId);
const codesOf = async (requestId: string) =>
  (await eventsOf({ requestId })).map(({ code }) => code).filter((code) => code.startsWith("inbox."));

describe("what waits for a person", () => {
  it("is reminded of half-way, once, with its event", async () => {
    const { ana, ben } = world.people;
    const requestId = await ask(ana);
    await world.as("jobs");
    expect(await remindItems(jobs)).toEqual({ reminded: 0, escalated: 0 });
    await ageItem(requestId, 1790);
    expect(await remindItems(jobs)).toEqual({ reminded: 0, escalated: 0 });
    await ageItem(requestId, 20);
    const rounds = await Promise.all([remindItems(jobs), remindItems(jobs)]);
    expect(rounds.map(({ reminded }) => reminded).sort()).toEqual([0, 1]);
    expect(await remindItems(jobs)).toEqual({ reminded: 0, escalated: 0 });
    expect(await codesOf(requestId)).toEqual(["inbox.reminded"]);
    expect(await seenBy(ben, requestId)).toMatchObject({
      part: "take",
      remindedAt: expect.any(Date),
      escalatedAt: null,
      escalatedTo: [],
    });
    expect((await eventsOf({ requestId })).at(-1)).toMatchObject({
      actorId: "jobs",
      data: { kind: "decision", groups: ["sre-leads", "platform-leads"] },
    });
    await world.as("web");
  });

  it("is shown to administrators at three quarters, to find somebody, and never to whoever asked", async () => {
    const { ana, ben, dov, hal } = world.people;
    const requestId = await ask(ana, NODES.search);
    const hals = await ask(hal, NODES.search);
    await world.as("jobs");
    expect(await seenBy(dov, requestId)).toBeUndefined();
    for (const id of [requestId, hals]) await ageItem(id, 2710);
    expect(await remindItems(jobs)).toEqual({ reminded: 2, escalated: 2 });
    expect(await codesOf(requestId)).toEqual(["inbox.reminded", "inbox.escalated"]);
    expect(await seenBy(dov, requestId)).toMatchObject({ part: "find", escalatedTo: ["halligan-admins"] });
    expect(await seenBy(ben, requestId)).toMatchObject({ part: "take" });
    // An administrator as well, but asked for it.
    expect(await seenBy(hal, hals)).toBeUndefined();
    await world.as("web");
    // To be shown it gives no right to decide it.
    await expect(decideAsShown(dov, { requestId, version: 1, verdict: "approve" })).rejects.toMatchObject({
      code: "ROLE_MISSING",
    });
    await decideAsShown(ben, { requestId, version: 1, verdict: "deny", comment: "use the runbook" });
    expect(await seenBy(dov, requestId)).toBeUndefined();
  });

  it("is not brought up any more once it is done", async () => {
    const { ana, ben } = world.people;
    const requestId = await ask(ana, NODES.edge);
    await decideAsShown(ben, { requestId, version: 1, verdict: "deny", comment: "use the runbook" });
    await world.as("jobs");
    await ageItem(requestId, 3590);
    expect(await remindItems(jobs)).toEqual({ reminded: 0, escalated: 0 });
    expect(await codesOf(requestId)).toEqual([]);
    await world.as("web");
  });
});

describe("the list of what waits", () => {
  it("comes in pages by due time, what is never due last, and by kind", async () => {
    const { cleo, eve } = world.people;
    const due = (minutes: number | null) =>
      minutes === null ? null : new Date(Date.now() + minutes * 60_000);
    const wanted = [-5, 10, 10, 3000, null, null];
    for (const [at, minutes] of [...wanted.entries()].reverse())
      await inTransaction((tx) =>
        putItem(tx, {
          ...{ kind: "review", subjectId: `rev_${at}`, groups: ["security-review"] },
          ...{ exceptPersonIds: [], dueAt: due(minutes) },
        }),
      );
    const seen: (Date | null)[] = [];
    const read = (filters: InboxFilters, cursor: string | null) =>
      listInbox(reading(), cleo, filters, { limit: 2, ...(cursor ? { cursor } : {}) });
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof read>> = await read({ kind: "review" }, cursor);
      seen.push(...page.rows.map(({ dueAt }) => dueAt));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(6);
    expect(seen).toEqual([...seen].sort((a, b) => (a?.getTime() ?? 1e15) - (b?.getTime() ?? 1e15)));
    expect((await read({ kind: "decision" }, null)).rows).toEqual([]);
    expect((await listInbox(reading(), eve)).rows).toEqual([]);
    await expect(read({}, "W10")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await countInboxByKind(cleo)).toEqual({ decision: 0, review: 6, ratification: 0, note: 0 });
    expect(await countInboxByKind(eve)).toEqual({ decision: 0, review: 0, ratification: 0, note: 0 });
  });

  it("has decisions first on the home page", async () => {
    const { gus, hal } = world.people;
    const requestId = await ask(gus, NODES.edge);
    const urgent = await listMostUrgent(reading(), hal, 20);
    const kinds = urgent.map(({ kind }) => kind);
    // An overdue review stands behind a request that has an hour left.
    expect(kinds).toEqual([...kinds].sort());
    expect(kinds).toContain("review");
    expect(urgent.map(({ subjectId }) => subjectId)).toContain(requestId);
  });
});
