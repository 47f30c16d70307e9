import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { config } from "@/lib/kernel/config/config";
import { jobs, NODES } from "@/lib/requests/testing/world";
import { type AwsWorld, openAwsWorld } from "@/lib/sessions/testing/aws-world";
import { listNodes, nodeFacets } from "../lists/list-nodes";
import { readNode } from "../read-node";
import { readInventory } from "./read-inventory";

/** Nodes of the account's second region. */
const FAR = "i-06e93b2d1c85f7a4e";
const SILENT = "i-0fa11000000000001";
/** Registered by an activation; no instance of EC2. */
const HYBRID = "mi-0d5a8c31f6e2b7940";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld();
  await world.as("jobs");
});
afterEach(() => world.control("calm", {}));
afterAll(() => world.close());

/** Pages are drawn by another process than the one that reads the inventory. */
async function asWeb<T>(work: () => Promise<T>): Promise<T> {
  await world.as("web");
  const seen = await work();
  await world.as("jobs");
  return seen;
}

describe("the inventory", () => {
  it("is every managed node of the account, with its tags and what they raise", async () => {
    await readInventory(jobs, "111122223333");
    const { rows } = await asWeb(() => listNodes(world.people.ana));
    expect(rows.map(({ id, name, protection, state }) => [id, name, protection, state])).toEqual(
      expect.arrayContaining([
        [NODES.edge, "edge-proxy-1", "production", "online"],
        [NODES.ledger, "ledger-3", "staging", "online"],
        [NODES.payments, "payments-api-2", "production", "online"],
        [NODES.search, "search-1", "production", "online"],
        [FAR, "checkout-web-3", "production", "online"],
        [SILENT, "fails-agent-offline", "staging", "offline"],
      ]),
    );
    expect(await asWeb(() => readNode(world.people.ana, NODES.payments))).toMatchObject({
      tags: { Env: "prod", Team: "payments", Service: "payments-api", Tier: "1" },
      hostName: expect.stringMatching(/\.compute\.internal$/),
      accountFailure: null,
    });
  });

  it("has machines outside AWS by the name and with the tags that Systems Manager has for them", async () => {
    await readInventory(jobs, "111122223333");
    expect(await asWeb(() => readNode(world.people.ana, HYBRID))).toMatchObject({
      name: "printhost-7",
      hostName: "printhost-7.warehouse.example.test",
      tags: { Env: "onprem", Team: "warehouse", Site: "Rotterdam" },
      protection: "staging",
      state: "online",
    });
  });

  it("leaves out a machine outside AWS that is deregistered while it is read, and no other", async () => {
    await world.control("fail", { action: "ssm:ListTagsForResource", code: "InvalidResourceId", count: 1 });
    await readInventory(jobs, "111122223333");
    expect(await asWeb(() => readNode(world.people.ana, HYBRID))).toMatchObject({ state: "missing" });
    expect(await asWeb(() => readNode(world.people.ana, NODES.payments))).toMatchObject({ state: "online" });
    await readInventory(jobs, "111122223333");
    expect(await asWeb(() => readNode(world.people.ana, HYBRID))).toMatchObject({ state: "online" });
  });

  it("of another account is read through that account's own role", async () => {
    await readInventory(jobs, "444455556666");
    expect(await asWeb(() => readNode(world.people.ana, "i-07f4c1e9b3a86d25e"))).toMatchObject({
      name: "events-gateway-2",
      accountName: "data",
      region: "ap-northeast-1",
      // Its tag says staging: a tag lowers nothing.
      protection: "production",
    });
  });

  it("that AWS refuses is shown as failed, and finds no node missing", async () => {
    await world.control("fail", {
      action: "ssm:DescribeInstanceInformation",
      code: "AccessDeniedException",
      count: 9,
    });
    await expect(readInventory(jobs, "111122223333")).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED" });
    expect(await asWeb(() => readNode(world.people.ana, NODES.payments))).toMatchObject({
      state: "online",
      accountFailure: "AWS_ACCESS_DENIED",
    });
    await world.control("calm", {});
    await readInventory(jobs, "111122223333");
    expect(await asWeb(() => readNode(world.people.ana, NODES.payments))).toMatchObject({
      accountFailure: null,
    });
  });

  it("of one region that AWS refuses leaves the others as they are", async () => {
    const [account] = config().HALLIGAN_ACCOUNTS;
    if (!account) throw new TypeError("no account is configured");
    const regions = [...account.regions];
    account.regions = ["eu-west-1", "eu-central-1"];
    await world.control("fail", {
      ...{ action: "ssm:DescribeInstanceInformation", code: "AccessDeniedException", count: 1 },
    });
    await expect(readInventory(jobs, account.accountId)).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED" });
    const { accounts } = await nodeFacets(world.people.ana);
    const failures = accounts.flatMap((one) => one.regions.map(({ failure }) => failure));
    expect(failures.filter((failure) => failure !== null)).toEqual(["AWS_ACCESS_DENIED"]);
    expect(failures).toContain(null);
    account.regions = regions;
  });

  it("waits out AWS's throttling", async () => {
    await world.control("throttle", { action: "ssm:DescribeInstanceInformation", count: 2 });
    await readInventory(jobs, "111122223333");
    expect(await asWeb(() => readNode(world.people.ana, NODES.payments))).toMatchObject({
      accountFailure: null,
    });
  });
});
