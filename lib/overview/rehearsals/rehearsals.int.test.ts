import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { config } from "@/lib/kernel/config/config";
import { compilePolicy } from "@/lib/policy/compile/compile";
import { ruleSettings } from "@/lib/policy/evaluate";
import { rehearse } from "@/lib/policy/rehearsal/rehearse";
import { checkVersions } from "@/lib/policy/versions/check-versions";
import { rejectVersion } from "@/lib/policy/versions/decide-version";
import { proposeVersion } from "@/lib/policy/versions/propose-version";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { withdrawRequest } from "@/lib/requests/withdraw-request";
import { readRehearsals } from "./read-rehearsals";
import { REHEARSAL_LIMITS, rehearseProposals } from "./rehearse-proposals";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
const PAST = "policy_rehearsals";
beforeEach(async () => {
  await world.owner("delete from policy_rehearsals", { past: PAST });
  await world.owner("delete from policy_versions", { past: "policy_versions" });
});

const MILD =
  '@window("PT1H") @stepUp("none") @watcher("none") @input("counted") @missingAgentLog("flag") @spool("never")';
const rule = (id: string, approvals: string, head: string, when = "") =>
  `@id("${id}") @approvals("${approvals}") ${MILD} permit (${head}) ${when};`;
const ENGINEER = 'principal in Role::"engineer", action == Action::"request"';

async function proposed(...texts: string[]): Promise<string> {
  const files = [{ name: "access.cedar", text: texts.join("\n") }];
  const reason = "What we agreed on in the weekly meeting";
  const { policyId } = await proposeVersion(world.people.dov, { files, reason });
  await world.as("jobs");
  await checkVersions(
    jobs,
    async (given) => {
      const compiled = compilePolicy("proposed", given);
      return { problems: compiled.ok ? [] : compiled.problems, warnings: compiled.warnings };
    },
    () => false,
  );
  await world.as("web");
  return policyId;
}

/** As the jobs process does it; asked here instead of in its thread. */
async function rehearsed(limits = {}, ask: typeof rehearse = rehearse, isStopping = () => false) {
  await world.as("jobs");
  const settings = ruleSettings(config());
  await rehearseProposals(jobs, async (step) => ask(step), settings, isStopping, {
    ...REHEARSAL_LIMITS,
    ...limits,
  });
  await world.as("web");
}

const viewOf = async (policyId: string) => (await readRehearsals(world.people.dov, [policyId])).get(policyId);

async function asked(nodeId: string, windowSeconds = 600): Promise<string> {
  const { ana } = world.people;
  const { requestId } = await createRequest(ana, {
    ...{ nodeIds: [nodeId], justification: "Disk full since 03:10, writes failing", windowSeconds },
  });
  return requestId;
}

