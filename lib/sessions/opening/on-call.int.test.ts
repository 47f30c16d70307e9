import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endGrant } from "@/lib/grants/end-grant";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { offerRequest } from "@/lib/grants/requesting/offer-request";
import { checkVersions } from "@/lib/policy/versions/check-versions";
import { approveVersion } from "@/lib/policy/versions/decide-version";
import { proposeVersion } from "@/lib/policy/versions/propose-version";
import { jobs, NODES } from "@/lib/requests/testing/world";
import { type AwsWorld, gateway, openAwsWorld } from "../testing/aws-world";
import { createSession } from "./create-session";
import { openSession } from "./open-session";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld();
});
afterAll(() => world.close());

const RULES = `@id("on-call") @approvals("none") @window("PT1H") @stepUp("none") @watcher("none") @input("counted")
@missingAgentLog("flag") @spool("never")
permit (principal in Group::"payments-oncall", action == Action::"request", resource in Protection::"staging")
when { principal.onCall.contains(Group::"payments-oncall") };`;
const asked = { nodeIds: [NODES.ledger], justification: "Worker stuck, queue grows", windowSeconds: 600 };

async function apply(text: string): Promise<void> {
  const { dov, fay } = world.people;
  const files = [{ name: "access.cedar", text }];
  const { policyId } = await proposeVersion(dov, { files, reason: "Staging is for whoever is on call" });
  await world.as("jobs");
  await checkVersions(
    jobs,
    async () => ({ problems: [], warnings: [] }),
    () => false,
  );
  await world.as("web");
  await approveVersion(fay, { policyId, insteadOf: null });
}

/** A feed says that Ana, or whoever has that name, is on call for a group. */
async function onCall(group: string, who: string): Promise<void> {
  await world.owner("delete from on_call_shifts");
  await world.owner("delete from on_call_feeds");
  await world.owner(`insert into on_call_feeds (name, group_name, source, read_at)
    values ('pager', '${group}', 'pager.example', clock_timestamp())`);
  await world.owner(`insert into on_call_shifts (feed_name, who, starts_at, ends_at)
    values ('pager', '${who}', clock_timestamp() - interval '1 hour', clock_timestamp() + interval '1 hour')`);
}

describe("whoever must be on call", () => {
  it("may ask while a feed says so, and opens nothing after the hand-over", async () => {
    const { ana } = world.people;
    await world.as("web");
    await apply(RULES);
    const refused = { code: "NOT_PERMITTED_BY_RULE" };
    await expect(createRequest(ana, asked)).rejects.toMatchObject(refused);
    // For a group that the rule doesn't mean.
    await onCall("engineers", "Ana Duarte");
    await expect(createRequest(ana, asked)).rejects.toMatchObject(refused);
    await onCall("payments-oncall", "Gus Moreau");
    await expect(createRequest(ana, asked)).rejects.toMatchObject(refused);

    await onCall("payments-oncall", "Ana Duarte");
    expect((await offerRequest(ana, { nodeIds: asked.nodeIds })).ask).toEqual({ allowed: true });
    const { grantId = "" } = await createRequest(ana, asked);
    const shell = async () => {
      await world.as("web");
      const { sessionId } = await createSession(ana, { grantId, nodeId: NODES.ledger });
      await world.as("gateway");
      return openSession(gateway, { sessionId, gatewayId: world.gatewayId, cols: 120, rows: 36 });
    };
    await onCall("payments-oncall", "Gus Moreau");
    await expect(shell()).rejects.toMatchObject(refused);
    await onCall("payments-oncall", "Ana Duarte");
    await shell();
    expect(await world.active()).toHaveLength(1);
    await world.as("web");
    await endGrant(ana, { grantId });
    await world.work("end-session");
  });
});
