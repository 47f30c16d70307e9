import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Asked, createdSession, NODES } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../../tools/world.mjs";

const FORGED = "198.51.100.7";
const CALLER = "203.0.113.9";
const LOOPBACK = /^(127\.0\.0\.1|::1)$/;

let world: World;
let rows: Rows;
let ana: Visitor;
let ben: Visitor;

beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  ben = await Visitor.signIn(world, "ben");
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

/** The addresses in the latest events of a kind. */
async function addressOf(code: string): Promise<unknown> {
  const [event] = await rows.all(
    `select data->>'address' as address from audit_events where code = '${code}' order by at desc limit 1`,
  );
  return event?.address;
}

async function post(who: Visitor, path: string, body: object, forwardedFor?: string): Promise<unknown> {
  const answer = await who.fetch(`${world.portalOrigin}${path}`, {
    method: "POST",
    headers: {
      origin: world.portalOrigin,
      "content-type": "application/json",
      ...(forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor }),
    },
    body: JSON.stringify(body),
  });
  expect([path, answer.status, answer.body]).toEqual([path, 200, expect.any(String)]);
  return JSON.parse(answer.body);
}

/** A request, a decision and a connected terminal, with a header that a caller or a proxy sends. */
async function walk(forwardedFor?: string): Promise<Record<string, unknown>> {
  // Waits until the inventory knows the nodes.
  const { sessionId, grantId } = await createdSession(ana);
  const wanted = { nodeIds: [NODES.payments], justification: "Disk is full on the node", windowSeconds: 600 };
  const asked = (await post(ana, "/api/requests/create", wanted, forwardedFor)) as Asked;
  const { requestId, requestHash } = asked;
  const decision = { requestId, requestHash, version: 1, verdict: "deny", comment: "Not now, wait for Fay" };
  await post(ben, "/api/requests/decide", decision, forwardedFor);
  const headers = {
    ...{ cookie: ana.cookie, origin: world.portalOrigin },
    ...(forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor }),
  };
  const terminal = await ana.open(sessionId, { headers }).ready();
  const found = {
    asked: await addressOf("request.created"),
    decided: await addressOf("request.denied"),
    connected: await addressOf("session.attached"),
  };
  // With the access, or the next walk could not ask for it.
  await post(ana, "/api/grants/end", { grantId });
  await until("the shell is over", 20_000, () => terminal.closed !== undefined);
  return found;
}

describe("where a person called from", { timeout: 120_000 }, () => {
  it("is the connection's other end where no proxy is trusted, whatever the caller says", async () => {
    const here = expect.stringMatching(LOOPBACK);
    expect(await addressOf("sign-in.started")).toEqual(here);
    expect(await walk(FORGED)).toEqual({ asked: here, decided: here, connected: here });
  });

  it("is what a trusted proxy says, without what the caller had said before; unknown when it says nothing", async () => {
    for (const name of ["web", "gateway"] as const)
      await world.restart(name, { TRUSTED_PROXIES: "loopback" });
    ana = await Visitor.signIn(world, "ana");
    expect(await addressOf("sign-in.started")).toBe("unknown");
    const theirs = { asked: CALLER, decided: CALLER, connected: CALLER };
    expect(await walk(`${FORGED}, ${CALLER}`)).toEqual(theirs);
    const unknown = { asked: "unknown", decided: "unknown", connected: "unknown" };
    expect(await walk(`${CALLER}, <script>`)).toEqual(unknown);
  });
});
