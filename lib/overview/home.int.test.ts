import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/lists/list-events";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { listRequests } from "@/lib/requests/lists/list-requests";
import { putSession } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { openReview } from "@/lib/reviews/open-review";
import { readHome } from "./home";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("the home page", () => {
  it("shows each person what waits for them, what is open and what happened", async () => {
    const { ana, ben, cleo, dov, eve, gus } = world.people;
    const { requestId } = await createRequest(ana, {
      nodeIds: [NODES.payments],
      justification: "Disk full since 03:10, writes failing",
      windowSeconds: 1800,
    });
    const { grantId = "" } = await createRequest(ana, {
      nodeIds: [NODES.ledger],
      justification: "Worker stuck, queue grows",
      windowSeconds: 600,
    });
    const over = { grantId, personId: ana.id, nodeId: NODES.ledger, openedAt: new Date() };
    const sessionId = await putSession({ ...over, state: "ended" });
    await putSession({ ...over, state: "open" });
    await world.as("jobs");
    const reviewId = await openReview(jobs, { sessionId });
    await world.as("web");

    const forAna = await readHome(ana);
    expect(forAna).toMatchObject({
      waitingCount: 0,
      asked: [
        { request: { id: requestId, waitsForMe: false }, waitsFor: expect.arrayContaining([ben.name]) },
      ],
      access: [{ id: grantId, openSessions: [{ state: "open" }], actions: { end: { allowed: true } } }],
      open: [{ personId: ana.id, state: "open", mayWatch: false }],
      openCount: 1,
    });
    expect(forAna.asked[0]?.waitsFor).not.toContain(ana.name);
    const forBen = await readHome(ben);
    expect(forBen.waiting).toMatchObject([
      { kind: "decision", request: { id: requestId, waitsForMe: true } },
    ]);
    expect(forBen.access).toEqual([]);
    expect(forBen.open).toMatchObject([{ personName: "Ana Duarte", mayWatch: true }]);
    expect((await readHome(cleo)).waiting).toMatchObject([{ kind: "review", review: { id: reviewId } }]);
    expect((await readHome(dov)).waiting).toEqual([]);
    expect(await readHome(gus)).toMatchObject({ waiting: [], asked: [], access: [], open: [] });
    await expect(readHome(eve)).rejects.toMatchObject({ code: "ROLE_MISSING" });

    // Reviews that became due, grants by the rule and steps of the gateway are not what people did.
    const told = new Set(forBen.activity.map(({ code, actorName }) => `${actorName} ${code}`));
    expect(told).toEqual(new Set(["Ana Duarte request.created"]));
    expect(forAna.activity.map(({ code }) => code)).toEqual(forBen.activity.map(({ code }) => code));

    await decideAsShown(ben, { requestId, version: 1, verdict: "approve" });
    expect(await readHome(ben)).toMatchObject({ waitingCount: 0, waiting: [] });
    const after = await readHome(ana);
    expect(after.access.map(({ openSessions }) => openSessions.length)).toEqual([1, 0]);
    expect(after.activity[0]).toMatchObject({ code: "request.approved", actorName: "Ben Okafor" });
  });

  it("tells of nothing that was refused: that is the audit's", async () => {
    const { dov, gus } = world.people;
    await expect(
      createRequest(gus, { nodeIds: [NODES.edge], justification: "too short", windowSeconds: 600 }),
    ).rejects.toMatchObject({ code: "INVALID_INPUT" });
    for (const person of [gus, dov])
      expect((await readHome(person)).activity.filter(({ actorId }) => actorId === gus.id)).toEqual([]);
    const { rows } = await listEvents(dov, { outcome: "refused" });
    expect(rows[0]).toMatchObject({ code: "request.created", actorName: gus.name });
  });
});

describe("the list of requests", () => {
  it("comes in pages, newest first, with what the viewer may see", async () => {
    const { ana, ben, cleo, eve, gus } = world.people;
    for (let n = 0; n < 5; n += 1)
      await createRequest(n % 2 ? gus : ana, {
        nodeIds: [NODES.search],
        justification: `Wrong upstream, try ${n}_`,
        windowSeconds: 600,
      });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listRequests>> = await listRequests(
        ben,
        { state: "waiting" },
        { limit: 2, ...(cursor ? { cursor } : {}) },
      );
      seen.push(...page.rows.map(({ justification }) => justification));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([4, 3, 2, 1, 0].map((n) => `Wrong upstream, try ${n}_`));
    const gusSees = (await listRequests(gus)).rows;
    expect(new Set(gusSees.map(({ requesterName }) => requesterName))).toEqual(new Set(["Gus Moreau"]));
    expect((await listRequests(ben, { mine: true })).rows).toEqual([]);
    expect((await listRequests(cleo, { search: "try 3_" })).rows).toHaveLength(1);
    expect((await listRequests(cleo, { search: "try _3" })).rows).toEqual([]);
    expect((await listRequests(cleo, { nodeId: NODES.payments })).rows).toHaveLength(1);
    await expect(listRequests(eve)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(listRequests(ben, {}, { cursor: "W10" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("says of how many nodes a decision was, also in the audit", async () => {
    const { ana, ben, dov } = world.people;
    const { requestId } = await createRequest(ana, {
      nodeIds: [NODES.search, NODES.edge],
      justification: "Both answer with the old certificate",
      windowSeconds: 600,
    });
    await decideAsShown(ben, {
      requestId,
      version: 1,
      verdict: "deny",
      comment: "It is the proxy before them",
    });
    const denied = { code: "request.denied", requestId, nodeName: "edge-proxy-1", moreNodes: 1 };
    expect((await readHome(ben)).activity).toContainEqual(expect.objectContaining(denied));
    const { rows } = await listEvents(dov, { code: "request.denied" });
    expect(rows).toEqual([expect.objectContaining({ ...denied, nodeName: expect.any(String) })]);
  });
});
