import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/lists/list-events";
import { reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { type AccountConfig, config } from "@/lib/kernel/config/config";
import { readInventory } from "@/lib/nodes/inventory/read-inventory";
import { jobs } from "@/lib/requests/testing/world";
import { type AwsWorld, gateway, openAwsWorld } from "@/lib/sessions/testing/aws-world";
import { orderConnectionTest } from "./order-connection-test";
import { type CheckRole, plannedChecks, TESTED_BY } from "./plan";
import { remedyOf } from "./remedy";
import { findChecks, type StoredCheck } from "./store";
import { testShellRoles, testStandingRoles } from "./test-connection";

const REGION = "eu-west-1";
let world: AwsWorld;
let account: AccountConfig;
let untouched: AccountConfig;
beforeAll(async () => {
  world = await openAwsWorld();
  const [first] = config().HALLIGAN_ACCOUNTS;
  if (!first) throw new TypeError("no account is configured");
  account = first;
  untouched = { ...first };
  await world.as("jobs");
  await readInventory(jobs, account.accountId);
});
afterEach(async () => {
  Object.assign(account, untouched);
  await world.control("calm", {});
});
afterAll(() => world.close());

const place = () => ({ accountId: account.accountId, region: REGION });

/** Orders a test and has both processes do their part. */
async function tested(parts: readonly ("gateway" | "jobs")[] = ["gateway", "jobs"]): Promise<StoredCheck[]> {
  await world.as("web");
  await orderConnectionTest(world.people.dov, place());
  const run: Record<"gateway" | "jobs", [typeof testShellRoles, SystemActor]> = {
    gateway: [testShellRoles, gateway],
    jobs: [testStandingRoles, jobs],
  };
  for (const part of parts) {
    await world.as(part);
    await run[part][0](run[part][1]);
  }
  const checks = (await findChecks(reading())).get(`${account.accountId} ${REGION}`) ?? [];
  const roles = parts.flatMap((part): CheckRole[] => [...TESTED_BY[part]]);
  return checks.filter(({ role }) => roles.includes(role));
}
/** How many finished tests are on record. */
const recorded = async () => (await listEvents(world.people.dov, { code: "connection.tested" })).rows.length;
const summed = (checks: readonly StoredCheck[]) =>
  Object.fromEntries(checks.map(({ role, action, outcome }) => [`${role} ${action}`, outcome]));
const refused = (checks: readonly StoredCheck[]) =>
  checks
    .filter(({ outcome }) => outcome === "denied" || outcome === "failed")
    .map(({ role, action }) => `${role} ${action}`)
    .sort();
const find = (checks: readonly StoredCheck[], role: CheckRole, action: string) => {
  const found = checks.find((check) => check.role === role && check.action === action);
  if (!found) throw new TypeError(`${role} ${action} was not tried`);
  return found;
};
/** What the page says of a step. */
function remedy(checks: readonly StoredCheck[], role: CheckRole, action: string) {
  const { outcome, words } = find(checks, role, action);
  if (outcome !== "denied" && outcome !== "failed") throw new TypeError(`${role} ${action} is ${outcome}`);
  return remedyOf(account, REGION, { role, action, outcome, words: words ?? "" });
}

describe("the connection test of an account that is set up", () => {
  it("passes every step, on record, and opens nothing", async () => {
    const checks = await tested();
    expect(refused(checks)).toEqual([]);
    const steps = summed(checks);
    expect(Object.keys(steps).sort()).toEqual(
      plannedChecks(account)
        .map(({ role, action }) => `${role} ${action}`)
        .sort(),
    );
    expect(steps).toMatchObject({
      "target sts:SetSourceIdentity": "passed",
      "reader logs:FilterLogEvents": "passed",
      "closer ssm:TerminateSession": "passed",
      "author ssm:CreateDocument": "passed",
    });
    expect(await world.active()).toEqual([]);
  });

  it("is done once, however many gateways hear of it", async () => {
    await world.as("web");
    await orderConnectionTest(world.people.dov, place());
    await world.as("gateway");
    const before = await recorded();
    await Promise.all([testShellRoles(gateway), testShellRoles(gateway)]);
    await testShellRoles(gateway);
    expect(await recorded()).toBe(before + 1);
  });
});

describe("an account with something missing", () => {
  it.each([
    ["reader", "ssm:DescribeInstanceInformation", "AccessDeniedException"],
    ["reader", "logs:FilterLogEvents", "AccessDeniedException"],
    ["closer", "ssm:TerminateSession", "AccessDeniedException"],
    ["author", "ssm:CreateDocument", "AccessDeniedException"],
  ] as const)("has %s %s named, and nothing else", async (role, action, code) => {
    const principal = `arn:aws:sts::${account.accountId}:assumed-role/Halligan/halligan`;
    const message = `User: ${principal} is not authorized to perform: ${action} on resource: * because no identity-based policy allows the ${action} action`;
    // What is asked of the inventory is asked twice: once to find a hybrid node, for its tags.
    const count = action === "ssm:DescribeInstanceInformation" ? 2 : 1;
    await world.control("fail", { action, code, message, count });
    const checks = await tested(["jobs"]);
    expect(refused(checks)).toEqual([`${role} ${action}`]);
    expect(remedy(checks, role, action)).toMatchObject({
      code: "identity",
      params: { action, principal: "role/Halligan" },
      statements: [{ place: "identity", json: expect.stringContaining(action) }],
    });
  });

  it("has a role without the permissions named step by step, by IAM's own words", async () => {
    account.closerRoleArn = untouched.readerRoleArn;
    account.authorRoleArn = untouched.readerRoleArn;
    const checks = await tested(["jobs"]);
    expect(refused(checks)).toEqual(["author ssm:CreateDocument", "closer ssm:TerminateSession"]);
    expect(remedy(checks, "closer", "ssm:TerminateSession")).toMatchObject({
      code: "identity",
      params: { action: "ssm:TerminateSession", principal: "role/HalliganReader" },
    });
    expect(find(checks, "author", "ssm:CreateDocument").words).toMatch(
      /^AccessDeniedException: User: .+ is not authorized to perform: ssm:CreateDocument on resource: /,
    );
  });

  it("has a role that does not trust us named, with both ends, and the steps behind it not tried", async () => {
    account.readerRoleArn = untouched.targetRoleArn;
    const checks = await tested();
    expect(refused(checks)).toEqual(["gateway sts:AssumeRole", "reader sts:AssumeRole"]);
    expect(find(checks, "reader", "ec2:DescribeInstances")).toMatchObject({ outcome: "not-run" });
    expect(remedy(checks, "gateway", "sts:AssumeRole")).toMatchObject({
      code: "assume",
      params: { principal: "user/halligan-gateway", role: "role/HalliganTarget", action: "sts:AssumeRole" },
      statements: [{ place: "identity" }, { place: "trust" }],
    });
  });

  it("has a broken way to the target named: the broker may not, and with a foreign external id it is not trusted", async () => {
    account.targetRoleArn = untouched.closerRoleArn;
    const lost = await tested(["gateway"]);
    expect(refused(lost)).toEqual(["target sts:AssumeRole"]);
    expect(find(lost, "target", "sts:TagSession").outcome).toBe("not-run");
    account.targetRoleArn = untouched.targetRoleArn;
    account.externalId = "somebody-elses";
    const distrusted = await tested(["gateway"]);
    expect(refused(distrusted)).toEqual(["target sts:AssumeRole"]);
    expect(remedy(distrusted, "target", "sts:AssumeRole")).toMatchObject({
      code: "assume",
      params: { principal: "role/HalliganBroker", role: "role/HalliganTarget" },
    });
  });

  it("has a trust named that does not list a user on the nodes, with the statement that would", async () => {
    account.osUsers = [...untouched.osUsers, "ec2-user"];
    const checks = await tested(["gateway"]);
    expect(refused(checks)).toEqual(["target sts:TagSession"]);
    const trust = remedy(checks, "target", "sts:TagSession").statements.find(
      ({ place }) => place === "trust",
    );
    expect(JSON.parse(trust?.json ?? "")).toMatchObject({
      Action: "sts:TagSession",
      Condition: { StringEqualsIfExists: { "aws:RequestTag/SSMSessionRunAs": account.osUsers } },
    });
  });

  it("has a missing log group and a missing document told from missing permissions", async () => {
    account.logGroupName = "/nobody/made/this";
    account.documentName = "Halligan-Shell-60m-00000000";
    const checks = await tested(["jobs"]);
    expect(refused(checks)).toEqual([
      ...["reader logs:DescribeLogGroups", "reader logs:FilterLogEvents", "reader ssm:GetDocument"],
    ]);
    expect(remedy(checks, "reader", "logs:FilterLogEvents").code).toBe("no-log-group");
    expect(remedy(checks, "reader", "logs:DescribeLogGroups").code).toBe("no-log-group");
    expect(remedy(checks, "reader", "ssm:GetDocument").code).toBe("no-document");
  });
});

describe("ordering a test", () => {
  it("is an administrator's, for a region that is connected", async () => {
    await world.as("web");
    const { ana, eve, ben, dov } = world.people;
    for (const person of [ana, eve, ben])
      await expect(orderConnectionTest(person, place())).rejects.toMatchObject({ code: "ROLE_MISSING" });
    for (const nowhere of [
      { ...place(), region: "mars-north-1" },
      { ...place(), accountId: "999999999999" },
    ])
      await expect(orderConnectionTest(dov, nowhere)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
