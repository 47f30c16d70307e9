import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { handleOf, reading } from "@/lib/db/client";
import { endGrant } from "@/lib/grants/end-grant";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { delegateApprovals } from "@/lib/inbox/delegating/delegate-approvals";
import { withdrawDelegation } from "@/lib/inbox/delegating/withdraw-delegation";
import type { PersonActor } from "@/lib/kernel/actor";
import { addSeconds } from "@/lib/kernel/time";
import { findStandIns } from "@/lib/people/delegations/store";
import { readRequest } from "@/lib/requests/reading/read-request";
import { askEachOf, eventsOf } from "@/lib/requests/testing/store";
import { NODES } from "@/lib/requests/testing/world";
import { requestEnd } from "../ending/request-end";
import { type AwsWorld, gateway, openAwsWorld } from "../testing/aws-world";
import { createSession } from "./create-session";
import { openSession } from "./open-session";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld();
});
afterAll(() => world.close());

const NEXT_WEEK = addSeconds(new Date(), 7 * 86_400);
const run = (sql: string) => handleOf(reading()).$executeRawUnsafe(sql);

async function delegate(from: PersonActor, to: PersonActor): Promise<string> {
  await world.as("web");
  return (await delegateApprovals(from, { delegateId: to.id, until: NEXT_WEEK })).delegationId;
}

/** A request of payments-api-2 that wants an approval of each of these groups. */
async function asked(groups: readonly string[], requester = world.people.ana) {
  await world.as("web");
  const { requestId } = await createRequest(requester, {
    nodeIds: [NODES.payments],
    justification: "Disk full since 03:10, writes failing",
    windowSeconds: 600,
  });
  await askEachOf(requestId, groups);
  return requestId;
}

async function approve(person: PersonActor, requestId: string, version = 1) {
  await world.as("web");
  return decideAsShown(person, { requestId, version, verdict: "approve" });
}

async function open(grantId = "", person = world.people.ana) {
  await world.as("web");
  const { sessionId } = await createSession(person, { grantId, nodeId: NODES.payments });
  await world.as("gateway");
  await openSession(gateway, { sessionId, gatewayId: world.gatewayId, cols: 80, rows: 24 });
  return sessionId;
}

/** As only the owner of the tables can. */
const rewrite = (sql: string) => world.owner(sql, { past: "delegations" });
/** Fay's group. */
const leave = () => world.owner(`update people set groups = '{halligan-admins}' where subject = 'fay'`);
const comeBack = () =>
  world.owner(`update people set groups = '{platform-leads,halligan-admins}' where subject = 'fay'`);
const refusedWith = (why: string) => ({ code: "OBLIGATION_UNMET", params: { why } });

afterEach(async () => {
  await world.as("web");
  const db = () => handleOf(reading());
  for (const { id, personId } of await db().session.findMany({ where: { state: "open" } })) {
    const person = Object.values(world.people).find((one) => one.id === personId);
    if (person && id) await requestEnd(person, { sessionId: id as never });
  }
  await world.work("end-session");
  await world.as("web");
  for (const { id, personId } of await db().grant.findMany({ where: { endedAt: null } })) {
    const person = Object.values(world.people).find((one) => one.id === personId);
    if (person) await endGrant(person, { grantId: id });
  }
  for (const row of await db().delegation.findMany({
    where: { withdrawnAt: null, endsAt: { gt: new Date() } },
  })) {
    const person = Object.values(world.people).find(({ id }) => id === row.delegatorId);
    if (person) await withdrawDelegation(person, { delegationId: row.id });
  }
});

