import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endGrant } from "@/lib/grants/end-grant";
import { readGrant } from "@/lib/grants/read-grant";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { addSeconds } from "@/lib/kernel/time";
import { readRequest } from "@/lib/requests/reading/read-request";
import { eventsOf, grantRowOf } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { endDueGrants } from "../end-due-grants";
import { breakGlass } from "../glass/break-glass";
import { tellEndingAccess } from "../telling/tell-ending-access";
import { createRequest } from "./create-request";
import { extendGrant } from "./extend-grant";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const WHY = "The import still runs, it needs more time";
const asked = { justification: "Disk full since 03:10, writes failing", windowSeconds: 900 };
const again = { justification: WHY, windowSeconds: 600 };

/** Ana's running access to a production node, which Ben approved. */
async function approved(nodeId: string): Promise<{ requestId: string; grantId: string }> {
  const { requestId } = await createRequest(world.people.ana, { ...asked, nodeIds: [nodeId] });
  const { grantId = "" } = await decideAsShown(world.people.ben, {
    requestId,
    version: 1,
    verdict: "approve",
  });
  return { requestId, grantId };
}

describe("an extension", () => {
  it("is decided like any request, shows what it extends, and follows it without a gap", async () => {
    const { ana, ben } = world.people;
    const first = await approved(NODES.payments);
    const { endsAt } = await grantRowOf(first.grantId);
    const { requestId, grantId } = await extendGrant(ana, { grantId: first.grantId, ...again });
    expect(grantId).toBeUndefined();
    expect(await readRequest(ben, requestId)).toMatchObject({
      extension: { requestId: first.requestId, until: endsAt },
      nodes: [{ id: NODES.payments }],
      actions: { approve: { allowed: true } },
    });
    const own = decideAsShown(ana, { requestId, version: 1, verdict: "approve" });
    await expect(own).rejects.toMatchObject({ code: "SELF_APPROVAL" });
    const twice = extendGrant(ana, { grantId: first.grantId, ...again });
    await expect(twice).rejects.toMatchObject({ code: "ALREADY_EXTENDED", params: { requestId } });

    const { grantId: next = "" } = await decideAsShown(ben, { requestId, version: 1, verdict: "approve" });
    expect(await grantRowOf(next)).toMatchObject({ startsAt: endsAt, endsAt: addSeconds(endsAt, 600) });
    expect(await readGrant(ana, next)).toMatchObject({ isRunning: false, opensAt: endsAt });
    const [created] = await eventsOf({ requestId });
    expect(created).toMatchObject({ code: "request.created", data: { extends: first.grantId } });
    // Whoever gives it back has none that begins later.
    await endGrant(ana, { grantId: first.grantId });
    expect(await grantRowOf(next)).toMatchObject({ endReason: "ended-by-person" });
  });

  it("is given at once where the rules ask for nobody, again and again, and nobody is told that it ends", async () => {
    const { ana } = world.people;
    const nodeIds = [NODES.ledger];
    const { grantId: first = "" } = await createRequest(ana, { ...asked, nodeIds });
    const { grantId: second = "" } = await extendGrant(ana, { grantId: first, ...again });
    const rows = await Promise.all([first, second].map(grantRowOf));
    expect(rows[1]?.startsAt).toEqual(rows[0]?.endsAt);
    const early = extendGrant(ana, { grantId: second, ...again });
    await expect(early).rejects.toMatchObject({ code: "GRANT_NOT_STARTED" });
    const other = createRequest(ana, { ...asked, nodeIds });
    await expect(other).rejects.toMatchObject({ code: "GRANT_RUNNING" });

    await world.owner(
      `update grants set starts_at = clock_timestamp() - interval '14 minutes', ends_at = clock_timestamp() + interval '1 minute'
       where id = '${first}'`,
      { past: "grants" },
    );
    await world.as("jobs");
    expect(await tellEndingAccess()).toEqual({ told: 0 });
    await world.as("web");
    await endGrant(ana, { grantId: first });
  });

  it("is not approved once what it extends was ended early; when that ran out, it begins with its approval", async () => {
    const { ana, ben } = world.people;
    const ended = await approved(NODES.search);
    const { requestId } = await extendGrant(ana, { grantId: ended.grantId, ...again });
    await endGrant(ben, { grantId: ended.grantId, reason: "The incident is over" });
    const late = decideAsShown(ben, { requestId, version: 1, verdict: "approve" });
    await expect(late).rejects.toMatchObject({ code: "NOTHING_TO_EXTEND" });
    expect((await readRequest(ben, requestId)).actions).toMatchObject({
      approve: { allowed: false, code: "NOTHING_TO_EXTEND" },
      deny: { allowed: true },
    });

    const over = await approved(NODES.edge);
    const extension = await extendGrant(ana, { grantId: over.grantId, ...again });
    await world.owner(
      `update request_extensions set until = clock_timestamp() - interval '1 minute' where request_id = '${extension.requestId}'`,
      { past: "request_extensions" },
    );
    const { grantId = "" } = await decideAsShown(ben, {
      requestId: extension.requestId,
      version: 1,
      verdict: "approve",
    });
    const { startsAt, endsAt } = await grantRowOf(grantId);
    expect(startsAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(endsAt).toEqual(addSeconds(startsAt, 600));
    await endGrant(ana, { grantId: over.grantId });
  });

  it("is withdrawn with the access that its person hands back", async () => {
    const { ana, ben } = world.people;
    const first = await approved(NODES.search);
    const { requestId } = await extendGrant(ana, { grantId: first.grantId, ...again });
    await endGrant(ana, { grantId: first.grantId });
    expect((await readRequest(ben, requestId)).state).toBe("withdrawn");
    expect((await eventsOf({ requestId })).map(({ code }) => code)).toContain("request.withdrawn");
  });

  it("is requested once where two tabs ask at the same time", async () => {
    const { ana } = world.people;
    const first = await approved(NODES.payments);
    const tabs = await Promise.allSettled(
      [1, 2].map(() => extendGrant(ana, { grantId: first.grantId, ...again })),
    );
    expect(tabs.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(tabs.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "ALREADY_EXTENDED" },
    });
    await endGrant(ana, { grantId: first.grantId });
  });

  it("never outlives what it extends, when that is ended while it is being approved", async () => {
    const { ana, ben, fay } = world.people;
    for (let round = 0; round < 5; round += 1) {
      const first = await approved(NODES.payments);
      const { requestId } = await extendGrant(ana, { grantId: first.grantId, ...again });
      const [, approval] = await Promise.allSettled([
        endGrant(fay, { grantId: first.grantId, reason: "The incident is over" }),
        decideAsShown(ben, { requestId, version: 1, verdict: "approve" }),
      ]);
      if (approval.status === "rejected")
        expect(approval.reason).toMatchObject({ code: "NOTHING_TO_EXTEND" });
      else expect((await grantRowOf(approval.value.grantId ?? "")).endReason).toBe("ended-by-approver");
    }
  });

  it("is over with its person's account, and so is the access", async () => {
    const { ana } = world.people;
    const { grantId: first = "" } = await createRequest(ana, { ...asked, nodeIds: [NODES.ledger] });
    const { grantId: second = "" } = await extendGrant(ana, { grantId: first, ...again });
    await world.owner(`update people set disabled_at = now() where id = '${ana.id}'`);
    await world.as("jobs");
    await endDueGrants(jobs);
    await world.owner(`update people set disabled_at = null where id = '${ana.id}'`);
    await world.as("web");
    const rows = await Promise.all([first, second].map(grantRowOf));
    expect(rows.map(({ endReason }) => endReason)).toEqual(["person-disabled", "person-disabled"]);
    await expect(extendGrant(ana, { grantId: first, ...again })).rejects.toMatchObject({
      code: "GRANT_OVER",
    });
  });

  it("is never one of a broken glass", async () => {
    const { ana } = world.people;
    const { grantId = "" } = await breakGlass(ana, {
      ...{ nodeId: NODES.payments, confirmation: "payments-api-2" },
      ...asked,
    });
    await expect(extendGrant(ana, { grantId, ...again })).rejects.toMatchObject({
      code: "GLASS_NOT_EXTENDED",
    });
    expect((await readGrant(ana, grantId)).extend).toMatchObject({ code: "GLASS_NOT_EXTENDED" });
    await endGrant(ana, { grantId });
  });

  it("is refused to everybody but its person, after the end, and of what was never used", async () => {
    const { ana, gus, eve } = world.people;
    const { grantId = "" } = await createRequest(ana, { ...asked, nodeIds: [NODES.ledger] });
    const refused = async (actor: typeof ana, id: string, code: string) =>
      expect(extendGrant(actor, { grantId: id, ...again })).rejects.toMatchObject({ code });
    await refused(gus, grantId, "NOT_THE_GRANTEE");
    await refused(eve, grantId, "ROLE_MISSING");
    await refused(ana, "grt_00000000000000000000000000", "NOT_FOUND");
    await expect(extendGrant(ana, { grantId, ...again, windowSeconds: 7200 })).rejects.toMatchObject({
      code: "WINDOW_TOO_LONG",
    });
    await expect(extendGrant(ana, { grantId, ...again, justification: "more" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await endGrant(ana, { grantId });
    await refused(ana, grantId, "GRANT_OVER");
    const unused = await createRequest(ana, { ...asked, nodeIds: [NODES.ledger], windowStart: "first-use" });
    await refused(ana, unused.grantId ?? "", "GRANT_UNUSED");
    await endGrant(ana, { grantId: unused.grantId ?? "" });
  });
});
