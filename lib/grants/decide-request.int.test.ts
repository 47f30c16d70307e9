import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reading } from "@/lib/db/client";
import { listInbox } from "@/lib/inbox/list-inbox";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { lapseRequests } from "@/lib/requests/lapse-requests";
import { readRequest } from "@/lib/requests/reading/read-request";
import { ageNode, eventsOf, queuedJobs } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { withdrawRequest } from "@/lib/requests/withdraw-request";
import { endGrant } from "./end-grant";
import { createRequest } from "./requesting/create-request";
import { decideAsShown } from "./testing/decide";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const asked = {
  nodeIds: [NODES.payments],
  justification: "Disk full since 03:10, writes failing",
  incident: "INC-2231",
  windowSeconds: 1800,
};
const waitingFor = async (person: PersonActor) =>
  (await listInbox(reading(), person)).rows.map(({ subjectId }) => subjectId);
const codesOf = async (requestId: string) =>
  (await eventsOf({ requestId })).map(({ code, outcome }) => `${code} ${outcome}`);

describe("a request for production", () => {
  it("waits for the approver groups, and a yes issues the grant for that window from now on", async () => {
    const { ana, ben, fay, cleo } = world.people;
    const { requestId, grantId: none } = await createRequest(ana, asked);
    expect(none).toBeUndefined();
    expect(await waitingFor(ben)).toContain(requestId);
    expect(await waitingFor(fay)).toContain(requestId);
    expect(await waitingFor(ana)).not.toContain(requestId);
    expect(await waitingFor(cleo)).not.toContain(requestId);

    const decided = await decideAsShown(ben, {
      requestId,
      version: 1,
      verdict: "approve",
      windowSeconds: 900,
    });
    expect(decided.state).toBe("approved");
    const request = await readRequest(ana, requestId);
    expect(request).toMatchObject({ state: "approved", version: 2, grantId: decided.grantId });
    const { grant } = request;
    expect(grant?.isRunning).toBe(true);
    expect((grant?.endsAt.getTime() ?? 0) - (grant?.startsAt.getTime() ?? 0)).toBe(900_000);
    expect(await waitingFor(fay)).not.toContain(requestId);
    expect(await codesOf(requestId)).toEqual([
      "request.created done",
      "request.approved done",
      "grant.issued done",
    ]);
    await endGrant(ana, { grantId: decided.grantId ?? "" });
  });

  it("tells one of two approvers who decide at once that the other was faster", async () => {
    const { ana, ben, fay } = world.people;
    for (let round = 0; round < 5; round += 1) {
      const { requestId } = await createRequest(ana, { ...asked, nodeIds: [NODES.search] });
      const both = await Promise.allSettled([
        decideAsShown(ben, { requestId, version: 1, verdict: "approve" }),
        decideAsShown(fay, {
          requestId,
          version: 1,
          verdict: round % 2 ? "approve" : "deny",
          comment: "no need",
        }),
      ]);
      const lost = both.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
      expect(lost).toEqual([expect.objectContaining({ code: "ALREADY_DECIDED" })]);
      const request = await readRequest(ana, requestId);
      expect(request.decisions).toHaveLength(1);
      expect(request.grant === null).toBe(request.state === "denied");
      const refused = (await codesOf(requestId)).filter((event) => event.endsWith("refused"));
      expect(refused).toHaveLength(1);
      if (request.grant) await endGrant(ana, { grantId: request.grant.id });
    }
  });

  it.each([
    ["ana", "SELF_APPROVAL"],
    ["gus", "ROLE_MISSING"],
    ["cleo", "ROLE_MISSING"],
    ["dov", "ROLE_MISSING"],
    ["eve", "ROLE_MISSING"],
  ] as const)("is not decided by %s, and the refusal is on record", async (name, code) => {
    const { requestId } = await createRequest(world.people.ana, asked);
    await expect(
      decideAsShown(world.people[name], { requestId, version: 1, verdict: "approve" }),
    ).rejects.toMatchObject({ code });
    expect(await eventsOf({ requestId })).toContainEqual({
      code: "request.approved",
      outcome: "refused",
      actorId: world.people[name].id,
      data: expect.objectContaining({ error: code }),
    });
    expect((await readRequest(world.people.ben, requestId)).state).toBe("waiting");
  });

  it("is never approved by who asked, administrator and approver or not", async () => {
    const { hal } = world.people;
    const { requestId } = await createRequest(hal, asked);
    expect(await waitingFor(hal)).not.toContain(requestId);
    for (const verdict of ["approve", "deny"] as const)
      await expect(decideAsShown(hal, { requestId, version: 1, verdict })).rejects.toMatchObject({
        code: "SELF_APPROVAL",
      });
    expect(await codesOf(requestId)).toContain("request.approved refused");
    expect(await codesOf(requestId)).toContain("request.denied refused");
  });

  it("is decided only in the version that was on the screen, and only for less", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await createRequest(ana, asked);
    const yes = { requestId, version: 1, verdict: "approve" } as const;
    await expect(decideAsShown(ben, { ...yes, version: 2 })).rejects.toMatchObject({
      code: "REQUEST_CHANGED",
    });
    await expect(decideAsShown(ben, { ...yes, windowSeconds: 1801 })).rejects.toMatchObject({
      code: "WINDOW_TOO_LONG",
    });
    await expect(decideAsShown(ben, { ...yes, windowSeconds: 299 })).rejects.toMatchObject({
      code: "WINDOW_TOO_SHORT",
    });
    expect((await decideAsShown(ben, { ...yes, verdict: "deny", comment: "use the runbook" })).state).toBe(
      "denied",
    );
    await expect(decideAsShown(world.people.fay, yes)).rejects.toMatchObject({
      code: "ALREADY_DECIDED",
      params: { state: "denied", by: "Ben Okafor" },
    });
  });

  it("is not decided on old tags: a fresh reading is queued and the refusal kept", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await createRequest(ana, { ...asked, nodeIds: [NODES.edge] });
    await world.as("jobs");
    await ageNode(NODES.edge, config().NODE_MAX_AGE_SECONDS + 1);
    await world.as("web");
    await expect(decideAsShown(ben, { requestId, version: 1, verdict: "approve" })).rejects.toMatchObject({
      code: "STALE_NODE",
    });
    expect(await queuedJobs()).toContain("read-inventory");
    expect(
      (await decideAsShown(ben, { requestId, version: 1, verdict: "deny", comment: "old tags" })).state,
    ).toBe("denied");
  });

  it("is taken back by who asked and nobody else, and then is over", async () => {
    const { ana, ben, dov } = world.people;
    const { requestId } = await createRequest(ana, asked);
    for (const person of [ben, dov])
      await expect(withdrawRequest(person, { requestId })).rejects.toMatchObject({
        code: "NOT_THE_REQUESTER",
      });
    await withdrawRequest(ana, { requestId });
    expect(await waitingFor(ben)).not.toContain(requestId);
    await expect(decideAsShown(ben, { requestId, version: 1, verdict: "approve" })).rejects.toMatchObject({
      code: "REQUEST_OVER",
    });
    await expect(withdrawRequest(ana, { requestId })).rejects.toMatchObject({ code: "REQUEST_OVER" });
  });

  it("lapses when nobody decides in time", async () => {
    const { ana, ben } = world.people;
    const usual = config().REQUEST_LAPSE_SECONDS;
    config().REQUEST_LAPSE_SECONDS = 1;
    const { requestId } = await createRequest(ana, asked);
    config().REQUEST_LAPSE_SECONDS = usual;
    await world.as("jobs");
    await expect.poll(() => lapseRequests(jobs), { timeout: 5_000 }).toEqual({ lapsed: 1 });
    await world.as("web");
    expect((await readRequest(ana, requestId)).state).toBe("lapsed");
    expect(await waitingFor(ben)).not.toContain(requestId);
    expect((await eventsOf({ requestId })).at(-1)).toMatchObject({ code: "request.lapsed", actorId: "jobs" });
    await expect(decideAsShown(ben, { requestId, version: 2, verdict: "approve" })).rejects.toMatchObject({
      code: "REQUEST_OVER",
    });
  });

  it("is unknown to whoever sees only their own", async () => {
    const { requestId } = await createRequest(world.people.ana, asked);
    await expect(readRequest(world.people.gus, requestId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readRequest(world.people.eve, requestId)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    const detail = await readRequest(world.people.ben, requestId);
    expect(detail.deciders[0]?.people.map(({ name }) => name)).toEqual([
      "Ben Okafor",
      "Fay Tanaka",
      "Hal Virtanen",
    ]);
    expect(detail.actions.approve).toEqual({ allowed: true });
    expect((await readRequest(world.people.ana, requestId)).actions).toMatchObject({
      approve: { allowed: false, code: "SELF_APPROVAL" },
      withdraw: { allowed: true },
    });
  });
});
