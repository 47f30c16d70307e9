import { afterAll, beforeAll, expect, it } from "vitest";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { putSession } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { search } from "./search";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it("finds nodes, requests and sessions by name or id, of everybody's only what each may see", async () => {
  const { ana, ben, gus, eve } = world.people;
  const { requestId, grantId = "" } = await createRequest(ana, {
    nodeIds: [NODES.ledger],
    justification: "Worker stuck, queue <b>grows</b>",
    windowSeconds: 600,
  });
  const sessionId = await putSession({
    grantId,
    personId: ana.id,
    nodeId: NODES.ledger,
    openedAt: new Date(),
    state: "open",
  });

  expect(await search(ben, { text: "LEDGER" })).toMatchObject({
    nodes: [{ id: NODES.ledger, name: "ledger-3" }],
    requests: [{ id: requestId, requesterName: ana.name, nodeNames: ["ledger-3"], state: "approved" }],
    sessions: [{ id: sessionId, personName: ana.name, nodeName: "ledger-3", state: "open" }],
  });
  expect(await search(ana, { text: requestId })).toMatchObject({ nodes: [], requests: [{ id: requestId }] });
  expect((await search(ana, { text: sessionId })).sessions).toMatchObject([{ id: sessionId }]);
  // Another engineer finds the node, and nothing of Ana's.
  expect(await search(gus, { text: "ledger" })).toMatchObject({
    nodes: [{ id: NODES.ledger }],
    requests: [],
    sessions: [],
  });
  expect(await search(gus, { text: requestId })).toEqual({ nodes: [], requests: [], sessions: [] });
  expect((await search(ben, { text: "%" })).requests).toEqual([]);
  await expect(search(eve, { text: "ledger" })).rejects.toMatchObject({ code: "ROLE_MISSING" });
});
