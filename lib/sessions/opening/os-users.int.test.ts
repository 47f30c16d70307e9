import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectedDocument } from "@/lib/accounts/documents/session-document";
import { createDocument } from "@/lib/aws/documents";
import { handleOf, reading } from "@/lib/db/client";
import { endGrant } from "@/lib/grants/end-grant";
import { createRequest, type RequestInput } from "@/lib/grants/requesting/create-request";
import { extendGrant } from "@/lib/grants/requesting/extend-grant";
import { offerRequest } from "@/lib/grants/requesting/offer-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { config } from "@/lib/kernel/config/config";
import { readRequest } from "@/lib/requests/reading/read-request";
import { eventsOf, grantRowOf } from "@/lib/requests/testing/store";
import { NODES } from "@/lib/requests/testing/world";
import { exportSessions } from "../lists/list-export";
import { listSessions } from "../lists/list-sessions";
import { readSession } from "../read-session";
import { type AwsWorld, gateway, openAwsWorld } from "../testing/aws-world";
import { rowOf } from "../testing/store";
import { createSession } from "./create-session";
import { openSession } from "./open-session";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld();
});
afterAll(() => world.close());

const { ledger, payments } = NODES;
const asked = { justification: "Disk full since 03:10", windowSeconds: 600 };
const size = { cols: 80, rows: 24 };
const ask = async (input: Partial<RequestInput>) => {
  await world.as("web");
  return createRequest(world.people.ana, { nodeIds: [payments], ...asked, ...input });
};

/** Access to ledger-3 that nobody has to approve, and a session under it. */
async function createdAs(osUser: string | undefined) {
  const { grantId = "" } = await ask({ nodeIds: [ledger], ...(osUser === undefined ? {} : { osUser }) });
  const { sessionId } = await createSession(world.people.ana, { grantId, nodeId: ledger });
  return { grantId, sessionId };
}

async function opened(sessionId: Awaited<ReturnType<typeof createdAs>>["sessionId"]) {
  await world.as("gateway");
  return openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });
}

async function ended(grantId: string): Promise<void> {
  await world.as("web");
  await endGrant(world.people.ana, { grantId });
}

