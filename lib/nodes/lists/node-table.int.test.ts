import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { putSession } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { starNode } from "../star-node";
import type { NodeSort } from "../views";
import { listNodeTable } from "./list-nodes";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("the table of nodes", () => {
  const table = async (sort: NodeSort, cursor?: string) =>
    listNodeTable(world.people.ana, {}, { sort, limit: 2, ...(cursor ? { cursor } : {}) });
  const walk = async (sort: NodeSort) => {
    const names: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page: Awaited<ReturnType<typeof table>> = await table(sort, cursor ?? undefined);
      names.push(...page.rows.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor);
    return names;
  };
  const star = (nodeId: string, isStarred: boolean) => starNode(world.people.ana, { nodeId, isStarred });

  it.each([
    ["name", ["edge-proxy-1", "ledger-3", "payments-api-2", "search-1"]],
    ["-name", ["search-1", "payments-api-2", "ledger-3", "edge-proxy-1"]],
    ["class", ["edge-proxy-1", "payments-api-2", "search-1", "ledger-3"]],
    ["-class", ["ledger-3", "search-1", "payments-api-2", "edge-proxy-1"]],
    // One of them is missing, another offline: online ones first.
    ["state", ["edge-proxy-1", "payments-api-2", "search-1", "ledger-3"]],
    ["-state", ["ledger-3", "search-1", "payments-api-2", "edge-proxy-1"]],
    ["where", ["edge-proxy-1", "ledger-3", "payments-api-2", "search-1"]],
    ["-where", ["search-1", "payments-api-2", "ledger-3", "edge-proxy-1"]],
  ] as const)("is walked in the order of %s without losing or repeating a node", async (sort, names) => {
    await world.owner(`update nodes set is_online = (name <> 'search-1'),
      missing_since = case when name = 'ledger-3' then now() end`);
    expect(await walk(sort)).toEqual(names);
    await world.owner("update nodes set is_online = true, missing_since = null");
  });

  it("begins with what the viewer starred, which then stands nowhere else, also on the way back", async () => {
    const unstarred = await walk("name");
    await star(NODES.search, true);
    try {
      const starred = await walk("name");
      expect(starred).toEqual(["search-1", ...unstarred.filter((name) => name !== "search-1")]);
      const first = await table("name");
      const second = await table("name", first.nextCursor ?? "none");
      expect(second.rows.map(({ name }) => name)).not.toContain("search-1");
      const back = await table("name", second.previousCursor ?? "none");
      expect(back.rows.map(({ name }) => name)).toEqual(first.rows.map(({ name }) => name));
    } finally {
      await star(NODES.search, false);
    }
  });

  it("says who is on a node, until when, and what the viewer may do there", async () => {
    const { ana, gus, cleo } = world.people;
    const { grantId = "" } = await createRequest(gus, {
      nodeIds: [NODES.ledger],
      justification: "Reading the nightly log again",
      windowSeconds: 600,
    });
    const endsAt = new Date(Date.now() + 600_000);
    const sessionId = await putSession({
      ...{ grantId, personId: gus.id, nodeId: NODES.ledger },
      ...{ openedAt: new Date(), windowStartsAt: new Date(), windowEndsAt: endsAt },
      state: "open",
    });
    const onLedger = async (viewer: typeof ana) =>
      (await listNodeTable(viewer, { search: NODES.ledger }, { sort: "name" })).rows[0];
    expect(await onLedger(ana)).toMatchObject({
      openNow: { personName: "Gus Moreau", endsAt, mySessionId: null },
      request: { allowed: true },
    });
    expect(await onLedger(gus)).toMatchObject({ openNow: { mySessionId: sessionId } });
    expect(await onLedger(cleo)).toMatchObject({ request: { allowed: false, code: "ROLE_MISSING" } });
  });
});