describe("while an approver is away", () => {
  it("the one who decides for them approves, and a shell opens; before and after, they may not", async () => {
    const { ben, fay } = world.people;
    const requestId = await asked(["platform-leads"]);
    await expect(approve(ben, requestId)).rejects.toMatchObject({ code: "NOT_AN_APPROVER" });
    const delegationId = await delegate(fay, ben);
    const { grantId } = await approve(ben, requestId);
    await open(grantId);

    const { decisions } = await readRequest(world.people.ana, requestId);
    expect(decisions).toMatchObject([{ personName: "Ben Okafor", absentName: "Fay Tanaka" }]);
    expect(
      (await eventsOf({ requestId })).find(
        ({ code, outcome }) => code === "request.approved" && outcome === "done",
      ),
    ).toMatchObject({
      data: { absent: "Fay Tanaka", absentId: fay.id, absentGroups: fay.groups, groups: ben.groups },
    });
    expect(await eventsOf({ actorId: fay.id })).toContainEqual(
      expect.objectContaining({
        code: "delegation.made",
        data: expect.objectContaining({ delegationId, until: NEXT_WEEK.toISOString() }),
      }),
    );

    const another = await asked(["platform-leads"], world.people.gus);
    await world.as("web");
    await expect(withdrawDelegation(ben, { delegationId })).rejects.toMatchObject({
      code: "DELEGATION_OVER",
    });
    await withdrawDelegation(fay, { delegationId });
    await expect(approve(ben, another)).rejects.toMatchObject({ code: "NOT_AN_APPROVER" });
    await expect(withdrawDelegation(fay, { delegationId })).rejects.toMatchObject({
      code: "DELEGATION_OVER",
    });
  });

  it("one person counts once: for themselves or for who is away, until those decide themselves", async () => {
    const { ben, fay } = world.people;
    await delegate(fay, ben);
    const requestId = await asked(["sre-leads", "platform-leads"]);
    expect(await approve(ben, requestId)).toMatchObject({ state: "waiting" });
    await expect(approve(ben, requestId, 2)).rejects.toMatchObject({ code: "ALREADY_DECIDED" });
    const { grantId } = await approve(fay, requestId, 2);
    await open(grantId);
  });

  it("whoever is away and whoever decides for them are one approval, not two", async () => {
    const { ben, fay, hal } = world.people;
    await delegate(fay, ben);
    const requestId = await asked(["platform-leads", "platform-leads"]);
    expect(await approve(ben, requestId)).toMatchObject({ state: "waiting" });
    expect(await approve(fay, requestId, 2)).toMatchObject({ state: "waiting" });
    await world.as("web");
    await withdrawDelegation(fay, {
      delegationId: (await findStandIns(reading(), ben.id, new Date()))[0]?.delegationId ?? "",
    });
    await delegate(fay, hal);
    await expect(approve(hal, requestId, 3)).rejects.toMatchObject({ code: "NOT_AN_APPROVER" });
  });

  it("an approval by who decides for them stays where another fills their own place", async () => {
    const { ben, fay, hal } = world.people;
    await delegate(fay, ben);
    const requestId = await asked(["sre-leads", "platform-leads"]);
    expect(await approve(ben, requestId)).toMatchObject({ state: "waiting" });
    const { grantId, state } = await approve(hal, requestId, 2);
    expect(state).toBe("approved");
    await open(grantId);
  });

  it("nothing is delegated on", async () => {
    const { ben, fay, hal } = world.people;
    await delegate(fay, ben);
    await delegate(ben, hal);
    expect(await findStandIns(reading(), hal.id, new Date())).toMatchObject([{ groups: ben.groups }]);
    const requestId = await asked(["platform-leads"]);
    await expect(approve(hal, requestId)).rejects.toMatchObject({ code: "NOT_AN_APPROVER" });
  });
});

describe("whoever asks never grants", () => {
  it("by deciding for an approver who is away", async () => {
    const { ben, fay } = world.people;
    await delegate(fay, ben);
    const requestId = await asked(["platform-leads"], ben);
    await expect(approve(ben, requestId)).rejects.toMatchObject({ code: "SELF_APPROVAL" });
  });

  it("through whoever decides for them while they are away, in whose groups that may be", async () => {
    const { hal, fay } = world.people;
    const delegationId = await delegate(hal, fay);
    const requestId = await asked(["platform-leads"], hal);
    await expect(approve(fay, requestId)).rejects.toMatchObject({
      code: "DELEGATED_BY_REQUESTER",
      params: { who: "Hal Virtanen" },
    });
    // As if web had not asked: the approval is there, and the delegation ran when it was given.
    await rewrite(
      `update delegations set created_at = now() + interval '1 hour' where id = '${delegationId}'`,
    );
    await world.as("web");
    await rewrite(
      `update delegations set delegate_id = '${world.people.ben.id}' where id = '${delegationId}'`,
    );
    const { grantId } = await approve(fay, requestId);
    await rewrite(
      `update delegations set delegate_id = '${fay.id}', created_at = now() - interval '1 hour' where id = '${delegationId}'`,
    );
    await expect(open(grantId, hal)).rejects.toMatchObject(refusedWith("requesters-delegate"));
  });
});

