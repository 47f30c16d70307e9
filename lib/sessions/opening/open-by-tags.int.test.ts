import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endGrant } from "@/lib/grants/end-grant";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { addSeconds } from "@/lib/kernel/time";
import { saveInventory } from "@/lib/nodes/inventory/save-inventory";
import { grantRowOf } from "@/lib/requests/testing/store";
import { account, demoNodes, jobs, NODES } from "@/lib/requests/testing/world";
import { requestEnd } from "../ending/request-end";
import { resumeSession } from "../resuming/resume-session";
import { type AwsWorld, gateway, openAwsWorld } from "../testing/aws-world";
import { moveGrantEnd, rowOf } from "../testing/store";
import { createSession } from "./create-session";
import { openSession } from "./open-session";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld();
});
afterAll(() => world.close());

const size = { cols: 120, rows: 36 };
const asked = {
  justification: "Worker stuck, queue grows",
  windowSeconds: 600,
  windowStart: "first-use",
} as const;
const open = async (sessionId: Parameters<typeof openSession>[1]["sessionId"]) => {
  await world.as("gateway");
  return openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });
};

describe("the gateway", () => {
  it("opens under tags on a node that has them, for the window that the first use began", async () => {
    const { ana } = world.people;
    await world.as("web");
    const selector = { region: "eu-west-1", tags: { Service: "ledger-worker" } };
    const { grantId = "" } = await createRequest(ana, { ...asked, selector });
    const { sessionId } = await createSession(ana, { grantId, nodeId: NODES.ledger });
    const { firstUsedAt, endsAt } = await grantRowOf(grantId);
    const channel = await open(sessionId);
    expect(channel.windowEndsAt).toEqual(endsAt);
    const until = addSeconds(firstUsedAt ?? new Date(0), 600)
      .toISOString()
      .slice(0, 19);
    expect((await rowOf(sessionId)).policy).toContain(`"aws:CurrentTime":"${until}Z"`);

    // The row alone lengthens nothing: neither for a shell that comes back nor for another.
    await world.as("web");
    await moveGrantEnd(world, grantId, addSeconds(endsAt, 1));
    await world.as("gateway");
    const resuming = resumeSession(gateway, { sessionId, gatewayId: world.gatewayId, takeOver: false });
    await expect(resuming).rejects.toMatchObject({ code: "OBLIGATION_UNMET", params: { why: "window" } });
    await requestEnd(gateway, { sessionId, reason: "grant-ended" });
    await world.work("end-session");
    await world.as("web");
    const { sessionId: next } = await createSession(ana, { grantId, nodeId: NODES.ledger }).catch(
      (error: unknown) => ({ sessionId: error }),
    );
    expect(next).toMatchObject({ code: "OBLIGATION_UNMET", params: { why: "window" } });
    await endGrant(ana, { grantId });
  });

  it("goes by the tags that AWS answers, not by those that were read before", async () => {
    const { ana } = world.people;
    await world.as("jobs");
    const nodes = demoNodes().map((node) => ({ ...node, tags: { ...node.tags, Wave: "7" } }));
    await saveInventory(jobs, {
      account,
      nodes: nodes.filter(({ id }) => id === NODES.ledger),
      failure: null,
    });
    await world.as("web");
    const { grantId = "" } = await createRequest(ana, { ...asked, selector: { tags: { Wave: "7" } } });
    const { sessionId } = await createSession(ana, { grantId, nodeId: NODES.ledger });
    await expect(open(sessionId)).rejects.toMatchObject({ code: "SELECTOR_MISMATCH" });
    expect(await rowOf(sessionId)).toMatchObject({ state: "failed", assumeIntendedAt: null });
    expect(await world.active()).toEqual([]);
    await world.as("web");
    await endGrant(ana, { grantId });
  });
});
