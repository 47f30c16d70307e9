import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { config } from "@/lib/kernel/config/config";
import { saveInventory } from "@/lib/nodes/inventory/save-inventory";
import { account, demoNodes, jobs, openWorld, type World } from "@/lib/requests/testing/world";
import { expectedDocument } from "./documents/session-document";
import { readAccounts } from "./read-accounts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("the accounts on the page of settings", () => {
  it("are those of the settings, each region with its reading, its test and its documents", async () => {
    const [seen] = await readAccounts(world.people.dov);
    expect(seen).toMatchObject({
      ...{ accountId: account.accountId, name: "core", canCreateDocuments: false },
      roles: [{ role: "broker" }, { role: "target" }, { role: "reader" }, { role: "closer" }],
      regions: [
        {
          ...{ region: "eu-west-1", nodes: 4, failure: null, readAt: expect.any(Date) },
          test: { state: "never", orderedAt: null },
          inUse: { name: "Halligan-Shell-60m-0a1b2c3d", state: "unknown" },
          expected: { name: expectedDocument(configured()).name, state: "unknown" },
        },
      ],
    });
    expect(JSON.stringify(seen)).not.toContain("test-external-id");
  });

  it("say why a region could not be read, and when it was read last", async () => {
    await world.as("jobs");
    await saveInventory(jobs, { account, nodes: demoNodes().slice(1), failure: "AWS_ACCESS_DENIED" });
    await world.as("web");
    const [seen] = await readAccounts(world.people.dov);
    expect(seen?.regions[0]).toMatchObject({
      failure: "AWS_ACCESS_DENIED",
      readAt: expect.any(Date),
      nodes: 4,
    });
  });

  it("are nobody's but an administrator's", async () => {
    const { ana, ben, cleo, eve } = world.people;
    for (const person of [ana, ben, cleo, eve])
      await expect(readAccounts(person)).rejects.toMatchObject({ code: "ROLE_MISSING" });
  });
});

function configured() {
  const [first] = config().HALLIGAN_ACCOUNTS;
  if (!first) throw new TypeError("no account is configured");
  return first;
}