describe("an approval counts by groups of then that its giver has now", () => {
  afterEach(comeBack);

  it("when a shell is opened", async () => {
    const requestId = await asked(["platform-leads"]);
    const { grantId } = await approve(world.people.fay, requestId);
    await leave();
    await expect(open(grantId)).rejects.toMatchObject(refusedWith("approvals"));
  });

  it("when another one is added to it", async () => {
    const { ben, fay, ana } = world.people;
    const requestId = await asked(["platform-leads", "sre-leads"]);
    await approve(fay, requestId);
    await leave();
    await approve(ben, requestId, 2);
    expect(await readRequest(ana, requestId)).toMatchObject({ state: "waiting" });
  });
});

describe("the gateway opens nothing by an approval for an absent approver", () => {
  const TRIES: [
    title: string,
    spoil: (ids: Ids) => Promise<unknown>,
    back: (ids: Ids) => Promise<unknown>,
  ][] = [
    [
      "who withdrew it since",
      async ({ delegationId }) => withdrawDelegation(world.people.fay, { delegationId }),
      async () => undefined,
    ],
    ["who is in the group no more", leave, comeBack],
    [
      "whose account was disabled",
      () => world.owner(`update people set disabled_at = now() where subject = 'fay'`),
      () => world.owner(`update people set disabled_at = null where subject = 'fay'`),
    ],
    [
      "when its giver's account was disabled",
      () => world.owner(`update people set disabled_at = now() where subject = 'ben'`),
      () => world.owner(`update people set disabled_at = null where subject = 'ben'`),
    ],
    [
      "that began after it",
      ({ delegationId }) =>
        rewrite(`update delegations set created_at = now() + interval '1 hour' where id = '${delegationId}'`),
      async () => undefined,
    ],
    [
      "that was over before it",
      ({ delegationId }) =>
        rewrite(
          `update delegations set created_at = now() - interval '2 hours', ends_at = now() - interval '1 hour' where id = '${delegationId}'`,
        ),
      async () => undefined,
    ],
    [
      "that names another delegate",
      ({ delegationId }) =>
        rewrite(`update delegations set delegate_id = '${world.people.hal.id}' where id = '${delegationId}'`),
      async () => undefined,
    ],
  ];
  type Ids = { delegationId: string };

  it.each(TRIES)("%s", async (_, spoil, back) => {
    const { ben, fay } = world.people;
    const delegationId = await delegate(fay, ben);
    const { grantId } = await approve(ben, await asked(["platform-leads"]));
    await spoil({ delegationId });
    try {
      await expect(open(grantId)).rejects.toMatchObject(refusedWith("approvals"));
    } finally {
      await back({ delegationId });
    }
  });
});

it("a delegation is what it was when it was made, for every login and for the owner", async () => {
  const { ben, fay, hal } = world.people;
  const id = await delegate(fay, ben);
  const tries = [
    `update delegations set ends_at = ends_at + interval '1 second' where id = '${id}'`,
    `update delegations set delegate_id = '${hal.id}' where id = '${id}'`,
    `update delegations set withdrawn_at = null where id = '${id}'`,
    `delete from delegations where id = '${id}'`,
    `insert into delegations (id, delegator_id, delegate_id, ends_at) values ('dlg_x', '${fay.id}', '${hal.id}', now() + interval '31 days')`,
    `insert into delegations (id, delegator_id, delegate_id, ends_at) values ('dlg_x', '${fay.id}', '${fay.id}', now() + interval '1 day')`,
  ];
  for (const login of ["web", "gateway", "jobs"] as const) {
    await world.as(login);
    for (const sql of tries)
      await expect(run(sql), `${login}: ${sql}`).rejects.toThrow(
        /permission denied|cannot be changed|append-only|violates check/,
      );
  }
  for (const sql of tries)
    await expect(world.owner(sql), sql).rejects.toThrow(/cannot be changed|append-only|violates check/);
});
