import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf, reading } from "@/lib/db/client";
import { endGrant } from "@/lib/grants/end-grant";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { addSeconds } from "@/lib/kernel/time";
import { askEachOf, eventsOf, grantRowOf } from "@/lib/requests/testing/store";
import { NODES } from "@/lib/requests/testing/world";
import { requestEnd } from "../../ending/request-end";
import { resumeSession } from "../../resuming/resume-session";
import { type AwsWorld, gateway, openAwsWorld } from "../../testing/aws-world";
import { rowOf } from "../../testing/store";
import { createSession } from "../create-session";
import { openSession } from "../open-session";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld();
});
afterAll(() => world.close());

/** Ana's access to payments-api-2, approved by Ben, and a session under it that was not opened. */
async function approved() {
  const { ana, ben } = world.people;
  await world.as("web");
  const { requestId } = await createRequest(ana, {
    nodeIds: [NODES.payments],
    justification: "Disk full since 03:10, writes failing",
    windowSeconds: 600,
  });
  const { grantId = "" } = await decideAsShown(ben, { requestId, version: 1, verdict: "approve" });
  return { requestId, grantId };
}

async function sessionUnder(grantId: string, nodeId: string = NODES.payments) {
  await world.as("web");
  return (await createSession(world.people.ana, { grantId, nodeId })).sessionId;
}

const open = async (sessionId: Awaited<ReturnType<typeof sessionUnder>>) => {
  await world.as("gateway");
  return openSession(gateway, { sessionId, gatewayId: world.gatewayId, cols: 80, rows: 24 });
};

async function done(grantId: string): Promise<void> {
  await world.as("web");
  await endGrant(world.people.ana, { grantId });
}

const run = (sql: string) => handleOf(reading()).$executeRawUnsafe(sql);

/** What a login tries after an honest approval of access to payments-api-2 for ten minutes. */
const TRIES: [title: string, sql: (ids: { requestId: string; grantId: string }) => string][] = [
  [
    "a longer window",
    ({ requestId }) => `update requests set window_seconds = 3600 where id = '${requestId}'`,
  ],
  [
    "another requester",
    ({ requestId }) =>
      `update requests set requester_id = (select id from people where subject = 'eve') where id = '${requestId}'`,
  ],
  [
    "another reason",
    ({ requestId }) =>
      `update requests set justification = 'Something else entirely' where id = '${requestId}'`,
  ],
  ["another incident", ({ requestId }) => `update requests set incident = 'INC-1' where id = '${requestId}'`],
  [
    "a selector",
    ({ requestId }) =>
      `update requests set selector = '{"tags": {"Team": "search"}}', most_nodes = 9 where id = '${requestId}'`,
  ],
  [
    "another start",
    ({ requestId }) => `update requests set window_start = 'first-use' where id = '${requestId}'`,
  ],
  [
    "another rule version",
    ({ requestId }) => `update requests set rule_version = 'built-in-0' where id = '${requestId}'`,
  ],
  [
    "other obligations",
    ({ requestId }) =>
      `update requests set obligations = obligations || '{"approvals": []}' where id = '${requestId}'`,
  ],
  [
    "a later lapse",
    ({ requestId }) =>
      `update requests set lapses_at = lapses_at + interval '1 day' where id = '${requestId}'`,
  ],
  [
    "another node",
    ({ requestId }) =>
      `insert into request_nodes (request_id, node_id, account_id, region, protection) select '${requestId}', id, account_id, region, protection from nodes where id = '${NODES.search}'`,
  ],
  [
    "a node exchanged",
    ({ requestId }) =>
      `update request_nodes set node_id = '${NODES.search}' where request_id = '${requestId}'`,
  ],
  [
    "a node's protection",
    ({ requestId }) => `update request_nodes set protection = 'staging' where request_id = '${requestId}'`,
  ],
  ["a node taken out", ({ requestId }) => `delete from request_nodes where request_id = '${requestId}'`],
  [
    "another hash",
    ({ requestId }) =>
      `update decisions set request_hash = repeat('0', 64) where request_id = '${requestId}'`,
  ],
  ["a decision taken out", ({ requestId }) => `delete from decisions where request_id = '${requestId}'`],
  [
    "a decision without a hash",
    ({ requestId }) =>
      `insert into decisions (id, request_id, person_id, verdict, request_version, rule_version) select 'dec_x', '${requestId}', id, 'approve', 1, 'built-in-1' from people where subject = 'fay'`,
  ],
  [
    "another node of the grant",
    ({ grantId }) => `insert into grant_nodes (grant_id, node_id) values ('${grantId}', '${NODES.search}')`,
  ],
  [
    "a node of the grant exchanged",
    ({ grantId }) => `update grant_nodes set node_id = '${NODES.search}' where grant_id = '${grantId}'`,
  ],
  ["a node of the grant taken out", ({ grantId }) => `delete from grant_nodes where grant_id = '${grantId}'`],
  [
    "a later end",
    ({ grantId }) => `update grants set ends_at = ends_at + interval '1 second' where id = '${grantId}'`,
  ],
  [
    "a window that begins anew",
    ({ grantId }) =>
      `update grants set starts_at = now(), ends_at = now() + interval '10 minutes', first_used_at = now() where id = '${grantId}'`,
  ],
  [
    "a longer window of the grant",
    ({ grantId }) => `update grants set window_seconds = 3600 where id = '${grantId}'`,
  ],
  [
    "another person's grant",
    ({ grantId }) =>
      `update grants set person_id = (select id from people where subject = 'eve') where id = '${grantId}'`,
  ],
  [
    "other obligations of the grant",
    ({ grantId }) =>
      `update grants set obligations = obligations || '{"approvals": []}' where id = '${grantId}'`,
  ],
  [
    "a selector of the grant",
    ({ grantId }) =>
      `update grants set selector = '{"tags": {"Team": "search"}}', most_nodes = 9 where id = '${grantId}'`,
  ],
];

