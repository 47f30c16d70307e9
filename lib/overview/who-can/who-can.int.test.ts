import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkVersions } from "@/lib/policy/versions/check-versions";
import { approveVersion } from "@/lib/policy/versions/decide-version";
import { proposeVersion } from "@/lib/policy/versions/propose-version";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { whoCan } from "./who-can";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const MILD = '@stepUp("none") @watcher("none") @input("counted") @missingAgentLog("flag") @spool("never")';
const RULES = `@id("leads") @approvals("none") @window("PT15M") ${MILD}
permit (principal in Group::"sre-leads", action == Action::"request", resource in Protection::"production");
@id("pager") @approvals("1 of sre-leads") @window("PT30M") ${MILD}
permit (principal, action == Action::"request", resource in Protection::"production")
when { principal.onCall.contains(Group::"payments-oncall") };
@id("night") @reason("wake the leads instead") forbid (principal in Group::"payments-oncall", action, resource)
when { context.localTime >= duration("3h") && context.localTime < duration("4h") };`;

async function apply(text: string): Promise<void> {
  const files = [{ name: "access.cedar", text }];
  const { policyId } = await proposeVersion(world.people.dov, {
    files,
    reason: "Whoever is on call, and leads",
  });
  await world.as("jobs");
  const check = async () => ({ problems: [], warnings: [] });
  await checkVersions(jobs, check, () => false);
  await world.as("web");
  await approveVersion(world.people.fay, { policyId, insteadOf: null });
}

const asked = async (time?: string, nodeId: string = NODES.payments) => {
  const { answers, ...rest } = await whoCan(world.people.cleo, { nodeId, time });
  const said = answers.map(({ people, rules, ...answer }) => [
    ...[people.map(({ name }) => name), rules],
    answer.canRequest
      ? answer.sentences.slice(0, 2).map(({ code, params }) => `${code} ${Object.values(params).join(" ")}`)
      : (answer.params.reasons ?? answer.params.why),
  ]);
  return { said, ...rest };
};

describe("who can request access to a node", () => {
  it("is each engineer who is known, with the rule and what it takes", async () => {
    expect(await asked()).toMatchObject({
      ...{ version: "built-in-3", windowSeconds: 300, knownCount: 4, askedCount: 4 },
      said: [
        [
          ["Ana Duarte", "Ben Okafor", "Gus Moreau", "Hal Virtanen"],
          ["production-one-yes"],
          ["obligation.approvals 1 sre-leads,platform-leads", "obligation.window 3600"],
        ],
      ],
    });
    await world.owner("update people set disabled_at = clock_timestamp() where name = 'Gus Moreau'");
    expect(await asked()).toMatchObject({ knownCount: 3 });
    await world.owner("update people set disabled_at = null where name = 'Gus Moreau'");
  });

  it("depends on the time: on the clock that rules look at, and on who is on call then", async () => {
    await apply(RULES);
    const leads = [
      ["Ben Okafor", "Hal Virtanen"],
      ["leads"],
      ["obligation.nobody ", "obligation.window 900"],
    ];
    expect((await asked("12:00")).said).toEqual([leads, [["Ana Duarte", "Gus Moreau"], [], "noRule"]]);
    await world.owner(`insert into on_call_feeds (name, group_name, source, read_at)
      values ('pager', 'payments-oncall', 'pager.example', clock_timestamp())`);
    await world.owner(`insert into on_call_shifts (feed_name, who, starts_at, ends_at)
      values ('pager', 'Ana Duarte', clock_timestamp() - interval '1 hour', clock_timestamp() + interval '2 days')`);
    expect((await asked("12:00")).said).toEqual([
      leads,
      [["Ana Duarte"], ["pager"], ["obligation.approvals 1 sre-leads", "obligation.window 1800"]],
      [["Gus Moreau"], [], "noRule"],
    ]);
    const { said, at } = await asked("03:00");
    expect(at.toISOString()).toContain("T03:00:00");
    expect(at.getTime()).toBeGreaterThanOrEqual(Date.now() - 60_000);
    expect(said).toEqual([
      leads,
      [["Ana Duarte"], ["night"], ["wake the leads instead"]],
      [["Gus Moreau"], [], "noRule"],
    ]);
    expect((await asked("12:00", NODES.ledger)).said).toEqual([
      [["Ana Duarte", "Ben Okafor", "Gus Moreau", "Hal Virtanen"], [], "noRule"],
    ]);
  });

  it("says where not everybody was asked about", async () => {
    expect(await whoCan(world.people.ben, { nodeId: NODES.payments }, 2)).toMatchObject({
      knownCount: 4,
      askedCount: 2,
    });
  });

  it("is not told to whoever only requests, and not about what isn't there", async () => {
    const nodeId = NODES.payments;
    for (const name of ["ana", "gus", "eve"] as const)
      await expect(whoCan(world.people[name], { nodeId })).rejects.toMatchObject({ code: "ROLE_MISSING" });
    const { dov } = world.people;
    await expect(whoCan(dov, { nodeId: "i-00000000" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(whoCan(dov, { nodeId, time: "25:00" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
