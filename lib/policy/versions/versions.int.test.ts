import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { reading } from "@/lib/db/client";
import { newConnection } from "@/lib/db/connection/connect";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { config } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { compilePolicy } from "../compile/compile";
import { shippedPolicy } from "../compile/shipped";
import type { PolicyFile } from "../text/problems";
import { activePolicy } from "./active-policy";
import { type CheckedFiles, checkVersions } from "./check-versions";
import { approveVersion, rejectVersion } from "./decide-version";
import { proposeVersion } from "./propose-version";
import { readPolicy } from "./read-policy";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.owner("delete from policy_versions", { past: "policy_versions" }));

const REASON = "Staging needs one approval while we move";
const MILD =
  '@window("PT1H") @stepUp("none") @watcher("none") @input("counted") @missingAgentLog("flag") @spool("never")';
const rules = (...texts: string[]): PolicyFile[] => [{ name: "access.cedar", text: texts.join("\n") }];
const everybody = (id: string) =>
  `@id("${id}") @approvals("1 of sre-leads") ${MILD} permit (principal in Role::"engineer", action == Action::"request", resource);`;
const frozen = `@id("freeze") @reason("change freeze until Monday") forbid (principal, action == Action::"request", resource in Protection::"production");`;

async function check(files: readonly PolicyFile[]): Promise<CheckedFiles> {
  const compiled = compilePolicy("proposed", files);
  return { problems: compiled.ok ? [] : compiled.problems, warnings: compiled.warnings };
}

/** As the jobs process does it. */
async function checked(how = check, isStopping = () => false): Promise<void> {
  await world.as("jobs");
  await checkVersions(jobs, how, isStopping);
  await world.as("web");
}

async function proposed(files: readonly PolicyFile[]): Promise<string> {
  return (await proposeVersion(world.people.dov, { files, reason: REASON })).policyId;
}

async function approved(files: readonly PolicyFile[], insteadOf: number | null = null): Promise<string> {
  const policyId = await proposed(files);
  await checked();
  return (await approveVersion(world.people.fay, { policyId, insteadOf })).version;
}

/** One statement of its own, past the portal's code. */
async function asLogin(statement: string): Promise<void> {
  const connection = newConnection(config().DATABASE_URL);
  await connection.connect();
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}

const asks = (nodeId: string) =>
  createRequest(world.people.ana, {
    nodeIds: [nodeId],
    justification: "Disk full since 03:10, writes failing",
    windowSeconds: 900,
  });

