import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorld, type World } from "../tools/world.mjs";
import { ask, NODES, openShell } from "./testing/loop";
import { Rows } from "./testing/rows";
import { Visitor } from "./testing/visitor";
import { until } from "./testing/waiting";
import { refusalIn } from "./testing/wire";

let world: World;
let rows: Rows;
let ana: Visitor;
let dov: Visitor;
let fay: Visitor;

beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  [ana, dov, fay] = await Promise.all([
    Visitor.signIn(world, "ana"),
    Visitor.signIn(world, "dov"),
    Visitor.signIn(world, "fay"),
  ]);
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const REASON = "Agreed in the weekly meeting of both teams";
const MILD =
  '@window("PT1H") @stepUp("none") @watcher("none") @input("counted") @missingAgentLog("flag") @spool("never")';
const OPEN = `@id("staging-alone") @approvals("none") ${MILD}
permit (principal in Group::"engineers", action == Action::"request", resource in Protection::"staging")
when { resource.hasTag("Team") && resource.getTag("Team") == "ledger" };`;
const FREEZE = `@id("freeze") @zone("Asia/Taipei") @reason("change freeze") forbid (principal, action, resource)
when { context.localTime >= duration("0h") };`;

interface Checked {
  problems: { file: string; line: number; message: string }[];
}

/** Proposed by Dov, and checked by the jobs process. */
async function proposed(text: string): Promise<Checked & { policyId: string }> {
  const input = { files: [{ name: "access.cedar", text }], reason: REASON };
  const { policyId } = await dov.post<{ policyId: string }>("/api/policy/propose", input);
  const { problems } = await until("the rules are checked", 30_000, async () => {
    const row = await rows.one<{ problems: Checked["problems"] | null }>(
      `select problems from policy_versions where id = '${policyId}'`,
    );
    return row.problems !== null && { problems: row.problems };
  });
  return { policyId, problems };
}

describe("rules that two administrators agreed on", () => {
  it("decide in every process: who may ask, what it takes, and whether a shell still opens", async () => {
    const { policyId, problems } = await proposed(OPEN);
    expect(problems).toEqual([]);
    const approval = { policyId, insteadOf: null };
    expect(refusalIn(await dov.write("/api/policy/approve", approval))).toEqual([
      403,
      "POLICY_SELF_APPROVED",
    ]);
    expect(await fay.post("/api/policy/approve", approval)).toEqual({ version: "policy-1" });

    const { terminal, sessionId, grantId } = await openShell(ana);
    const { rule_version } = await rows.one<{ rule_version: string }>(
      `select rule_version from grants where id = '${grantId}'`,
    );
    expect(rule_version).toBe("policy-1");
    await expect(ask(ana, NODES.payments)).rejects.toThrow("noRule");
    terminal.close();
    await ana.post("/api/sessions/end", { sessionId });
    await until("the session is over", 20_000, async () => {
      const { state } = await rows.one<{ state: string }>(
        `select state from sessions where id = '${sessionId}'`,
      );
      return state === "ended";
    });

    const frozen = await proposed(`${OPEN}\n${FREEZE}`);
    await fay.post("/api/policy/approve", { policyId: frozen.policyId, insteadOf: 1 });
    const again = await ana.post<{ sessionId: string }>("/api/sessions/create", {
      grantId,
      nodeId: NODES.ledger,
    });
    await ana.open(again.sessionId).ends();
    const failed = await rows.all(
      `select data->>'reason' as reason from audit_events
       where session_id = '${again.sessionId}' and code = 'session.failed'`,
    );
    expect(failed).toEqual([{ reason: "NOT_PERMITTED_BY_RULE" }]);
  });

  it("are rehearsed by jobs against what was asked, in a thread of its own", async () => {
    const { id } = await rows.one<{ id: string }>("select id from requests order by created_at limit 1");
    const { policyId } = await proposed(OPEN.replace('"none"', '"2 of sre-leads"'));
    const found = await until("the rules are rehearsed", 30_000, async () => {
      const [row] = await rows.all<{ extent: string; differences: { id: string; kinds: string[] }[] }>(
        `select extent, differences from policy_rehearsals where policy_id = '${policyId}'`,
      );
      return row ?? false;
    });
    expect(found.extent).toBe("all");
    expect(found.differences).toContainEqual(
      expect.objectContaining({ id, kinds: ["more-approvals"], isOfToday: false }),
    );
  });

  it("are checked in a thread, whatever is sent", async () => {
    const bomb = `@id("bomb") @reason("r") forbid (principal, action, resource) when { ${"(".repeat(5_000)}true`;
    const { problems } = await proposed(`${OPEN.replace("@approvals", "@aprovals")}\n${bomb}`);
    expect(problems).toMatchObject([{ file: "access.cedar", line: 4, message: "nested more than 40 deep" }]);
    const { problems: named } = await proposed(OPEN.replace("@approvals", "@aprovals"));
    expect(named).toMatchObject([{ line: 1, message: "there is no annotation @aprovals" }]);
    const large = { files: [{ name: "access.cedar", text: "x".repeat(262_145) }], reason: REASON };
    expect(refusalIn(await dov.write("/api/policy/propose", large))).toEqual([400, "INVALID_INPUT"]);
    const huge = { files: [{ name: "access.cedar", text: "x".repeat(1_100_000) }], reason: REASON };
    expect(refusalIn(await dov.write("/api/policy/propose", huge))).toEqual([413, "TOO_LARGE"]);
  });
});
