import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { handleOf, reading } from "@/lib/db/client";
import { endGrant } from "@/lib/grants/end-grant";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { extendGrant } from "@/lib/grants/requesting/extend-grant";
import { decideAsShown } from "@/lib/grants/testing/decide";
import type { PersonActor } from "@/lib/kernel/actor";
import { newId, type SessionId } from "@/lib/kernel/ids";
import { putInForce } from "@/lib/policy/testing/put-in-force";
import { requestHash } from "@/lib/requests/request-hash";
import { findRequest } from "@/lib/requests/store";
import { jobs, NODES } from "@/lib/requests/testing/world";
import type { ProofSubject } from "@/lib/step-up/subject";
import type { Authenticator } from "@/lib/step-up/testing/authenticator";
import { firstPasskey, proveBy, signInAfresh } from "@/lib/step-up/testing/proofs";
import { createSession } from "../opening/create-session";
import { openSession } from "../opening/open-session";
import { type AwsWorld, gateway, openAwsWorld } from "../testing/aws-world";
import { rowOf } from "../testing/store";
import { subjectOf } from "./asked-proof";
import { proveStart } from "./prove-start";

const RULES = `@id("passkey") @approvals("1 of sre-leads") @window("PT1H") @stepUp("passkey")
@watcher("none") @input("counted") @missingAgentLog("flag") @spool("never")
permit (principal in Role::"engineer", action == Action::"request", resource in Protection::"production");`;

let world: AwsWorld;
let ana: PersonActor;
let ben: PersonActor;
let keyOfAna: Authenticator;
let keyOfBen: Authenticator;
const grantIds: string[] = [];

beforeAll(async () => {
  world = await openAwsWorld();
  ({ ana, ben } = world.people);
  const { dov: proposer, fay: approver } = world.people;
  await putInForce(RULES, { proposer, approver, jobs }, world.as);
  await world.as("gateway");
  keyOfAna = await firstPasskey(world.owner, ana);
  keyOfBen = await firstPasskey(world.owner, ben);
});
beforeEach(() => async () => {
  await world.as("web");
  for (const grantId of grantIds.splice(0)) await endGrant(ana, { grantId }).catch(() => undefined);
  await world.work("end-grant-sessions");
  await world.work("end-session");
});
afterAll(() => world.close());

const as = async <T>(login: "web" | "gateway", work: () => Promise<T>): Promise<T> => {
  await world.as(login);
  return work();
};

async function asked(): Promise<{ requestId: string; hash: string }> {
  await world.as("web");
  const { requestId } = await createRequest(ana, {
    nodeIds: [NODES.payments],
    justification: "Disk full since 03:10, writes failing",
    windowSeconds: 600,
  });
  const request = await findRequest(reading(), requestId);
  if (!request) throw new TypeError("no request");
  return { requestId, hash: requestHash({ ...request, nodes: request.askedNodes }, 1) };
}

const decision = (
  { requestId, hash }: { requestId: string; hash: string },
  change: { windowSeconds?: number; personId?: string; hash?: string } = {},
): ProofSubject => ({
  ...{ purpose: "decision", personId: change.personId ?? ben.id, requestId },
  requestHash: change.hash ?? hash,
  ...{ windowSeconds: change.windowSeconds ?? null, nodeIds: [], mostNodes: null, osUser: null },
});

const approve = (requestId: string, change: { windowSeconds?: number } = {}) =>
  as("web", () => decideAsShown(ben, { requestId, version: 1, verdict: "approve", ...change }));

const NEEDED = { code: "STEP_UP_NEEDED", params: { level: "passkey" } };

/** Access that Ben approved with his passkey, and a session under it that was not opened. */
async function approved(): Promise<SessionId> {
  const request = await asked();
  await as("gateway", () => proveBy(keyOfBen, ben, decision(request)));
  const { grantId = "" } = await approve(request.requestId);
  grantIds.push(grantId);
  return (await createSession(ana, { grantId, nodeId: NODES.payments })).sessionId;
}

const start = (sessionId: string, windowId: string) =>
  as("gateway", () => subjectOf(ana, { purpose: "start", sessionId, windowId } as never));