describe("after an approval", () => {
  it("no login changes what was approved, nor could the owner without taking the triggers away", async () => {
    const ids = await approved();
    for (const login of ["web", "gateway", "jobs"] as const) {
      await world.as(login);
      for (const [title, sql] of TRIES)
        await expect(run(sql(ids)), `${title} as ${login}`).rejects.toThrow(
          /permission denied|append-only|was decided on|cannot be changed|was not approved|violates check constraint/,
        );
    }
    for (const [title, sql] of TRIES)
      await expect(world.owner(sql(ids)), `${title} as the owner`).rejects.toThrow(
        /append-only|was decided on|cannot be changed|was not approved|violates check constraint/,
      );
    const sessionId = await sessionUnder(ids.grantId);
    await open(sessionId);
    await world.as("web");
    await requestEnd(world.people.ana, { sessionId });
    await world.work("end-session");
    await done(ids.grantId);
    await expect(
      run(`update grants set ended_at = null, end_reason = null where id = '${ids.grantId}'`),
    ).rejects.toThrow(/has ended/);
  });

  it.each([
    ["requests", "update requests set window_seconds = 3600"],
    ["requests", "update requests set justification = 'Something else entirely'"],
    ["requests", `update requests set obligations = obligations || '{"missingAgentLog": "end"}'`],
    ["request_nodes", "update request_nodes set protection = 'staging'"],
    [
      "request_nodes",
      `insert into request_nodes (request_id, node_id, account_id, region, protection)
      select requests.id, nodes.id, account_id, region, protection from requests, nodes where nodes.id = '${NODES.search}'`,
    ],
    ["decisions", "update decisions set request_hash = repeat('0', 64)"],
  ])("the gateway opens nothing when the owner has changed %s: %s", async (table, sql) => {
    const { requestId, grantId } = await approved();
    const sessionId = await sessionUnder(grantId);
    const where = { requests: "id", request_nodes: "request_id", decisions: "request_id" }[table];
    const narrowed = sql.startsWith("insert")
      ? `${sql} and requests.id = '${requestId}'`
      : `${sql} where ${where} = '${requestId}'`;
    await world.owner(narrowed, { past: table });
    await expect(open(sessionId)).rejects.toMatchObject({
      code: "APPROVAL_MISMATCH",
      params: { requestId, why: "request" },
    });
    expect(await rowOf(sessionId)).toMatchObject({ state: "failed", assumeIntendedAt: null });
    expect((await eventsOf({ sessionId })).at(-1)).toMatchObject({
      code: "session.failed",
      outcome: "failed",
      data: { reason: "APPROVAL_MISMATCH" },
    });
    expect(await world.active()).toEqual([]);
    await done(grantId);
  });

  it("opens no other node for longer, as a changed request and grant together would have it", async () => {
    const { requestId, grantId } = await approved();
    await world.owner(
      `insert into request_nodes (request_id, node_id, account_id, region, protection)
       select '${requestId}', id, account_id, region, protection from nodes where id = '${NODES.search}'`,
      { past: "request_nodes" },
    );
    await world.owner(
      `insert into grant_nodes (grant_id, node_id) values ('${grantId}', '${NODES.search}')`,
      {
        past: "grant_nodes",
      },
    );
    await world.owner(`update requests set window_seconds = 3600 where id = '${requestId}'`, {
      past: "requests",
    });
    await world.owner(
      `update grants set window_seconds = 3600, ends_at = starts_at + interval '1 hour' where id = '${grantId}'`,
      { past: "grants" },
    );
    const sessionId = await sessionUnder(grantId, NODES.search);
    await expect(open(sessionId)).rejects.toMatchObject({ code: "APPROVAL_MISMATCH" });
    await done(grantId);
  });

  it("a decision of before approvals were bound opens nothing", async () => {
    const { requestId, grantId } = await approved();
    const sessionId = await sessionUnder(grantId);
    // As a row of before has it: the constraint holds for new rows only.
    await world.owner(
      `begin; alter table decisions drop constraint decisions_request_hash;
       update decisions set request_hash = null where request_id = '${requestId}';
       alter table decisions add constraint decisions_request_hash
         check (request_hash is not null and request_hash ~ '^[0-9a-f]{64}$') not valid; commit`,
      { past: "decisions" },
    );
    await expect(open(sessionId)).rejects.toMatchObject({
      code: "APPROVAL_MISMATCH",
      params: { why: "unbound" },
    });
    await done(grantId);
  });

  it("a shell does not come back under a request that is another since", async () => {
    const { requestId, grantId } = await approved();
    const sessionId = await sessionUnder(grantId);
    await open(sessionId);
    await world.owner(`update requests set window_seconds = 3600 where id = '${requestId}'`, {
      past: "requests",
    });
    const resuming = resumeSession(gateway, { sessionId, gatewayId: world.gatewayId, takeOver: false });
    await expect(resuming).rejects.toMatchObject({ code: "APPROVAL_MISMATCH" });
    await requestEnd(gateway, { sessionId, reason: "grant-ended" });
    await world.work("end-session");
    await done(grantId);
  });
});

