import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endDueGrants } from "@/lib/grants/end-due-grants";
import { endGrant } from "@/lib/grants/end-grant";
import { readGrant } from "@/lib/grants/read-grant";
import { createRequest, type RequestInput } from "@/lib/grants/requesting/create-request";
import { config } from "@/lib/kernel/config/config";
import type { InventoryNode } from "@/lib/nodes/inventory/inventory-node";
import { saveInventory } from "@/lib/nodes/inventory/save-inventory";
import { eventsOf, grantRowOf } from "@/lib/requests/testing/store";
import {
  account,
  demoNodes,
  jobs,
  NODES,
  openWorld,
  productionNode,
  stagingNode,
  type World,
} from "@/lib/requests/testing/world";
import { requestEnd } from "../ending/request-end";
import { readSession } from "../read-session";
import { createSession } from "./create-session";

let world: World;
beforeAll(async () => {
  world = await openWorld({ WINDOW_MIN_SECONDS: "1" });
});
afterAll(() => world.close());

const { ledger } = NODES;
const SECOND = "i-0c1f5e8a7d2b49360";
const THIRD = "i-0d4b8f2c6e1a75930";
const named = { nodeIds: [ledger], windowStart: "first-use" } as const;
const workers = { tags: { Service: "ledger-worker" } };

async function inventoryIs(nodes: InventoryNode[]): Promise<void> {
  await world.as("jobs");
  await saveInventory(jobs, { account, nodes, failure: null });
  await world.as("web");
}
const without = (nodeId: string) => demoNodes().filter(({ id }) => id !== nodeId);

/** On ledger-3 and its like the rule asks for nobody. */
async function granted(change: Partial<RequestInput>): Promise<string> {
  const asked = { justification: "Worker stuck, queue grows", windowSeconds: 600, ...change };
  return (await createRequest(world.people.ana, asked)).grantId ?? "";
}
const usesOf = async (grantId: string) =>
  (await eventsOf({ grantId })).filter(
    ({ code, outcome }) => code === "grant.first-used" && outcome === "done",
  );

describe("a window that starts with the first use", () => {
  it("starts once, however many tabs open the shell at once, and not again with the next shell", async () => {
    const { ana } = world.people;
    const grantId = await granted(named);
    const issued = await grantRowOf(grantId);
    const open = () => createSession(ana, { grantId, nodeId: ledger });
    const tabs = await Promise.all([open(), open(), open()]);
    expect(new Set(tabs.map(({ sessionId }) => sessionId)).size).toBe(1);
    const used = await grantRowOf(grantId);
    expect(used.startsAt).toEqual(used.firstUsedAt);
    expect(used.endsAt.getTime() - used.startsAt.getTime()).toBe(600_000);
    expect(used.startsAt.getTime()).toBeGreaterThan(issued.startsAt.getTime());
    expect(await readGrant(ana, grantId)).toMatchObject({ useBy: null, firstUsedAt: used.firstUsedAt });
    expect(await usesOf(grantId)).toMatchObject([
      { actorId: ana.id, data: { endsAt: used.endsAt.toISOString(), windowSeconds: 600 } },
    ]);

    const [first] = tabs;
    await requestEnd(ana, { sessionId: first?.sessionId ?? "" });
    const { sessionId } = await open();
    expect(sessionId).not.toBe(first?.sessionId);
    expect((await grantRowOf(grantId)).endsAt).toEqual(used.endsAt);
    expect(await usesOf(grantId)).toHaveLength(1);
    expect((await readSession(ana, sessionId)).windowEndsAt).toEqual(used.endsAt);
    await requestEnd(ana, { sessionId });
    await endGrant(ana, { grantId });
  });

  it("is over when nobody used it in time, and says so", async () => {
    const { ana } = world.people;
    const usual = config().START_WITHIN_SECONDS;
    config().START_WITHIN_SECONDS = 1;
    const grantId = await granted(named);
    config().START_WITHIN_SECONDS = usual;
    await expect.poll(async () => (await readGrant(ana, grantId)).isRunning, { timeout: 5_000 }).toBe(false);
    await expect(createSession(ana, { grantId, nodeId: ledger })).rejects.toMatchObject({
      code: "GRANT_OVER",
    });
    expect((await grantRowOf(grantId)).firstUsedAt).toBeNull();
    await world.as("jobs");
    expect(await endDueGrants(jobs)).toEqual({ ended: 1 });
    await world.as("web");
    expect(await readGrant(ana, grantId)).toMatchObject({ endReason: "never-used", useBy: null });
  });

  it("is not spent on a shell that the gateway would refuse", async () => {
    const { ana } = world.people;
    const grantId = await granted(named);
    await inventoryIs([
      ...without(ledger),
      { ...stagingNode(ledger), tags: { ...stagingNode(ledger).tags, Env: "prod" } },
    ]);
    await expect(createSession(ana, { grantId, nodeId: ledger })).rejects.toMatchObject({
      code: "OBLIGATION_UNMET",
      params: { why: "approvals" },
    });
    expect(await grantRowOf(grantId)).toMatchObject({ firstUsedAt: null });
    expect((await eventsOf({ grantId })).at(-1)).toMatchObject({
      code: "session.created",
      outcome: "refused",
    });
    await endGrant(ana, { grantId });
    // A tag that is taken away lowers nothing: the node stays production, so the tests go on with others.
  });
});

