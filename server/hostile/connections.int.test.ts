import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createdSession, NODES } from "@/server/testing/loop";
import { descendants } from "@/server/testing/processes";
import { rawAnswer, requestText, resetAt, STAGES, upgradeHeaders } from "@/server/testing/sockets";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { send } from "@/server/testing/wire";
import { startWorld, type World } from "../../tools/world.mjs";

/** Resets at each stage of each kind of request. */
const ROUNDS = 25;

let world: World;
let ana: Visitor;
/** Of a session that nobody opens. */
let sessionId: string;
let grantId: string;

beforeAll(async () => {
  world = await startWorld();
  ana = await Visitor.signIn(world, "ana");
  ({ sessionId, grantId } = await createdSession(ana));
});
afterAll(() => world?.stop());

const pids = () =>
  descendants()
    .filter(({ command }) =>
      /run-web|next-server|gateway\.mjs|jobs\.mjs|aws\.mjs|identity\.mjs/.test(command),
    )
    .map(({ pid }) => pid)
    .sort();

async function allWork(): Promise<void> {
  expect((await send(`${world.gatewayOrigin}/gateway/health`)).status).toBe(200);
  expect((await ana.get(`${world.portalOrigin}/nodes`)).status).toBe(200);
  for (const name of ["web", "gateway", "jobs"] as const)
    expect(world.log(name)).not.toMatch(/Unhandled|nobody caught|MaxListeners/);
}

/** Resets one kind of request at every stage, many times; what was there before is there afterwards, and works. */
async function survives(port: number, request: string): Promise<void> {
  const before = pids();
  for (let round = 0; round < ROUNDS; round++)
    await Promise.all(STAGES.map((stage) => resetAt(stage, { port, request, delayMs: round })));
  await allWork();
  expect(pids()).toEqual(before);
}

describe("a connection that is reset at any stage", { timeout: 120_000 }, () => {
  const asked = { "a cookie that nobody gave": "halligan.sign-in=x", "no cookie": "none=1" };

  it.each(Object.entries(asked))("of an upgrade with %s hurts nobody", async (_what, cookie) => {
    const { portalOrigin, gatewayOrigin, ports } = world;
    const path = `/gateway/sessions/${sessionId}/terminal?cols=80&rows=24`;
    const headers = upgradeHeaders(portalOrigin, gatewayOrigin, cookie);
    await survives(ports.gateway, requestText(`GET ${path}`, headers));
  });

  it.each(["watch", "live"])("of an upgrade (%s) by somebody who is signed in hurts nobody", async (kind) => {
    const { portalOrigin, gatewayOrigin, ports } = world;
    const path = kind === "live" ? "/gateway/live?ageMs=0" : `/gateway/sessions/${sessionId}/watch`;
    const headers = upgradeHeaders(portalOrigin, gatewayOrigin, ana.cookie);
    await survives(ports.gateway, requestText(`GET ${path}`, headers));
  });

  it("of an upgrade at the web process hurts nobody", async () => {
    const { portalOrigin, ports } = world;
    await survives(ports.web, requestText("GET /", upgradeHeaders(portalOrigin, portalOrigin, ana.cookie)));
  });

  it("of a page or an API call hurts nobody", async () => {
    const { portalOrigin, ports } = world;
    const host = new URL(portalOrigin).host;
    await survives(ports.web, requestText("GET /nodes", { host, cookie: ana.cookie }));
    await survives(ports.web, requestText("GET /api/nodes/export", { host, cookie: ana.cookie }));
    const post = { host, origin: portalOrigin, cookie: ana.cookie, "content-type": "application/json" };
    await survives(ports.web, requestText("POST /api/nodes/star", { ...post, "content-length": "40" }));
  });

  it("of an upgrade or a call at the sandbox and the identity provider hurts nobody", async () => {
    for (const port of [world.ports.sandbox, world.ports.identity]) {
      const to = `http://127.0.0.1:${port}`;
      await survives(port, requestText("GET /v1/data-channel/x", upgradeHeaders(to, to, "none=1")));
      await survives(port, requestText("POST /", { host: new URL(to).host, "content-length": "10" }));
    }
  });

  it("in the middle of a recording's download hurts nobody", async () => {
    const session = { grantId, nodeId: NODES.ledger };
    const opened = await ana.post<{ sessionId: string }>("/api/sessions/create", session);
    const terminal = await ana.open(opened.sessionId).ready();
    terminal.type("seq 1 120000; echo E''ND\r");
    await terminal.shows("END\r\n", { ms: 60_000 });
    const path = `/gateway/sessions/${opened.sessionId}/recording`;
    const headers = { host: new URL(world.gatewayOrigin).host, cookie: ana.cookie };
    await survives(world.ports.gateway, requestText(`GET ${path}`, headers));
    const { status, body } = await send(`${world.gatewayOrigin}${path}`, { headers: { cookie: ana.cookie } });
    expect([status, body.length > 500_000]).toEqual([200, true]);
    terminal.type("exit\r");
    await until("the shell is over", 20_000, () => terminal.closed !== undefined);
  });
});

describe("a target that is no address", { timeout: 60_000 }, () => {
  const TARGETS = [
    ["an authority that is none", "GET //["],
    ["an asterisk", "OPTIONS *"],
    ["a whole URL", "GET http://ORIGIN/nodes"],
    ["an escape that means nothing", "GET /%"],
    ["an escape that is no UTF-8", "GET /nodes/%ff"],
    ["nine thousand letters", `GET /${"a".repeat(9_000)}`],
  ] as const;

  it.each(TARGETS)("%s is refused on web and gateway, without a stack", async (_what, line) => {
    for (const [name, origin] of [
      ["web", world.portalOrigin],
      ["gateway", world.gatewayOrigin],
    ] as const) {
      const { host, port } = new URL(origin);
      const before = world.log(name).length;
      for (const more of [{}, upgradeHeaders(world.portalOrigin, origin, "none=1")]) {
        const request = requestText(line.replace("ORIGIN", host), { connection: "close", ...more, host });
        const status = Number(/^HTTP\/1\.1 (\d+)/.exec(await rawAnswer(Number(port), request))?.[1]);
        expect([400, 404, 405]).toContain(status);
      }
      expect(world.log(name).slice(before)).not.toMatch(/\n\s+at |ERROR|FATAL/);
    }
  });

  it("sent a thousand times by nobody known leaves twenty lines a second in the log, and the number of the others", async () => {
    const { host, port } = new URL(world.gatewayOrigin);
    const before = world.log("gateway").length;
    const request = requestText("GET /nothing", { host, connection: "close" });
    for (let sent = 0; sent < 1_000; sent += 50)
      await Promise.all(Array.from({ length: 50 }, () => rawAnswer(Number(port), request)));
    const lines = () => world.log("gateway").slice(before).split("\n");
    await until("the rest is counted", 5_000, () =>
      lines().some((line) => /without a sign-in were left out.*"count":\d+/.test(line)),
    );
    const written = lines().flatMap((line) => /^\[([\d:]+)\.\d+\] INFO: request /.exec(line)?.[1] ?? []);
    const inSecond = (second: string) => written.filter((one) => one === second).length;
    expect(written).not.toEqual([]);
    // One may be counted just before the second turns, and written just after.
    expect(Math.max(...written.map(inSecond))).toBeLessThanOrEqual(20 + 1);
  });
});