const attach = (sessionId: string, windowId: string) =>
  as("gateway", () => proveStart(ana, { sessionId, windowId }));
const open = (sessionId: SessionId, windowId = "w1") =>
  as("gateway", () =>
    openSession(gateway, { sessionId, windowId, gatewayId: world.gatewayId, cols: 80, rows: 24 }),
  );

describe("an approval, where the rule asks for a passkey", () => {
  it("needs a passkey's proof of its giver for exactly what it gives", async () => {
    const request = await asked();
    await expect(approve(request.requestId)).rejects.toMatchObject(NEEDED);
    await signInAfresh(world.owner, ben, decision(request));
    await expect(approve(request.requestId)).rejects.toMatchObject(NEEDED);
    await as("gateway", async () => {
      await proveBy(keyOfBen, ben, decision(request, { windowSeconds: 300 }));
      await proveBy(keyOfBen, ben, decision(request, { hash: "0".repeat(64) }));
      await proveBy(keyOfBen, ben, decision({ ...request, requestId: newId("request") }));
      await proveBy(keyOfAna, ana, decision(request, { personId: ana.id }));
    });
    await expect(approve(request.requestId)).rejects.toMatchObject(NEEDED);
    const { state, grantId = "" } = await approve(request.requestId, { windowSeconds: 300 });
    expect(state).toBe("approved");
    grantIds.push(grantId);
  });

  it("needs another one for an extension", async () => {
    await world.as("web");
    const request = await asked();
    await as("gateway", () => proveBy(keyOfBen, ben, decision(request)));
    const { grantId = "" } = await approve(request.requestId);
    grantIds.push(grantId);
    const { requestId, requestHash: hash } = await extendGrant(ana, {
      ...{ grantId, justification: "The import still runs, it needs more time", windowSeconds: 600 },
    });
    await expect(approve(requestId)).rejects.toMatchObject(NEEDED);
    await as("gateway", () => proveBy(keyOfBen, ben, decision({ requestId, hash })));
    expect((await approve(requestId)).state).toBe("approved");
  });

  it("is not given by a proof of more than two minutes ago; a denial needs none", async () => {
    const request = await asked();
    await as("gateway", () => proveBy(keyOfBen, ben, decision(request)));
    await world.owner(`update passkey_proofs set created_at = created_at - interval '121 seconds'`, {
      past: "passkey_proofs",
    });
    await expect(approve(request.requestId)).rejects.toMatchObject(NEEDED);
    const denied = await decideAsShown(ben, {
      ...{ requestId: request.requestId, version: 1, verdict: "deny", comment: "Wait for the deploy" },
    });
    expect(denied.state).toBe("denied");
  });
});

describe("a decision that was written with web's login", () => {
  it.each([
    ["and nothing else", async () => {}],
    [
      "with a sign-in that it made up as well",
      async (request: { requestId: string; hash: string }) =>
        signInAfresh(world.owner, ben, decision(request)),
    ],
  ])("opens nothing: %s", async (_title, besides) => {
    const request = await asked();
    await besides(request);
    const { requestId, hash } = request;
    const grantId = newId("grant");
    grantIds.push(grantId);
    await as("web", async () => {
      const run = (sql: string) => handleOf(reading()).$executeRawUnsafe(sql);
      await run(`insert into decisions (id, request_id, person_id, verdict, groups, request_version, request_hash,
        rule_version, created_at) select '${newId("decision")}', id, '${ben.id}', 'approve', array['sre-leads'], 1,
        '${hash}', rule_version, clock_timestamp() from requests where id = '${requestId}'`);
      await run(
        `update requests set state = 'approved', closed_at = clock_timestamp() where id = '${requestId}'`,
      );
      await run(`insert into grants (id, request_id, person_id, starts_at, ends_at, window_start, window_seconds,
        rule_version, obligations) select '${grantId}', id, requester_id, date_trunc('milliseconds', clock_timestamp()),
        date_trunc('milliseconds', clock_timestamp()) + interval '599 seconds', window_start, 600, rule_version, obligations
        from requests where id = '${requestId}'`);
      await run(`insert into grant_nodes (grant_id, node_id) values ('${grantId}', '${NODES.payments}')`);
    });
    await world.owner(
      `update decisions set created_at = g.starts_at from grants g
      where g.id = '${grantId}' and decisions.request_id = g.request_id`,
      { past: "decisions" },
    );
    const { sessionId } = await as("web", () => createSession(ana, { grantId, nodeId: NODES.payments }));
    const subject = await start(sessionId, "w1");
    await proveBy(keyOfAna, ana, subject);
    await attach(sessionId, "w1");
    await expect(open(sessionId)).rejects.toMatchObject({
      code: "OBLIGATION_UNMET",
      params: { why: "step-up" },
    });
    expect(await world.active()).toEqual([]);
  });
});