describe("a grant by tags", () => {
  const byTags = { selector: workers, mostNodes: 1 };

  it("opens on the node that replaced the one it was asked for", async () => {
    const { ana } = world.people;
    await inventoryIs([...without(ledger), stagingNode(SECOND)]);
    const grantId = await granted({ ...byTags, windowStart: "first-use" });
    const { sessionId: old } = await createSession(ana, { grantId, nodeId: SECOND });
    const { endsAt } = await grantRowOf(grantId);
    await inventoryIs([...without(ledger), stagingNode(SECOND), stagingNode(THIRD)]);
    await expect(createSession(ana, { grantId, nodeId: THIRD })).rejects.toMatchObject({
      code: "NODES_EXHAUSTED",
      params: { mostNodes: 1, nodes: [SECOND] },
    });
    expect((await readGrant(ana, grantId)).matches).toMatchObject([
      { node: { id: SECOND }, isUsed: true, sessionId: old, start: { allowed: true } },
      { node: { id: THIRD }, isUsed: false, start: { allowed: false, code: "NODES_EXHAUSTED" } },
    ]);

    await inventoryIs([...without(ledger), stagingNode(THIRD)]);
    await expect(createSession(ana, { grantId, nodeId: SECOND })).rejects.toMatchObject({
      code: "NODE_UNKNOWN",
    });
    const { sessionId } = await createSession(ana, { grantId, nodeId: THIRD });
    expect(await grantRowOf(grantId)).toMatchObject({ nodeIds: [SECOND, THIRD].sort(), endsAt });
    expect((await readSession(ana, sessionId)).node.id).toBe(THIRD);
    for (const id of [old, sessionId]) await requestEnd(ana, { sessionId: id });
    await endGrant(ana, { grantId });
  });

  it("gives two tabs on two nodes one of them, when it is for one at a time", async () => {
    const { ana } = world.people;
    await inventoryIs([...without(ledger), stagingNode(SECOND), stagingNode(THIRD)]);
    const grantId = await granted({ ...byTags, windowStart: "first-use" });
    const tabs = await Promise.allSettled(
      [SECOND, THIRD].map((nodeId) => createSession(ana, { grantId, nodeId })),
    );
    expect(tabs.flatMap((tab) => (tab.status === "rejected" ? [tab.reason] : []))).toEqual([
      expect.objectContaining({ code: "NODES_EXHAUSTED" }),
    ]);
    expect((await grantRowOf(grantId)).nodeIds).toHaveLength(1);
    expect(await usesOf(grantId)).toHaveLength(1);
    await endGrant(ana, { grantId });
  });

  it("is refused on a node that has the tags no more, or never had, or needs a yes that nobody gave", async () => {
    const { ana } = world.people;
    const impostor = productionNode(NODES.payments);
    await inventoryIs([...without(ledger), stagingNode(SECOND), stagingNode(THIRD)]);
    const grantId = await granted({ ...byTags, mostNodes: 3 });
    await inventoryIs([
      ...without(NODES.payments).filter(({ id }) => id !== ledger),
      { ...stagingNode(SECOND), tags: { Service: "ledger-api" } },
      stagingNode(THIRD),
      { ...impostor, tags: { ...impostor.tags, ...workers.tags } },
    ]);
    for (const [nodeId, code] of [
      [SECOND, "SELECTOR_MISMATCH"],
      [NODES.search, "SELECTOR_MISMATCH"],
      [NODES.payments, "OBLIGATION_UNMET"],
    ] as const)
      await expect(createSession(ana, { grantId, nodeId })).rejects.toMatchObject({ code });
    expect((await grantRowOf(grantId)).nodeIds).toEqual([]);
    await createSession(ana, { grantId, nodeId: THIRD });
    await endGrant(ana, { grantId });
  });
});
