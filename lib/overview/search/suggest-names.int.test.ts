import { afterAll, beforeAll, expect, it } from "vitest";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { countRequests, listRequests } from "@/lib/requests/lists/list-requests";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { namesBehind, suggestNames } from "./suggest-names";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it("suggests people by parts of their names, a few at most, to who sees everybody's requests", async () => {
  const { ana, ben, cleo, eve } = world.people;
  const named = async (text: string) =>
    (await suggestNames(cleo, { kind: "person", text })).names.map(({ name }) => name);
  expect(await named("DUAR ana")).toEqual([ana.name]);
  expect(await named("%")).toEqual([]);
  const first = await named("");
  expect(first).toContain(ana.name);
  expect(first.length).toBeLessThanOrEqual(8);
  expect((await suggestNames(ben, { kind: "person", text: ana.id })).names).toEqual([]);
  for (const viewer of [ana, eve])
    await expect(suggestNames(viewer, { kind: "person", text: "a" })).rejects.toMatchObject({
      code: "ROLE_MISSING",
    });
});

it("suggests nodes with where they are, to who may see nodes", async () => {
  const { ana, eve } = world.people;
  expect((await suggestNames(ana, { kind: "node", text: "ledger" })).names).toEqual([
    { id: NODES.ledger, name: "ledger-3", detail: "core · eu-west-1" },
  ]);
  expect((await suggestNames(ana, { kind: "node", text: "" })).names).toHaveLength(4);
  await expect(suggestNames(eve, { kind: "node", text: "" })).rejects.toMatchObject({ code: "ROLE_MISSING" });
});

it("says the names behind the ids of an address, of people only to who sees them", async () => {
  const { ana, cleo } = world.people;
  const asked = { person: ana.id, node: NODES.edge };
  expect(await namesBehind(cleo, asked)).toEqual({ person: ana.name, node: "edge-proxy-1" });
  expect(await namesBehind(ana, asked)).toEqual({ node: "edge-proxy-1" });
  expect(await namesBehind(cleo, { person: "ana", node: "' or true --" })).toEqual({});
});

it("finds of the requests those that wait for the viewer, and nobody else's", async () => {
  const { ana, ben, cleo } = world.people;
  const asked = (nodeId: string) => ({
    ...{ nodeIds: [nodeId], justification: "Disk full since 03:10", windowSeconds: 600 },
  });
  const { requestId } = await createRequest(ana, asked(NODES.payments));
  const own = await createRequest(ben, asked(NODES.payments));
  await createRequest(ana, asked(NODES.ledger));
  const needing = async (viewer: typeof ana) =>
    (await listRequests(viewer, { needsMe: true })).rows.map(({ id }) => id);
  expect(await needing(ben)).toEqual([requestId]);
  expect(await countRequests(ben, { needsMe: true })).toEqual({ count: 1, isMore: false });
  expect(await needing(cleo)).toEqual([]);
  expect(await needing(ana)).toEqual([]);
  expect((await listRequests(ben, { needsMe: true, state: "approved" })).rows).toEqual([]);
  expect((await listRequests(ben)).rows.map(({ id }) => id)).toContain(own.requestId);
});
