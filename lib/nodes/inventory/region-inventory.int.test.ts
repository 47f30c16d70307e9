import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  account,
  demoNodes,
  jobs,
  NODES,
  openWorld,
  stagingNode,
  type World,
} from "@/lib/requests/testing/world";
import { nodeFacets } from "../lists/list-nodes";
import { readNode } from "../read-node";
import type { InventoryNode } from "./inventory-node";
import { saveInventory } from "./save-inventory";

const wide = { ...account, regions: ["eu-west-1", "us-east-1"] };
const ABROAD = "i-0c0ffee00c0ffee00";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function read(regions: string[], nodes: InventoryNode[], failure: string | null = null, of = wide) {
  await world.as("jobs");
  const answer = await saveInventory(jobs, { account: of, regions, nodes, failure });
  await world.as("web");
  return answer;
}
const abroad = { ...stagingNode(ABROAD, "ledger-abroad"), region: "us-east-1" };
const stateOf = async (id: string) => (await readNode(world.people.ana, id)).state;
const facets = async () => (await nodeFacets(world.people.ana)).accounts[0];

describe("an inventory of two regions", () => {
  it("keeps each region's reading apart: a failing one hides neither the other nor its own nodes", async () => {
    expect(await read(["us-east-1"], [abroad])).toEqual({ found: 1, lost: 0 });
    expect(await read(["eu-west-1"], [], "AWS_ACCESS_DENIED")).toEqual({ found: 0, lost: 0 });
    expect([await stateOf(ABROAD), await stateOf(NODES.ledger)]).toEqual(["online", "online"]);
    const seen = await facets();
    expect(seen).toMatchObject({
      failure: "AWS_ACCESS_DENIED",
      regions: [
        { region: "eu-west-1", failure: "AWS_ACCESS_DENIED", readAt: expect.any(Date) },
        { region: "us-east-1", failure: null, readAt: expect.any(Date) },
      ],
    });
    expect(await readNode(world.people.ana, ABROAD)).toMatchObject({ accountFailure: null });
    expect(await readNode(world.people.ana, NODES.ledger)).toMatchObject({
      accountFailure: "AWS_ACCESS_DENIED",
      accountReadAt: seen?.regions[0]?.readAt,
    });
  });

  it("finds a node missing only by a complete reading of its own region", async () => {
    expect(await read(["eu-west-1"], demoNodes())).toEqual({ found: 0, lost: 0 });
    expect(await stateOf(ABROAD)).toBe("online");
    expect(await read(["us-east-1"], [], "AWS_THROTTLED")).toEqual({ found: 0, lost: 0 });
    expect(await stateOf(ABROAD)).toBe("online");
    expect(await read(["us-east-1"], [])).toEqual({ found: 0, lost: 1 });
    expect(await stateOf(ABROAD)).toBe("missing");
    expect(await stateOf(NODES.ledger)).toBe("online");
  });

  it("says of an account that it was read when all its regions were, at the oldest of them", async () => {
    await read(["us-east-1"], [abroad]);
    const before = await facets();
    await read(["eu-west-1"], demoNodes());
    const after = await facets();
    expect(after).toMatchObject({ failure: null, readAt: before?.regions[1]?.readAt });
  });

  it("loses the nodes of a region that is no longer connected, and its old reading", async () => {
    expect(await read(["eu-west-1"], demoNodes(), null, account)).toEqual({ found: 0, lost: 1 });
    expect(await stateOf(ABROAD)).toBe("missing");
    expect((await facets())?.regions.map(({ region }) => region)).toEqual(["eu-west-1"]);
  });
});