it("what the rule decided without asking anybody is bound too", async () => {
  const { ana } = world.people;
  await world.as("web");
  const asked = { nodeIds: [NODES.ledger], justification: "Worker stuck, queue grows", windowSeconds: 600 };
  const { requestId, requestHash, grantId = "" } = await createRequest(ana, asked);
  const decision = await handleOf(reading()).decision.findFirstOrThrow({ where: { requestId } });
  expect(decision).toMatchObject({ personId: null, requestHash });
  expect((await eventsOf({ requestId })).find(({ code }) => code === "request.approved")).toMatchObject({
    data: { requestHash },
  });
  const sessionId = await sessionUnder(grantId, NODES.ledger);
  await world.owner(`update requests set window_seconds = 601 where id = '${requestId}'`, {
    past: "requests",
  });
  await expect(open(sessionId)).rejects.toMatchObject({ code: "APPROVAL_MISMATCH" });
  await done(grantId);
});

describe("a request that needs two approvals", () => {
  it("opens with both, each bound to what its decider saw, and not with one of them", async () => {
    const { ana, ben, fay } = world.people;
    await world.as("web");
    const { requestId } = await createRequest(ana, {
      nodeIds: [NODES.payments],
      justification: "Disk full since 03:10, writes failing",
      windowSeconds: 600,
    });
    await askEachOf(requestId, ["sre-leads", "platform-leads"]);
    const yes = { requestId, verdict: "approve" } as const;
    await decideAsShown(ben, { ...yes, version: 1 });
    const { grantId = "" } = await decideAsShown(fay, { ...yes, version: 2 });
    const hashes = await handleOf(reading()).decision.findMany({ where: { requestId } });
    expect(new Set(hashes.map((decision) => decision.requestHash)).size).toBe(2);
    const first = await sessionUnder(grantId);
    await open(first);
    await world.as("web");
    await requestEnd(ana, { sessionId: first });
    await world.work("end-session");

    // The row says approved, and one of the two has never decided.
    const sessionId = await sessionUnder(grantId);
    await world.owner(`delete from decisions where request_id = '${requestId}' and person_id = '${fay.id}'`, {
      past: "decisions",
    });
    await expect(open(sessionId)).rejects.toMatchObject({
      code: "OBLIGATION_UNMET",
      params: { why: "approvals" },
    });
    await done(grantId);
  });

  it("does not start a window anew that its first use began", async () => {
    const { ana } = world.people;
    await world.as("web");
    const { grantId = "" } = await createRequest(ana, {
      nodeIds: [NODES.ledger],
      justification: "Worker stuck, queue grows",
      ...{ windowSeconds: 600, windowStart: "first-use" },
    });
    const anew = `update grants set starts_at = now(), first_used_at = now(), ends_at = now() + interval '10 minutes' where id = '${grantId}'`;
    const tooLong = anew.replace("10 minutes", "601 seconds");
    await expect(run(tooLong)).rejects.toThrow(/cannot be changed/);
    const sessionId = await sessionUnder(grantId, NODES.ledger);
    const { firstUsedAt, endsAt } = await grantRowOf(grantId);
    expect(endsAt).toEqual(addSeconds(firstUsedAt ?? new Date(0), 600));
    await expect(run(anew)).rejects.toThrow(/cannot be changed/);
    await requestEnd(ana, { sessionId });
    await done(grantId);
  });
});
