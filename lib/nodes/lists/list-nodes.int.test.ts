import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { config } from "@/lib/kernel/config/config";
import { ageNode, eventsOf, putSession } from "@/lib/requests/testing/store";
import {
  account,
  demoNodes,
  jobs,
  NODES,
  openWorld,
  stagingNode,
  type World,
} from "@/lib/requests/testing/world";
import { saveInventory } from "../inventory/save-inventory";
import { readNode } from "../read-node";
import { listNodes, nodeFacets } from "./list-nodes";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function read(nodes: ReturnType<typeof demoNodes>, failure: string | null = null) {
  await world.as("jobs");
  const answer = await saveInventory(jobs, { account, nodes, failure });
  await world.as("web");
  return answer;
}

describe("the list of nodes", () => {
  const names = async (filters: Parameters<typeof listNodes>[1]) =>
    (await listNodes(world.people.ana, filters)).rows.map(({ name }) => name);

  it.each([
    [{}, ["edge-proxy-1", "ledger-3", "payments-api-2", "search-1"]],
    [{ search: "PAY" }, ["payments-api-2"]],
    [{ search: "0b7d20e9" }, ["ledger-3"]],
    [{ search: "team=edge" }, ["edge-proxy-1"]],
    [{ search: "Env=prod 1" }, ["edge-proxy-1", "payments-api-2", "search-1"]],
    [{ search: "ip-10-0-3-14.eu" }, ["payments-api-2"]],
    [{ search: "%" }, []],
    [{ protection: "production" }, ["edge-proxy-1", "payments-api-2", "search-1"]],
    [{ protection: "staging", region: "eu-west-1", accountId: "111122223333" }, ["ledger-3"]],
    [{ region: "us-east-1" }, []],
    [{ state: "offline" }, []],
  ] as const)("filtered by %j has %j", async (filters, expected) => {
    expect(await names(filters)).toEqual(expected);
  });

  it("comes in pages that neither repeat nor lose a node, also among equal names", async () => {
    const twins = Array.from({ length: 7 }, (_, n) => stagingNode(`i-0000000000000000${n}`));
    expect(await read([...demoNodes(), ...twins])).toEqual({ found: 7, lost: 0 });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listNodes>> = await listNodes(
        world.people.ana,
        {},
        { limit: 3, ...(cursor ? { cursor } : {}) },
      );
      expect(page.rows.length).toBeLessThanOrEqual(3);
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toHaveLength(11);
    expect(new Set(seen).size).toBe(11);
    expect(await read(demoNodes())).toEqual({ found: 0, lost: 7 });
    expect(await names({ state: "missing" })).toHaveLength(7);
  });

  it("names what can be filtered by", async () => {
    expect(await nodeFacets(world.people.cleo)).toMatchObject({
      accounts: [{ id: "111122223333", name: "core", failure: null }],
      regions: ["eu-west-1"],
    });
  });

  it("is refused to Eve", async () => {
    const { eve } = world.people;
    await expect(listNodes(eve)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(nodeFacets(eve)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await expect(readNode(eve, NODES.ledger)).rejects.toMatchObject({ code: "ROLE_MISSING" });
  });
});

describe("a node that was said to be online", () => {
  it.each([
    ["our last reading", "readAt", "NODE_MAX_AGE_SECONDS"],
    ["its agent's last ping", "pingAt", "NODE_SILENT_SECONDS"],
  ] as const)(
    "is so no more when %s is too old, in rows and filters alike",
    async (_title, column, setting) => {
      await read(demoNodes());
      await ageNode(NODES.edge, config()[setting] + 1, column);
      const states = async (state?: "online" | "unconfirmed") => {
        const { rows } = await listNodes(world.people.ana, state ? { state } : {});
        return Object.fromEntries(rows.map((row) => [row.id, row.state]));
      };
      expect(await states("unconfirmed")).toEqual({ [NODES.edge]: "unconfirmed" });
      expect((await states())[NODES.edge]).toBe("unconfirmed");
      expect(Object.values(await states("online"))).toEqual(["online", "online", "online"]);
      expect((await readNode(world.people.ana, NODES.edge)).state).toBe("unconfirmed");
      await read(demoNodes());
      expect((await states())[NODES.edge]).toBe("online");
    },
  );
});

describe("an inventory", () => {
  it("that is complete finds what is gone and what is back, each on record; a partial one doesn't", async () => {
    const { ana } = world.people;
    const without = demoNodes().filter(({ id }) => id !== NODES.search);
    expect(await read(without, "AWS_THROTTLED")).toEqual({ found: 0, lost: 0 });
    expect(await readNode(ana, NODES.search)).toMatchObject({
      state: "online",
      accountFailure: "AWS_THROTTLED",
    });
    expect(await read(without)).toEqual({ found: 0, lost: 1 });
    expect(await readNode(ana, NODES.search)).toMatchObject({
      state: "missing",
      accountFailure: null,
      request: { allowed: false, code: "NODE_UNKNOWN" },
    });
    expect(await read(demoNodes())).toEqual({ found: 1, lost: 0 });
    expect((await readNode(ana, NODES.search)).state).toBe("online");
    expect((await eventsOf({ nodeId: NODES.search })).map(({ code }) => code)).toEqual([
      "node.found",
      "node.lost",
      "node.found",
    ]);
  });

  it("raises a node's protection by its tag and never lowers it", async () => {
    const { ana } = world.people;
    const retagged = (env: string) =>
      demoNodes().map((node) =>
        node.id === NODES.ledger ? { ...node, tags: { ...node.tags, Env: env } } : node,
      );
    expect((await readNode(ana, NODES.ledger)).protection).toBe("staging");
    await read(retagged("prod"));
    expect((await readNode(ana, NODES.ledger)).protection).toBe("production");
    await read(retagged("staging"));
    expect((await readNode(ana, NODES.ledger)).protection).toBe("production");
  });

  it("with hostile names and tags is saved all the same", async () => {
    const hostile = "a\0b\ud800<script>\u001b[2J";
    const nodes = demoNodes().map((node) =>
      node.id === NODES.edge
        ? { ...node, hostName: hostile, tags: { ...node.tags, [hostile]: hostile } }
        : node,
    );
    await read(nodes);
    const node = await readNode(world.people.ana, NODES.edge);
    expect(node.hostName).toBe("a\uFFFDb\uFFFD<script>\u001b[2J");
    await read(demoNodes());
  });

  it("of another account can't take over a node by naming it", async () => {
    await world.as("jobs");
    const other = { ...account, accountId: "444455556666", name: "other" };
    const answer = await saveInventory(jobs, { account: other, nodes: demoNodes(), failure: null });
    await world.as("web");
    expect(answer).toEqual({ found: 0, lost: 0 });
    expect((await readNode(world.people.ana, NODES.payments)).accountId).toBe("111122223333");
  });
});

describe("a node's page", () => {
  it("says who is on it to everybody, and what they do only to who may see it", async () => {
    const { ana, gus, cleo } = world.people;
    await createRequest(gus, {
      nodeIds: [NODES.payments],
      justification: "Disk full since 03:10",
      windowSeconds: 600,
    });
    const other = { ...account, accountId: "777788889999", name: "lab" };
    const lab = stagingNode("i-0aaaaaaaaaaaaaaaa", "lab-1");
    await world.as("jobs");
    await saveInventory(jobs, { account: other, nodes: [lab], failure: null });
    await world.as("web");
    const { grantId = "" } = await createRequest(gus, {
      nodeIds: [lab.id],
      justification: "Trying the new image",
      windowSeconds: 600,
    });
    const openedAt = new Date();
    const sessionId = await putSession({
      grantId,
      personId: gus.id,
      nodeId: lab.id,
      state: "open",
      openedAt,
    });

    const forAna = await readNode(ana, lab.id);
    expect(forAna.onNow).toEqual([
      { sessionId: null, personId: gus.id, personName: "Gus Moreau", since: openedAt },
    ]);
    expect(forAna).toMatchObject({
      openSessions: 1,
      recentSessions: [],
      recentRequests: [],
      myGrantId: null,
    });
    expect(await readNode(gus, lab.id)).toMatchObject({
      myGrantId: grantId,
      onNow: [{ sessionId }],
      recentRequests: [{ requesterName: "Gus Moreau" }],
    });
    expect(await readNode(cleo, lab.id)).toMatchObject({
      onNow: [{ sessionId }],
      recentSessions: [{ id: sessionId, personName: "Gus Moreau" }],
      request: { allowed: false, code: "ROLE_MISSING" },
    });
    await expect(readNode(ana, "i-0123456789abcdef0")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