describe("proposed rules are rehearsed", () => {
  it("with nothing to compare with, which is said as such", async () => {
    const policyId = await proposed(rule("all", "none", `${ENGINEER}, resource`));
    expect(await viewOf(policyId)).toBeUndefined();
    await rehearsed();
    expect(await viewOf(policyId)).toMatchObject({
      ...{ extent: "all", requestCount: 0, rehearsedCount: 0, differences: [] },
    });
  });

  it("against what was asked, with the facts of then; what lets more happen stands first", async () => {
    const production = await asked(NODES.payments);
    const long = await asked(NODES.search, 1800);
    const other = await asked(NODES.edge);
    await withdrawRequest(world.people.ana, { requestId: other });
    // Who asks the same today is in no group, and the node has other tags.
    await world.owner(`update people set groups = '{}', roles = '{}' where id = '${world.people.ana.id}'`);
    await world.owner(`update nodes set tags = '{}'`);
    const policyId = await proposed(
      rule(
        "team",
        "none",
        `principal in Group::"payments-oncall", action == Action::"request", resource`,
        'when { resource.hasTag("Team") && resource.getTag("Team") == "payments" }',
      ),
      rule(
        "short",
        "2 of sre-leads",
        `${ENGINEER}, resource`,
        `when { resource.hasTag("Team") && resource.getTag("Team") == "search" }`,
      ).replace("PT1H", "PT15M"),
      `@id("edge") @reason("edge is closed") forbid (principal, action, resource) when { resource.hasTag("Tier") && resource.getTag("Tier") == "0" };`,
    );
    await rehearsed();
    const view = await viewOf(policyId);
    expect(view).toMatchObject({ extent: "all", requestCount: 3, rehearsedCount: 3, todayCount: 0 });
    expect(
      view?.differences.map(({ kind, isLoosening, count, rows }) => [
        ...[kind, isLoosening, count],
        rows.map(({ requestId, isOfToday }) => [requestId, isOfToday]),
      ]),
    ).toEqual([
      ["no-approval", true, 1, [[production, false]]],
      ["refused", false, 1, [[other, false]]],
      ["shorter-window", false, 1, [[long, false]]],
    ]);
    const [open, closed, short] = view?.differences.flatMap(({ rows }) => rows) ?? [];
    expect(open).toMatchObject({
      ...{ requesterName: "Ana Duarte", nodeNames: ["payments-api-2"], refusal: null },
      before: [{ code: "obligation.approvals" }],
      after: [{ code: "obligation.nobody" }],
    });
    expect(closed?.refusal).toMatchObject({
      ...{ code: "NOT_PERMITTED_BY_RULE", params: { rules: ["edge"], reasons: ["edge is closed"] } },
    });
    expect(short?.refusal).toEqual({ code: "WINDOW_TOO_LONG", params: { longestSeconds: 900 } });
    const events = (await eventsOf({ actorId: "jobs" })).filter(({ code }) => code === "policy.rehearsed");
    expect(events.at(-1)).toMatchObject({
      outcome: "done",
      data: { policyId, requests: 3, rehearsed: 3, differences: 3 },
    });

    // A request of before facts were kept: with today's, and said so.
    await world.owner(`delete from request_facts where request_id = '${production}'`, {
      past: "request_facts",
    });
    const again = await proposed(rule("none-of-it", "none", `${ENGINEER}, resource == Node::"i-0"`));
    await rehearsed();
    const second = await viewOf(again);
    expect(second).toMatchObject({ todayCount: 1, differences: [{ kind: "refused", count: 3 }] });
    const rows = second?.differences[0]?.rows ?? [];
    expect(rows.map(({ requestId, isOfToday }) => [requestId, isOfToday]).sort()).toEqual(
      [
        [production, true],
        [long, false],
        [other, false],
      ].sort(),
    );
    expect(rows.find(({ isOfToday }) => isOfToday)?.refusal?.code).toBe("ROLE_MISSING");
  });

  it("the newest first, and it is said where not all were", async () => {
    const all = rule("all", "none", `${ENGINEER}, resource`);
    const most = await proposed(all);
    await rehearsed({ requests: 2 });
    expect(await viewOf(most)).toMatchObject({ extent: "most", requestCount: 3, rehearsedCount: 2 });

    const late = await proposed(`${all}\n// again`);
    await rehearsed({ milliseconds: -1 });
    expect(await viewOf(late)).toMatchObject({ extent: "time", rehearsedCount: 0, differences: [] });

    const heavy = await proposed(`${all}\n// and again`);
    const pieces: number[] = [];
    await rehearsed({ nodesAtOnce: 1 }, (step) => {
      pieces.push(step.requests.length);
      if (pieces.length === 3) throw new Error("a step of rehearsal-worker.mjs took longer than 10000 ms");
      return rehearse(step);
    });
    expect(pieces).toEqual([1, 1, 1]);
    expect(await viewOf(heavy)).toMatchObject({ extent: "failed", requestCount: 3, rehearsedCount: 2 });
  });

  it("once each; not when invalid, decided meanwhile, or when the process ends", async () => {
    let steps = 0;
    const counting: typeof rehearse = (step) => {
      steps += 1;
      return rehearse(step);
    };
    await proposed(rule("wrong", "nobody at all", `${ENGINEER}, resource`));
    const decided = await proposed(rule("all", "none", `${ENGINEER}, resource`));
    await rejectVersion(world.people.dov, { policyId: decided, reason: "There was a mistake in it" });
    await rehearsed({}, counting);
    expect(steps).toBe(0);
    const policyId = await proposed(rule("again", "none", `${ENGINEER}, resource`));
    await rehearsed({}, counting, () => true);
    expect([steps, await viewOf(policyId)]).toEqual([0, undefined]);
    await rehearsed({}, counting);
    await rehearsed({}, counting);
    expect(steps).toBe(1);
    expect(await viewOf(policyId)).toBeDefined();
  });

  it("each by itself: one whose result can't be kept holds up none after it, and is not passed over in silence", async () => {
    const first = await proposed(rule("first", "none", `${ENGINEER}, resource`));
    const second = await proposed(rule("second", "none", `${ENGINEER}, resource`));
    const unkeepable: typeof rehearse = (step) =>
      rehearse(step).map((difference) => ({
        ...difference,
        // A column of PostgreSQL holds no NUL.
        refusal: step.files[0]?.text.includes("first") ? { code: "NOT_FOUND", params: { kind: "\0" } } : null,
      }));
    await expect(rehearsed({}, unkeepable)).rejects.toThrow();
    await world.as("web");
    expect(await viewOf(first)).toBeUndefined();
    expect(await viewOf(second)).toMatchObject({ extent: "all" });
  });

  it("for administrators alone to read", async () => {
    for (const name of ["ana", "ben", "cleo", "eve"] as const)
      await expect(readRehearsals(world.people[name], [])).rejects.toMatchObject({ code: "ROLE_MISSING" });
  });
});