describe("the user on the node", () => {
  it("is one of those that the nodes' accounts name, the least unless another is chosen", async () => {
    const { ana } = world.people;
    await world.as("web");
    const choices = ["reader", "operator", "sudo"];
    expect((await offerRequest(ana, { nodeIds: [payments] })).osUsers).toEqual({ choices, chosen: "reader" });
    const offer = await offerRequest(ana, { nodeIds: [payments], osUser: "sudo" });
    expect(offer.osUsers).toEqual({ choices, chosen: "sudo" });
    expect((await offerRequest(ana, { nodeIds: [payments], osUser: "root" })).osUsers?.chosen).toBe("reader");
    await expect(ask({ osUser: "root" })).rejects.toMatchObject({
      code: "OS_USER_UNAVAILABLE",
      params: { why: "unknown", osUser: "root" },
    });
    const { grantId, sessionId } = await createdAs(undefined);
    expect((await readSession(ana, sessionId)).osUser).toBe("reader");
    const { rows } = await listSessions(ana);
    expect(rows.find(({ id }) => id === sessionId)).toMatchObject({ osUser: "reader" });
    let csv = "";
    for await (const piece of (await exportSessions(ana, {})).pieces) csv += piece;
    expect(csv).toMatch(/"os_user"/);
    expect(csv).toMatch(new RegExp(`${sessionId}.*,"reader",`));
    await ended(grantId);
  });

  it("is narrowed by an approver, and passed to AWS as the session's tag", async () => {
    const { ana, ben } = world.people;
    const { requestId } = await ask({ osUser: "operator" });
    expect(await readRequest(ben, requestId)).toMatchObject({
      osUser: "operator",
      effective: { osUsers: ["reader", "operator"], isNarrowed: false },
    });
    const yes = { requestId, version: 1, verdict: "approve" } as const;
    await expect(decideAsShown(ben, { ...yes, osUser: "sudo" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    const { grantId = "" } = await decideAsShown(ben, { ...yes, osUser: "reader" });
    expect(await grantRowOf(grantId)).toMatchObject({ osUser: "reader" });
    expect(await readRequest(ana, requestId)).toMatchObject({
      effective: { osUsers: ["reader"], isNarrowed: true },
      decisions: [{ osUser: "reader" }],
    });
    const { sessionId } = await createSession(ana, { grantId, nodeId: payments });
    await opened(sessionId);
    expect(await rowOf(sessionId)).toMatchObject({ osUser: "reader", state: "open" });
    const events = await eventsOf({ sessionId });
    expect(events.find(({ code }) => code === "session.role-assuming")?.data).toMatchObject({
      osUser: "reader",
    });
    // Whoever has operator already may still be wanted as another: it is another access.
    await world.as("web");
    expect((await offerRequest(ana, { nodeIds: [payments], osUser: "reader" })).ask.allowed).toBe(false);
    expect((await offerRequest(ana, { nodeIds: [payments], osUser: "operator" })).ask.allowed).toBe(true);
    // More time is asked for as what was left, not as what was asked for at first.
    const extended = await extendGrant(ana, { grantId, ...asked });
    const more = await readRequest(ben, extended.requestId);
    expect(more).toMatchObject({ osUser: "reader", extension: { requestId } });
    const { grantId: next = "" } = await decideAsShown(ben, { ...yes, requestId: extended.requestId });
    expect(await grantRowOf(next)).toMatchObject({ osUser: "reader" });
    await ended(grantId);
  });

  it("can't be changed afterwards by any login, and what somebody changed past them doesn't open", async () => {
    const { grantId, sessionId } = await createdAs("reader");
    for (const login of ["web", "gateway", "jobs"] as const) {
      await world.as(login);
      const changed = handleOf(reading()).$executeRaw`
        update sessions set os_user = 'sudo' where id = ${sessionId}`;
      await expect(changed).rejects.toThrow(/permission denied/);
    }
    await expect(world.owner(`update grants set os_user = 'sudo' where id = '${grantId}'`)).rejects.toThrow(
      /cannot be changed/,
    );
    await world.owner(`update sessions set os_user = 'sudo' where id = '${sessionId}'`);
    await expect(opened(sessionId)).rejects.toMatchObject({
      code: "APPROVAL_MISMATCH",
      params: { why: "user" },
    });
    await ended(grantId);
  });

  it("is refused when its grant was changed as only the tables' owner can", async () => {
    const { grantId, sessionId } = await createdAs("reader");
    await world.owner(`update grants set os_user = 'sudo' where id = '${grantId}'`, { past: "grants" });
    await expect(opened(sessionId)).rejects.toMatchObject({
      code: "APPROVAL_MISMATCH",
      params: { why: "grant" },
    });
    await world.owner(`update grants set os_user = 'reader' where id = '${grantId}'`, { past: "grants" });
    await ended(grantId);
  });

  it("is refused once the account no longer names it, before and behind the session's creation", async () => {
    const { grantId, sessionId } = await createdAs("operator");
    const [account] = config().HALLIGAN_ACCOUNTS;
    if (!account) throw new TypeError("no account");
    const before = account.osUsers;
    account.osUsers = ["reader", "sudo"];
    const removed = { code: "OS_USER_UNAVAILABLE", params: { why: "removed", osUser: "operator" } };
    try {
      await expect(opened(sessionId)).rejects.toMatchObject(removed);
      await world.as("web");
      const again = createSession(world.people.ana, { grantId, nodeId: ledger });
      await expect(again).rejects.toMatchObject(removed);
    } finally {
      account.osUsers = before;
    }
    await ended(grantId);
  });

  it("is not left to the agent: a document under another name that runs as nobody of the list opens nothing", async () => {
    const [account] = config().HALLIGAN_ACCOUNTS;
    if (!account) throw new TypeError("no account");
    const before = account.documentName;
    const plain = expectedDocument({ ...account, osUsers: [] });
    await world.as("jobs");
    await createDocument({ account, region: "eu-west-1" }, plain);
    account.documentName = plain.name;
    try {
      const { grantId, sessionId } = await createdAs("reader");
      await expect(opened(sessionId)).rejects.toMatchObject({
        code: "DOCUMENT_CHANGED",
        params: { differs: ["inputs.runAsEnabled", "inputs.runAsDefaultUser"] },
      });
      await ended(grantId);
    } finally {
      account.documentName = before;
    }
  });

  it("is denied by AWS where the target role's trust doesn't list it, whatever the portal's settings say", async () => {
    const [account] = config().HALLIGAN_ACCOUNTS;
    if (!account) throw new TypeError("no account");
    const before = account.osUsers;
    account.osUsers = [...before, "ec2-user"];
    try {
      const { grantId, sessionId } = await createdAs("ec2-user");
      await expect(opened(sessionId)).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED" });
      await ended(grantId);
    } finally {
      account.osUsers = before;
    }
  });
});
