import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InventoryNode } from "@/lib/nodes/inventory/inventory-node";
import { saveInventory } from "@/lib/nodes/inventory/save-inventory";
import { readNode } from "@/lib/nodes/read-node";
import { readRequest } from "@/lib/requests/reading/read-request";
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
import { withdrawRequest } from "@/lib/requests/withdraw-request";
import { endGrant } from "../end-grant";
import { readGrant } from "../read-grant";
import { decideAsShown } from "../testing/decide";
import { createRequest } from "./create-request";
import { offerRequest } from "./offer-request";

let world: World;
beforeAll(async () => {
  world = await openWorld({
    HALLIGAN_INCIDENT: JSON.stringify({ pattern: "INC-\\d+", link: "https://status.example.com/{incident}" }),
  });
});
afterAll(() => world.close());

async function inventoryIs(nodes: InventoryNode[]): Promise<void> {
  await world.as("jobs");
  await saveInventory(jobs, { account, nodes, failure: null });
  await world.as("web");
}
const without = (nodeId: string) => demoNodes().filter(({ id }) => id !== nodeId);

const REPLACEMENT = "i-0e5d7a2b9c1f43860";
const api = { selector: { tags: { Service: "payments-api" } }, mostNodes: 2 };
const asked = { ...api, justification: "Disk full since 03:10", incident: "INC-2231", windowSeconds: 1800 };

describe("a request by tags", () => {
  it("is decided on what matches today, and its grant names no node", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await createRequest(ana, { ...asked, windowStart: "first-use" });
    expect(await readRequest(ben, requestId)).toMatchObject({
      selector: api.selector,
      mostNodes: 2,
      windowStart: "first-use",
      incidentLink: "https://status.example.com/INC-2231",
      nodes: [{ id: NODES.payments }],
      matches: { count: 1, nodes: [{ id: NODES.payments, wasAsked: true, state: "online" }] },
      effective: { nodes: null, mostNodes: 2, windowSeconds: 1800, isNarrowed: false },
      startWithinSeconds: 3600,
    });
    await inventoryIs([...without(NODES.payments), productionNode(REPLACEMENT)]);
    expect((await readRequest(ben, requestId)).matches).toMatchObject({
      count: 1,
      nodes: [{ id: REPLACEMENT, wasAsked: false }],
    });
    const yes = { requestId, version: 1, verdict: "approve", mostNodes: 1, windowSeconds: 600 } as const;
    const { grantId = "" } = await decideAsShown(ben, yes);
    const row = await grantRowOf(grantId);
    expect(row).toMatchObject({ nodeIds: [], mostNodes: 1, windowSeconds: 600, firstUsedAt: null });
    expect(row.endsAt.getTime() - row.startsAt.getTime()).toBe(3_600_000);
    expect(await readGrant(ana, grantId)).toMatchObject({
      ...{ selector: api.selector, mostNodes: 1, nodes: [], useBy: row.endsAt, isRunning: true },
      matches: [{ node: { id: REPLACEMENT }, isUsed: false, sessionId: null, start: { allowed: true } }],
    });
    expect((await readGrant(ben, grantId)).matches).toMatchObject([
      { start: { allowed: false, code: "NOT_THE_GRANTEE" } },
    ]);
    expect((await eventsOf({ grantId })).at(-1)).toMatchObject({
      code: "grant.issued",
      data: {
        selector: api.selector,
        mostNodes: 1,
        windowStart: "first-use",
        useBy: row.endsAt.toISOString(),
      },
    });

    expect((await readNode(ana, REPLACEMENT)).myGrantId).toBe(grantId);
    expect((await readNode(ana, NODES.search)).myGrantId).toBeNull();
    expect((await readNode(world.people.gus, REPLACEMENT)).myGrantId).toBeNull();
    const again = { ...asked, mostNodes: 1 };
    await expect(createRequest(ana, again)).rejects.toMatchObject({
      code: "GRANT_RUNNING",
      params: { grantId },
    });
    await expect(
      createRequest(ana, { justification: asked.justification, windowSeconds: 600, nodeIds: [REPLACEMENT] }),
    ).rejects.toMatchObject({ code: "GRANT_RUNNING", params: { endsAt: row.endsAt.toISOString() } });
    expect(await offerRequest(ana, { selector: api.selector })).toMatchObject({
      running: { id: grantId },
      ask: { allowed: false, code: "GRANT_RUNNING" },
    });
    await endGrant(ana, { grantId });
    await inventoryIs(demoNodes());
  });

  it("is not decided while nothing matches", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await createRequest(ana, asked);
    await inventoryIs(without(NODES.payments));
    await expect(decideAsShown(ben, { requestId, version: 1, verdict: "approve" })).rejects.toMatchObject({
      code: "SELECTOR_EMPTY",
    });
    await inventoryIs(demoNodes());
    await withdrawRequest(ana, { requestId });
  });

  it("needs what the strictest of its nodes needs, and nobody where all are staging", async () => {
    const { gus } = world.people;
    const platform = { justification: "Worker stuck, queue grows", windowSeconds: 600 };
    await inventoryIs(demoNodes().map((node) => ({ ...node, tags: { ...node.tags, Fleet: "core" } })));
    const all = await createRequest(gus, { ...platform, selector: { tags: { Fleet: "core" } } });
    expect(all.grantId).toBeUndefined();
    expect(await readRequest(gus, all.requestId)).toMatchObject({
      mostNodes: 1,
      obligations: { approvals: [{ count: 1 }] },
      matches: { count: 4 },
    });
    await inventoryIs(demoNodes());
    const staging = {
      selector: { accountId: "111122223333", region: "eu-west-1", tags: { Env: "staging" } },
    };
    const { grantId = "" } = await createRequest(gus, { ...platform, ...staging });
    expect(await grantRowOf(grantId)).toMatchObject({ selector: staging.selector, mostNodes: 1 });
    await endGrant(gus, { grantId });
  });

  it.each([
    ["whose tags nothing has", { selector: { tags: { Service: "none" } } }, "SELECTOR_EMPTY"],
    [
      "in a region where nothing has them",
      { selector: { ...api.selector, region: "us-east-1" } },
      "SELECTOR_EMPTY",
    ],
    ["that names nodes too", { nodeIds: [NODES.payments] }, "INVALID_INPUT"],
    ["without a tag", { selector: { accountId: "111122223333", tags: {} } }, "INVALID_INPUT"],
    ["for more than 20 at a time", { mostNodes: 21 }, "INVALID_INPUT"],
    ["with an incident of another kind", { incident: "JIRA-1" }, "INCIDENT_INVALID"],
  ])("%s is refused", async (_title, change, code) => {
    await expect(createRequest(world.people.ana, { ...asked, ...change })).rejects.toMatchObject({ code });
  });

  it("that means more than anybody looks through is refused", async () => {
    const many = Array.from({ length: 101 }, (_, n) => stagingNode(`i-${String(n).padStart(17, "0")}`));
    await inventoryIs([...without(NODES.ledger), ...many]);
    const wide = { ...asked, selector: { tags: { Service: "ledger-worker" } } };
    await expect(createRequest(world.people.ana, wide)).rejects.toMatchObject({
      code: "SELECTOR_TOO_WIDE",
      params: { count: 101, most: 100 },
    });
    const offer = await offerRequest(world.people.ana, { selector: wide.selector });
    expect(offer).toMatchObject({ count: 101, ask: { code: "SELECTOR_TOO_WIDE" }, obligations: null });
    expect(offer.nodes).toHaveLength(100);
    await inventoryIs(demoNodes());
  });
});

