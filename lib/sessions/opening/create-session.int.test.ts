import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endGrant } from "@/lib/grants/end-grant";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { addSeconds, toIsoSeconds } from "@/lib/kernel/time";
import { readRequest } from "@/lib/requests/reading/read-request";
import { eventsOf, queuedJobs } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { requestEnd } from "../ending/request-end";
import { listSessions } from "../lists/list-sessions";
import { previewPolicy } from "../preview/preview-policy";
import { readSession, readSessionOwner } from "../read-session";
import { SweepMemory, sweepSessions } from "../sweeping/sweep-sessions";
import { createSession } from "./create-session";

let world: World;
beforeAll(async () => {
  world = await openWorld({ WINDOW_MIN_SECONDS: "1" });
});
afterAll(() => world.close());

async function grantOn(nodeId: string): Promise<string> {
  const { ana } = world.people;
  const asked = { nodeIds: [nodeId], justification: "Worker stuck, queue grows", windowSeconds: 600 };
  return (await createRequest(ana, asked)).grantId ?? "";
}

describe("creating a session", () => {
  it("twice gives one, visible to its person and to those who look after it, and to nobody else", async () => {
    const { ana, ben, cleo, dov, eve, gus } = world.people;
    const grantId = await grantOn(NODES.ledger);
    const { sessionId } = await createSession(ana, { grantId, nodeId: NODES.ledger });
    expect(await createSession(ana, { grantId, nodeId: NODES.ledger })).toEqual({ sessionId });

    for (const viewer of [ana, ben, cleo, dov])
      expect((await listSessions(viewer, { isRunning: true })).rows.map(({ id }) => id)).toContain(sessionId);
    expect((await listSessions(gus)).rows).toEqual([]);
    await expect(listSessions(eve)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(readSession(eve, sessionId)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(readSession(gus, sessionId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readSessionOwner(eve, sessionId)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(readSessionOwner(gus, sessionId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await readSessionOwner(cleo, sessionId)).toEqual({ id: ana.id, name: ana.name });
    expect((await readSession(ana, sessionId)).actions).toEqual({
      connect: { allowed: true },
      end: { allowed: true },
    });
    expect((await readSession(cleo, sessionId)).actions).toMatchObject({
      connect: { allowed: false, code: "NOT_YOUR_SESSION" },
      end: { allowed: false, code: "NOT_YOUR_SESSION" },
    });

    await requestEnd(ana, { sessionId });
    expect(await readSession(ana, sessionId)).toMatchObject({ state: "ended", endAnswer: "never-started" });
    expect(await queuedJobs()).not.toContain("end-session");
    await endGrant(ana, { grantId });
  });

  it("is refused to everybody but the grantee, outside the grant and after it, each refusal on record", async () => {
    const { ana, ben, eve, dov } = world.people;
    const grantId = await grantOn(NODES.ledger);
    for (const [person, code] of [
      [ben, "NOT_THE_GRANTEE"],
      [dov, "NOT_THE_GRANTEE"],
      [eve, "NOT_THE_GRANTEE"],
    ] as const)
      await expect(createSession(person, { grantId, nodeId: NODES.ledger })).rejects.toMatchObject({ code });
    const foreign = createSession(ana, { grantId, nodeId: NODES.payments });
    await expect(foreign).rejects.toMatchObject({ code: "NODE_UNKNOWN" });
    await endGrant(ana, { grantId });
    const late = createSession(ana, { grantId, nodeId: NODES.ledger });
    await expect(late).rejects.toMatchObject({ code: "GRANT_OVER" });
    const refused = (await eventsOf({ grantId })).filter(({ outcome }) => outcome === "refused");
    expect(refused.map(({ code, actorId, data }) => [code, actorId, Object(data).error])).toEqual([
      ["session.created", ben.id, "NOT_THE_GRANTEE"],
      ["session.created", dov.id, "NOT_THE_GRANTEE"],
      ["session.created", eve.id, "NOT_THE_GRANTEE"],
      ["session.created", ana.id, "NODE_UNKNOWN"],
      ["session.created", ana.id, "GRANT_OVER"],
    ]);
  });

  it("ends what was created and never opened when the grant ends", async () => {
    const { ana } = world.people;
    const grantId = await grantOn(NODES.ledger);
    const { sessionId } = await createSession(ana, { grantId, nodeId: NODES.ledger });
    await endGrant(ana, { grantId });
    await world.as("jobs");
    // AWS is not there in this test: the rows are swept all the same, and the sweep says that AWS was not asked.
    await expect(sweepSessions(jobs, new SweepMemory())).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    await world.as("web");
    expect(await readSession(ana, sessionId)).toMatchObject({ state: "ended", endReason: "ended-by-person" });
  });
});

describe("ending another's session", () => {
  it("needs a role and a reason, and says both", async () => {
    const { ana, ben, gus, eve } = world.people;
    const grantId = await grantOn(NODES.ledger);
    const { sessionId } = await createSession(ana, { grantId, nodeId: NODES.ledger });
    await expect(requestEnd(eve, { sessionId, note: "because" })).rejects.toMatchObject({
      code: "NOT_YOUR_SESSION",
    });
    await expect(requestEnd(gus, { sessionId, note: "because" })).rejects.toMatchObject({
      code: "NOT_YOUR_SESSION",
    });
    await expect(requestEnd(ben, { sessionId })).rejects.toMatchObject({ code: "REASON_MISSING" });
    expect(await requestEnd(ben, { sessionId, note: "Wrong node" })).toEqual({
      endReason: "ended-by-approver",
    });
    expect(await readSession(ana, sessionId)).toMatchObject({
      endReason: "ended-by-approver",
      endNote: "Wrong node",
      endedByName: "Ben Okafor",
    });
    await expect(requestEnd(ana, { sessionId })).rejects.toMatchObject({ code: "SESSION_OVER" });
    await endGrant(ana, { grantId });
  });
});

describe("the policy that an approver sees", () => {
  it("is one for each node, checked, without an instant as a fact before the approval, with the granted window after it", async () => {
    const { ana, ben, gus } = world.people;
    const nodeIds = [NODES.payments, NODES.search];
    const { requestId } = await createRequest(ana, {
      nodeIds,
      justification: "Disk is full, writes fail",
      windowSeconds: 600,
    });
    const previews = await previewPolicy(ben, { requestId });
    expect(previews.map(({ nodeId }) => nodeId)).toEqual(nodeIds);
    for (const { nodeId, text, checks, sentences } of previews) {
      expect(text).toContain(nodeId);
      expect(checks.map(({ name, passed }) => [name, passed])).toEqual([
        ["reader", true],
        ["simulator", true],
      ]);
      const params = { node: nodeId, windowSeconds: 600 };
      expect(sentences[0]).toMatchObject({ code: "policy.start.from-approval", params });
      expect(JSON.stringify(sentences)).not.toMatch(/\d\dT\d\d:/);
    }
    expect(previews.map(({ isExample }) => isExample)).toEqual([true, true]);
    await expect(previewPolicy(gus, { requestId })).rejects.toMatchObject({ code: "NOT_FOUND" });

    await decideAsShown(ben, {
      ...{ requestId, version: 1, verdict: "approve" },
      ...{ windowSeconds: 300, nodeIds: [NODES.search] },
    });
    const [granted, ...others] = await previewPolicy(ana, { requestId });
    expect([granted?.nodeId, granted?.isExample, others]).toEqual([NODES.search, false, []]);
    const { from = "", until = "" } = granted?.sentences[0]?.params ?? {};
    expect((Date.parse(String(until)) - Date.parse(String(from))) / 1000).toBe(300);
  });

  it("says the latest end, and no start, while a grant by tags waits for its first use; none once it is over", async () => {
    const { gus } = world.people;
    const selector = { tags: { Service: "ledger-worker" } };
    const asked = {
      selector,
      justification: "Worker stuck since 02:10",
      windowSeconds: 600,
      windowStart: "first-use",
    } as const;
    const { requestId, grantId = "" } = await createRequest(gus, asked);
    const [policy] = await previewPolicy(gus, { requestId });
    const { grant } = await readRequest(gus, requestId);
    const latestEnd = addSeconds(grant?.useBy ?? new Date(Number.NaN), 600);
    expect(policy).toMatchObject({ isExample: true });
    expect(policy?.sentences[0]).toEqual({
      code: "policy.start.unused",
      params: expect.objectContaining({
        node: NODES.ledger,
        windowSeconds: 600,
        until: toIsoSeconds(latestEnd),
      }),
    });
    expect(policy?.sentences[0]?.params).not.toHaveProperty("from");
    await endGrant(gus, { grantId });
    expect(await previewPolicy(gus, { requestId })).toEqual([]);
  });

  it("is none for a request that was denied", async () => {
    const { ana, ben } = world.people;
    const asked = { nodeIds: [NODES.edge], justification: "Disk is full, writes fail", windowSeconds: 600 };
    const { requestId } = await createRequest(ana, asked);
    await decideAsShown(ben, { requestId, version: 1, verdict: "deny", comment: "Use the runbook" });
    expect(await previewPolicy(ben, { requestId })).toEqual([]);
  });
});