describe("rules", () => {
  it("are those of the portal until an administrator proposes others and another approves them", async () => {
    const { dov, fay, ana } = world.people;
    expect(await readPolicy(dov)).toMatchObject({
      active: null,
      version: "built-in-3",
      proposals: [],
      history: [],
    });
    const policyId = await proposed(rules(everybody("all"), frozen));
    expect((await readPolicy(fay)).proposals).toMatchObject([
      { id: policyId, check: { state: "waiting" }, approve: { allowed: false, code: "POLICY_UNCHECKED" } },
    ]);
    expect((await activePolicy(reading())).version).toBe("built-in-3");
    await checked();
    expect((await readPolicy(dov)).proposals).toMatchObject([
      { check: { state: "valid", problems: [] }, approve: { allowed: false, code: "POLICY_SELF_APPROVED" } },
    ]);
    expect((await readPolicy(fay)).proposals).toMatchObject([
      { approve: { allowed: true }, reject: { allowed: true } },
    ]);
    const { version } = await approveVersion(fay, { policyId, insteadOf: null });
    expect(await readPolicy(dov)).toMatchObject({
      ...{ version, proposals: [], files: rules(everybody("all"), frozen) },
      active: { id: policyId, number: 1, proposedBy: { id: dov.id }, decidedBy: { id: fay.id } },
    });
    // They decide from then on, and what they decided names them.
    await expect(asks(NODES.payments)).rejects.toMatchObject({
      code: "NOT_PERMITTED_BY_RULE",
      params: { why: "forbidden", rules: ["freeze"], reasons: ["change freeze until Monday"] },
    });
    const { requestId } = await asks(NODES.ledger);
    const [event] = await eventsOf({ requestId: requestId });
    expect(event?.data).toMatchObject({ ruleVersion: "policy-1", rules: ["all"] });
    await expect(readPolicy(ana)).rejects.toMatchObject({ code: "ROLE_MISSING" });
  });

  it("are replaced by what is approved later, and the numbers go on", async () => {
    expect(await approved(rules(everybody("one")))).toBe("policy-1");
    expect(await approved(rules(everybody("two")), 1)).toBe("policy-2");
    expect(await approved(shippedPolicy().files, 2)).toBe("policy-3");
    const { history } = await readPolicy(world.people.fay);
    expect(history.map(({ number, state }) => [number, state])).toEqual([
      [3, "active"],
      [2, "replaced"],
      [1, "replaced"],
    ]);
    const policy = await activePolicy(reading());
    expect([policy.version, [...policy.rules.keys()]]).toEqual([
      "policy-3",
      ["production-one-yes", "staging-nobody", "production-break-glass"],
    ]);
  });

  it("with mistakes can't be approved, and say which; they can be rejected, or taken back", async () => {
    const { dov, fay } = world.people;
    const policyId = await proposed(rules(everybody("all").replace("@stepUp", "@setpUp")));
    await checked();
    const [proposal] = (await readPolicy(fay)).proposals;
    expect(proposal).toMatchObject({
      approve: { allowed: false, code: "POLICY_INVALID" },
      check: {
        state: "invalid",
        problems: [{ file: "access.cedar", line: 1, help: "did you mean @stepUp?" }],
      },
    });
    await expect(approveVersion(fay, { policyId, insteadOf: null })).rejects.toMatchObject({
      code: "POLICY_INVALID",
    });
    await expect(rejectVersion(fay, { policyId, reason: "no" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await rejectVersion(fay, { policyId, reason: "There is a mistake in an annotation" });
    await expect(approveVersion(fay, { policyId, insteadOf: null })).rejects.toMatchObject({
      code: "POLICY_OVER",
    });
    const own = await proposed(rules(everybody("own")));
    await rejectVersion(dov, { policyId: own, reason: "I meant something else than that" });
    expect((await readPolicy(dov)).history).toMatchObject([
      { state: "rejected", number: null },
      { state: "rejected" },
    ]);
  });

  it("are refused to whoever may not, or where they can't be", async () => {
    const { ana, ben, dov, fay } = world.people;
    const input = { files: rules(everybody("all")), reason: REASON };
    for (const actor of [ana, ben])
      await expect(proposeVersion(actor, input)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    for (const [files, code] of [
      [shippedPolicy().files, "POLICY_SAME"],
      [[], "INVALID_INPUT"],
      [rules("\0"), "INVALID_INPUT"],
      [rules("x".repeat(262_145)), "INVALID_INPUT"],
    ] as const)
      await expect(proposeVersion(dov, { ...input, files })).rejects.toMatchObject({ code });
    await expect(proposeVersion(dov, { ...input, reason: "because" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    const policyId = await proposed(input.files);
    await checked();
    await expect(approveVersion(ben, { policyId, insteadOf: null })).rejects.toMatchObject({
      code: "ROLE_MISSING",
    });
    await expect(approveVersion(dov, { policyId, insteadOf: null })).rejects.toMatchObject({
      code: "POLICY_SELF_APPROVED",
    });
    await expect(approveVersion(fay, { policyId, insteadOf: 7 })).rejects.toMatchObject({
      code: "POLICY_CHANGED",
    });
    const unknown = newId("policyVersion");
    await expect(approveVersion(fay, { policyId: unknown, insteadOf: null })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await world.owner(`update people set disabled_at = now() where id = '${dov.id}'`);
    await expect(approveVersion(fay, { policyId, insteadOf: null })).rejects.toMatchObject({
      code: "ASKER_WITHOUT_ROLE",
    });
    await world.owner(`update people set disabled_at = null where id = '${dov.id}'`);
  });

  it("that can't be checked in time say so, and a process that ends says nothing", async () => {
    await proposed(rules(everybody("all")));
    const dies = () => Promise.reject(new Error("a step took longer than 10000 ms"));
    await checked(dies, () => true);
    expect((await readPolicy(world.people.fay)).proposals).toMatchObject([{ check: { state: "waiting" } }]);
    await checked(dies);
    expect((await readPolicy(world.people.fay)).proposals).toMatchObject([{ check: { state: "invalid" } }]);
  });

  it("approved by two at the same time are approved once", async () => {
    const { fay, hal } = world.people;
    const policyId = await proposed(rules(everybody("all")));
    await checked();
    const both = await Promise.allSettled(
      [fay, hal].map((actor) => approveVersion(actor, { policyId, insteadOf: null })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("rows that say what two people did not", () => {
  it.each([
    [
      "another text than was approved",
      `update policy_versions set files = '[{"name":"a.cedar","text":"// empty"}]'`,
    ],
    [
      "approved by whoever proposed it",
      `alter table policy_versions drop constraint policy_versions_two_people;
       update policy_versions set decided_by_id = proposed_by_id`,
    ],
    [
      "with problems",
      `alter table policy_versions drop constraint policy_versions_valid;
       update policy_versions set problems = '[{"file":"","policy":null,"line":1,"column":1,"message":"m","help":null}]'`,
    ],
  ])("permit nothing: %s", async (_title, forged) => {
    await approved(rules(everybody("all")));
    await world.owner(forged, { past: "policy_versions" });
    // Another process, which has read nothing yet.
    await world.owner("update policy_versions set id = id || 'x'", { past: "policy_versions" });
    await expect(asks(NODES.search)).rejects.toMatchObject({ code: "POLICY_UNREADABLE" });
  });

  it.each([
    [
      "web",
      "writes what a check found",
      "update policy_versions set checked_at = now(), problems = '[]', warnings = '[]'",
    ],
    ["web", "changes a text", "update policy_versions set files = '[]'"],
    ["web", "gives a number", "update policy_versions set number = 9"],
    [
      "web",
      "approves what nobody checked",
      "update policy_versions set state = 'active', decided_by_id = (select id from people where name like 'Fay%')",
    ],
    [
      "web",
      "proposes what is active already",
      `insert into policy_versions (id, files, sha256, reason, proposed_by_id, state) values ('pol_x', '[]', repeat('0', 64), 'r', (select id from people limit 1), 'active')`,
    ],
    ["jobs", "approves", "update policy_versions set state = 'active'"],
    [
      "jobs",
      "proposes",
      `insert into policy_versions (id, files, sha256, reason, proposed_by_id) values ('pol_x', '[]', repeat('0', 64), 'r', (select id from people limit 1))`,
    ],
    ["gateway", "changes anything", "update policy_versions set state = 'rejected'"],
  ] as const)("are refused by the database: %s %s", async (login, _what, statement) => {
    await proposed(rules(everybody("all")));
    await world.as(login);
    await expect(asLogin(statement)).rejects.toThrow(/permission denied|cannot go|does not begin/);
    await world.as("web");
  });

  it("are refused by the database: a check that is written a second time, and a version that goes", async () => {
    await proposed(rules(everybody("all").replace("@stepUp", "@x")));
    await checked();
    await world.as("jobs");
    await expect(asLogin("update policy_versions set problems = '[]'")).rejects.toThrow("cannot go");
    await world.as("web");
    await expect(world.owner("delete from policy_versions")).rejects.toThrow();
  });
});
