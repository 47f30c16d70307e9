import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { config } from "@/lib/kernel/config/config";
import { saveInventory } from "@/lib/nodes/inventory/save-inventory";
import { disablePerson } from "@/lib/people/disabling/disable-person";
import { readRequest } from "@/lib/requests/reading/read-request";
import { ageNode, eventsOf, queuedJobs } from "@/lib/requests/testing/store";
import { account, demoNodes, jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { withdrawRequest } from "@/lib/requests/withdraw-request";
import { endDueGrants } from "../end-due-grants";
import { endGrant } from "../end-grant";
import { listGrants } from "../list-grants";
import { readGrant } from "../read-grant";
import { decideAsShown } from "../testing/decide";
import { createRequest } from "./create-request";

let world: World;
beforeAll(async () => {
  world = await openWorld({ WINDOW_MIN_SECONDS: "1" });
});
afterAll(() => world.close());

const staging = {
  nodeIds: [NODES.ledger],
  justification: "Worker stuck, queue grows",
  windowSeconds: 1800,
};

describe("requests that wait for a decision", () => {
  it("are fifty of one person at most, two tabs at once; one that is withdrawn makes room, and others have their own", async () => {
    const { hal, gus } = world.people;
    const production = { ...staging, nodeIds: [NODES.payments] };
    const ids: string[] = [];
    for (let index = 0; index < 49; index += 1) ids.push((await createRequest(hal, production)).requestId);
    const tabs = await Promise.allSettled([createRequest(hal, production), createRequest(hal, production)]);
    expect(tabs.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(createRequest(hal, production)).rejects.toMatchObject({
      ...{ code: "TOO_MANY_WAITING", params: { max: 50 } },
    });
    const own = await createRequest(gus, production);
    await withdrawRequest(gus, { requestId: own.requestId });
    await withdrawRequest(hal, { requestId: ids[0] ?? "" });
    await createRequest(hal, production);
  });
});

describe("a request for staging", () => {
  it("is decided by the rule: its version is the decision, and the grant runs at once", async () => {
    const { ana } = world.people;
    const { requestId, grantId } = await createRequest(ana, staging);
    const request = await readRequest(ana, requestId);
    expect(request).toMatchObject({
      state: "approved",
      grantId,
      sentences: [{ code: "obligation.nobody" }, {}, {}, {}],
    });
    expect(request.decisions).toEqual([
      expect.objectContaining({ personId: null, verdict: "approve", ruleVersion: "built-in-3" }),
    ]);
    const events = await eventsOf({ requestId });
    expect(events.map(({ code, actorId }) => [code, actorId])).toEqual([
      ["request.created", ana.id],
      ["request.approved", "web"],
      ["grant.issued", "web"],
    ]);
    await expect(createRequest(ana, staging)).rejects.toMatchObject({
      code: "GRANT_RUNNING",
      params: { grantId },
    });
    expect((await listGrants(ana)).rows.map(({ id }) => id)).toEqual([grantId]);
    expect((await listGrants(world.people.gus)).rows).toEqual([]);
    await endGrant(ana, { grantId: grantId ?? "" });
  });

  it("in two tabs at once gives one grant", async () => {
    const { gus } = world.people;
    const tabs = await Promise.allSettled([createRequest(gus, staging), createRequest(gus, staging)]);
    const refused = tabs.flatMap((tab) => (tab.status === "rejected" ? [tab.reason] : []));
    expect(refused).toEqual([expect.objectContaining({ code: "GRANT_RUNNING" })]);
    const [grant] = (await listGrants(gus)).rows;
    await endGrant(gus, { grantId: grant?.id ?? "" });
  });

  it("together with production wants what production wants", async () => {
    const { ana } = world.people;
    const both = { ...staging, nodeIds: [NODES.ledger, NODES.payments] };
    const { requestId, grantId } = await createRequest(ana, both);
    expect(grantId).toBeUndefined();
    expect((await readRequest(ana, requestId)).obligations.approvals).toHaveLength(1);
  });

  it("is not granted on old tags", async () => {
    await world.as("jobs");
    await ageNode(NODES.ledger, config().NODE_MAX_AGE_SECONDS + 1);
    await world.as("web");
    await expect(createRequest(world.people.ana, staging)).rejects.toMatchObject({ code: "STALE_NODE" });
    expect(await queuedJobs()).toContain("read-inventory");
    await world.as("jobs");
    await saveInventory(jobs, { account, nodes: demoNodes(), failure: null });
    await world.as("web");
  });
});

describe("a request is refused", () => {
  it.each([
    ["of Cleo, who only reviews", "cleo", {}, "ROLE_MISSING"],
    ["of Dov, who only administers", "dov", {}, "ROLE_MISSING"],
    ["of Eve", "eve", {}, "ROLE_MISSING"],
    ["for a node that nobody knows", "ana", { nodeIds: ["i-00000000000000000"] }, "NODE_UNKNOWN"],
    ["with too short a reason", "ana", { justification: "disk full" }, "INVALID_INPUT"],
    ["for a second longer than the longest window", "ana", { windowSeconds: 3601 }, "WINDOW_TOO_LONG"],
    ["for no time at all", "ana", { windowSeconds: 0 }, "WINDOW_TOO_SHORT"],
  ] as const)("%s, and the refusal is on record", async (_title, name, change, code) => {
    const input = { ...staging, ...change };
    await expect(createRequest(world.people[name], input)).rejects.toMatchObject({ code });
    const [nodeId = ""] = input.nodeIds;
    expect((await eventsOf({ nodeId })).at(-1)).toMatchObject({
      code: "request.created",
      outcome: "refused",
      actorId: world.people[name].id,
      data: { error: code },
    });
  });
});

describe("a grant", () => {
  it("is ended by an approver with a reason, and its sessions' ends are queued", async () => {
    const { ana, ben, cleo, gus, dov } = world.people;
    const { grantId = "" } = await createRequest(ana, staging);
    for (const person of [gus, cleo])
      await expect(endGrant(person, { grantId, reason: "wrong node" })).rejects.toMatchObject({
        code: "NOT_THE_GRANTEE",
      });
    await expect(endGrant(ben, { grantId, reason: "  " })).rejects.toMatchObject({ code: "REASON_MISSING" });
    expect(await endGrant(ben, { grantId, reason: "wrong node" })).toMatchObject({
      endReason: "ended-by-approver",
    });
    await expect(endGrant(dov, { grantId, reason: "wrong node" })).rejects.toMatchObject({
      code: "GRANT_OVER",
    });
    expect(await queuedJobs()).toContain("end-grant-sessions");
    expect(await readGrant(ana, grantId)).toMatchObject({
      isRunning: false,
      endedByName: "Ben Okafor",
      actions: { start: { allowed: false, code: "GRANT_OVER" } },
    });
    expect((await eventsOf({ grantId })).at(-2)).toMatchObject({
      code: "grant.ended",
      outcome: "done",
      data: { reason: "ended-by-approver", note: "wrong node" },
    });
  });

  it("is over at its window's end, before and after the sweep", async () => {
    const { ana } = world.people;
    const { grantId = "" } = await createRequest(ana, { ...staging, windowSeconds: 1 });
    await expect.poll(async () => (await readGrant(ana, grantId)).isRunning, { timeout: 5_000 }).toBe(false);
    await expect(endGrant(ana, { grantId })).rejects.toMatchObject({ code: "GRANT_OVER" });
    await world.as("jobs");
    const twice = await Promise.all([endDueGrants(jobs), endDueGrants(jobs)]);
    expect(twice.map(({ ended }) => ended).sort()).toEqual([0, 1]);
    await world.as("web");
    expect(await readGrant(ana, grantId)).toMatchObject({ endReason: "window-ended", endedByName: null });
    expect((await eventsOf({ grantId })).filter(({ outcome }) => outcome === "done").at(-1)).toMatchObject({
      code: "grant.ended",
      actorId: "jobs",
    });
  });

  it("of a person who is disabled ends, and what they asked for lapses", async () => {
    const { gus, dov, ben } = world.people;
    const { grantId = "" } = await createRequest(gus, staging);
    const { requestId } = await createRequest(gus, { ...staging, nodeIds: [NODES.search] });
    await disablePerson(dov, { personId: gus.id, reason: "left the company" });
    await expect(decideAsShown(ben, { requestId, version: 1, verdict: "approve" })).rejects.toMatchObject({
      code: "REQUEST_OVER",
    });
    await world.as("jobs");
    expect(await endDueGrants(jobs)).toEqual({ ended: 1 });
    await world.as("web");
    expect((await readGrant(dov, grantId)).endReason).toBe("person-disabled");
  });
});