describe("what somebody is about to ask for", () => {
  it("is shown with what it needs, who could say yes, and what waits already", async () => {
    const { ana, gus, eve } = world.people;
    const nodeIds = [NODES.search, NODES.ledger];
    const offer = await offerRequest(ana, { nodeIds });
    expect(offer).toMatchObject({
      nodes: [
        { name: "ledger-3", protection: "staging" },
        { name: "search-1", state: "online" },
      ],
      ask: { allowed: true },
      sentences: [{ code: "obligation.approvals" }, {}, {}, {}],
      running: null,
      waiting: null,
      choices: null,
      startWithinSeconds: 3600,
      incidentPattern: "INC-\\d+",
    });
    expect(offer.deciders[0]?.people.map(({ name }) => name)).toEqual([
      "Ben Okafor",
      "Fay Tanaka",
      "Hal Virtanen",
    ]);
    const { justification, windowSeconds } = asked;
    const { requestId } = await createRequest(ana, { nodeIds, justification, windowSeconds });
    expect((await offerRequest(ana, { nodeIds: [NODES.search] })).waiting?.id).toBe(requestId);
    expect((await offerRequest(ana, { nodeIds: [NODES.edge] })).waiting).toBeNull();
    expect((await offerRequest(gus, { nodeIds })).waiting).toBeNull();
    await withdrawRequest(ana, { requestId });
    await expect(offerRequest(eve, { nodeIds })).rejects.toMatchObject({ code: "ROLE_MISSING" });
    expect((await offerRequest(ana, { nodeIds: ["i-00000000000000000"] })).ask).toMatchObject({
      code: "NODE_UNKNOWN",
    });
    expect((await offerRequest(ana, { nodeIds: [] })).ask).toMatchObject({ code: "INVALID_INPUT" });
  });

  it("can be put together from the tags that there are", async () => {
    const { ana } = world.people;
    const offer = await offerRequest(ana, { selector: { region: "eu-west-1", tags: {} } });
    expect(offer).toMatchObject({ nodes: [], count: 0, ask: { code: "INVALID_INPUT" } });
    expect(offer.choices).toMatchObject({ accounts: [{ name: "core" }], regions: ["eu-west-1"] });
    expect(offer.choices?.tags.find(({ key }) => key === "Env")?.values).toEqual(["prod", "staging"]);
    expect(offer.choices?.tags.map(({ key }) => key)).not.toContain("Name");
    expect((await offerRequest(ana, { selector: { region: "us-east-1", tags: {} } })).choices?.tags).toEqual(
      [],
    );
    expect((await offerRequest(ana, { selector: api.selector, mostNodes: 2 })).nodes).toMatchObject([
      { id: NODES.payments },
    ]);
  });
});