describe("a start, where the rule asks for a passkey", () => {
  it("needs a proof of its person for this session, and each window its own", async () => {
    const sessionId = await approved();
    await expect(attach(sessionId, "w1")).rejects.toMatchObject(NEEDED);
    const subject = await start(sessionId, "w1");
    await proveBy(keyOfAna, ana, { ...subject, policySha256: "0".repeat(64) } as ProofSubject);
    await proveBy(keyOfAna, ana, { ...subject, nodeId: NODES.edge } as ProofSubject);
    await expect(attach(sessionId, "w1")).rejects.toMatchObject(NEEDED);
    await proveBy(keyOfAna, ana, subject);
    await attach(sessionId, "w1");
    await expect(attach(sessionId, "w2")).rejects.toMatchObject(NEEDED);
    await open(sessionId);
    expect((await rowOf(sessionId)).state).toBe("open");

    // The same window comes back, another one takes over with a proof of its own.
    await attach(sessionId, "w1");
    await expect(attach(sessionId, "w2")).rejects.toMatchObject(NEEDED);
    await expect(attach(sessionId, "")).rejects.toMatchObject(NEEDED);
    await proveBy(keyOfAna, ana, await start(sessionId, "w2"));
    await attach(sessionId, "w2");
  });

  it("is proven for the window that asked: whoever has the cookie and is quicker gets nothing by it", async () => {
    const sessionId = await approved();
    await proveBy(keyOfAna, ana, await start(sessionId, "w1"));
    for (const windowId of ["w2", ""])
      await expect(attach(sessionId, windowId)).rejects.toMatchObject(NEEDED);
    await attach(sessionId, "w1");
    await expect(open(sessionId, "w2")).rejects.toMatchObject(NEEDED);
    expect(await world.active()).toEqual([]);
  });

  it("opens nothing past the window that has to prove it", async () => {
    const sessionId = await approved();
    await expect(open(sessionId)).rejects.toMatchObject(NEEDED);
    expect(await rowOf(sessionId)).toMatchObject({ state: "failed", endNote: "STEP_UP_NEEDED" });
    expect(await world.active()).toEqual([]);
  });

  it("is taken over only with what the rules ask for by now, also where they would let nobody start any more", async () => {
    const { dov: proposer, fay: approver } = world.people;
    const lax = RULES.replaceAll("passkey", "none");
    await putInForce(lax, { proposer, approver, jobs }, world.as, 1);
    const { requestId } = await asked();
    const { grantId = "" } = await approve(requestId);
    grantIds.push(grantId);
    const { sessionId } = await createSession(ana, { grantId, nodeId: NODES.payments });
    await attach(sessionId, "w1");
    await open(sessionId);
    await attach(sessionId, "w2");
    await putInForce(RULES, { proposer, approver, jobs }, world.as, 2);
    await expect(attach(sessionId, "w3")).rejects.toMatchObject(NEEDED);
    await proveBy(keyOfAna, ana, await start(sessionId, "w3"));
    await attach(sessionId, "w3");
  });

  it("is nobody else's to prove", async () => {
    const sessionId = await approved();
    await world.as("gateway");
    const asked = { purpose: "start", sessionId, windowId: "w1" } as never;
    await expect(subjectOf(ben, asked)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(proveStart(ben, { sessionId, windowId: "w1" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
