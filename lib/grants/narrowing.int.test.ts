import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { saveInventory } from "@/lib/nodes/inventory/save-inventory";
import { savePerson } from "@/lib/people/store";
import { readRequest } from "@/lib/requests/reading/read-request";
import { askEachOf, eventsOf, grantRowOf } from "@/lib/requests/testing/store";
import { account, demoNodes, jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { withdrawRequest } from "@/lib/requests/withdraw-request";
import { endGrant } from "./end-grant";
import { createRequest } from "./requesting/create-request";
import { decideAsShown } from "./testing/decide";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const { payments, search, edge } = NODES;
const asked = {
  nodeIds: [payments, search, edge],
  justification: "Disk full since 03:10, writes failing",
  windowSeconds: 1800,
};

async function askBoth(person: PersonActor): Promise<string> {
  const { requestId } = await createRequest(person, asked);
  await askEachOf(requestId, ["sre-leads", "platform-leads"]);
  return requestId;
}

describe("two approvers who narrow", () => {
  it("grant what both of them left", async () => {
    const { ana, ben, fay } = world.people;
    const requestId = await askBoth(ana);
    const yes = { requestId, verdict: "approve" } as const;
    expect(
      await decideAsShown(ben, { ...yes, version: 1, nodeIds: [payments, search], windowSeconds: 1200 }),
    ).toEqual({ requestId, state: "waiting" });
    expect(await readRequest(fay, requestId)).toMatchObject({
      effective: { windowSeconds: 1200, nodes: [{ id: payments }, { id: search }], isNarrowed: true },
      deciders: [{ given: [{ id: ben.id, name: "Ben Okafor" }] }, { given: [] }],
      decisions: [{ nodeIds: [payments, search], windowSeconds: 1200, mostNodes: null }],
    });
    const { grantId = "" } = await decideAsShown(fay, {
      ...yes,
      version: 2,
      nodeIds: [search, edge],
      windowSeconds: 900,
    });
    const grant = await grantRowOf(grantId);
    expect(grant).toMatchObject({ windowSeconds: 900, windowStart: "approval", nodeIds: [search] });
    expect(grant.endsAt.getTime() - grant.startsAt.getTime()).toBe(900_000);
    expect((await eventsOf({ requestId })).at(-2)).toMatchObject({
      code: "request.approved",
      data: { onlyNodes: [search, edge], windowSeconds: 900, groups: [...fay.groups] },
    });
    await endGrant(ana, { grantId });
  });

  it("at once, for different nodes, are told: first that it changed, then that nothing would be left", async () => {
    const { ana, ben, fay } = world.people;
    const requestId = await askBoth(ana);
    const both = await Promise.allSettled([
      decideAsShown(ben, { requestId, version: 1, verdict: "approve", nodeIds: [payments] }),
      decideAsShown(fay, { requestId, version: 1, verdict: "approve", nodeIds: [edge] }),
    ]);
    expect(both.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []))).toEqual([
      expect.objectContaining({ code: "REQUEST_CHANGED" }),
    ]);
    const [second, other, first] =
      both[0].status === "rejected" ? [ben, payments, "Fay Tanaka"] : [fay, edge, "Ben Okafor"];
    const again = { requestId, version: 2, verdict: "approve" } as const;
    await expect(decideAsShown(second, { ...again, nodeIds: [other] })).rejects.toMatchObject({
      code: "NARROWED_TO_NOTHING",
      params: { by: [first] },
    });
    expect(await readRequest(ana, requestId)).toMatchObject({ state: "waiting", version: 2, grant: null });
    expect((await eventsOf({ requestId })).at(-1)).toMatchObject({
      code: "request.approved",
      outcome: "refused",
      actorId: second.id,
      data: { error: "NARROWED_TO_NOTHING" },
    });
    const { grantId = "" } = await decideAsShown(second, again);
    expect((await grantRowOf(grantId)).nodeIds).toEqual([other === edge ? payments : edge]);
    await endGrant(ana, { grantId });
  });

  it("are counted by the groups they had when they decided and have still", async () => {
    const { ana, ben, fay } = world.people;
    const requestId = await askBoth(ana);
    await decideAsShown(ben, { requestId, version: 1, verdict: "approve" });
    await inTransaction((tx) => savePerson(tx, ben.id, { groups: ["engineers"] }));
    const { state, grantId } = await decideAsShown(fay, { requestId, version: 2, verdict: "approve" });
    expect([state, grantId]).toEqual(["waiting", undefined]);
    await inTransaction((tx) => savePerson(tx, ben.id, { groups: [...ben.groups] }));
    await withdrawRequest(ana, { requestId });
  });
});

describe("one approver", () => {
  it("drops the node that is gone, and can't say yes to it", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await createRequest(ana, asked);
    await world.as("jobs");
    const left = demoNodes().filter(({ id }) => id !== edge);
    await saveInventory(jobs, { account, nodes: left, failure: null });
    await world.as("web");
    const yes = { requestId, version: 1, verdict: "approve" } as const;
    await expect(decideAsShown(ben, yes)).rejects.toMatchObject({
      code: "NODE_UNKNOWN",
      params: { nodes: [edge] },
    });
    const { grantId = "" } = await decideAsShown(ben, { ...yes, nodeIds: [payments, search] });
    expect((await grantRowOf(grantId)).nodeIds).toEqual([search, payments].sort());
    await endGrant(ana, { grantId });
  });

  it("says why not, or does not say no", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await createRequest(ana, { ...asked, nodeIds: [payments] });
    const no = { requestId, version: 1, verdict: "deny" } as const;
    for (const comment of [undefined, "", "no"])
      await expect(decideAsShown(ben, comment === undefined ? no : { ...no, comment })).rejects.toMatchObject(
        { code: "COMMENT_MISSING" },
      );
    expect((await decideAsShown(ben, { ...no, comment: "use the runbook" })).state).toBe("denied");
  });
});
