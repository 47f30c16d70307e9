import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROUTES } from "@/lib/http/routes";
import { ask, createdSession, NODES, openShell } from "@/server/testing/loop";
import { descendants, environmentOf, isLoopback, socketsOf } from "@/server/testing/processes";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn, type Sent, send, UPGRADE } from "@/server/testing/wire";
import { startWorld, type World } from "../tools/world.mjs";

/** What a careless machine has lying about; none of it may reach a process of ours. */
const POISON = {
  AWS_PROFILE: "poisoned",
  AWS_ACCESS_KEY_ID: "AKIAPOISONEDPOISONED",
  AWS_SECRET_ACCESS_KEY: "poisoned",
  AWS_SESSION_TOKEN: "poisoned",
  AWS_REGION: "us-gov-east-1",
  AWS_ENDPOINT_URL: "http://192.0.2.1",
  AWS_ENDPOINT_URL_STS: "http://192.0.2.1",
  AWS_CA_BUNDLE: "/poisoned",
  HTTP_PROXY: "http://192.0.2.1:3128",
  HTTPS_PROXY: "http://192.0.2.1:3128",
  http_proxy: "http://192.0.2.1:3128",
  NODE_OPTIONS: "--no-warnings",
  DATABASE_URL: "postgresql://192.0.2.1/poisoned",
  HALLIGAN_WORLD: "production",
};

let world: World;
let rows: Rows;
let ana: Visitor;
let ben: Visitor;
let eve: Visitor;

beforeAll(async () => {
  const before = { ...process.env };
  Object.assign(process.env, POISON);
  world = await startWorld({ isOnEveryAddress: true });
  for (const name of Object.keys(POISON)) {
    const was = before[name];
    if (was === undefined) delete process.env[name];
    else process.env[name] = was;
  }
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  ben = await Visitor.signIn(world, "ben");
  eve = await Visitor.signIn(world, "eve");
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

describe("a Host that is not ours", () => {
  const HOSTS = [
    "evil.test",
    "evil.test:PORT",
    "localhost.evil.test:PORT",
    "localhost:1",
    "127.0.0.1.evil.test",
  ];

  async function refuse(port: number, path: string, sent: Sent = {}): Promise<void> {
    for (const address of ["127.0.0.1", "[::1]"])
      for (const pattern of HOSTS) {
        const host = pattern.replace("PORT", String(port));
        const headers = { ...sent.headers, host };
        const { status } = await send(`http://${address}:${port}${path}`, { ...sent, headers });
        expect.soft({ address, path, host, status }).toEqual({ address, path, host, status: 421 });
      }
  }

  it("gets 421 from the web process: pages, files, API", async () => {
    const { body } = await send(`${world.portalOrigin}/sign-in`);
    const script = /\/_next\/static\/[^"]+\.js/.exec(body)?.[0] ?? "";
    expect((await send(`${world.portalOrigin}${script}`)).status).toBe(200);
    const { web } = world.ports;
    for (const path of ["/", "/sign-in", script, "/api/auth/csrf", "/no-such-page"]) await refuse(web, path);
    const { cookie } = ana;
    const headers = { cookie, origin: "http://evil.test", "content-type": "application/json" };
    await refuse(web, "/api/sign-in/end", { method: "POST", headers, body: "{}" });
  });

  it("gets 421 from the gateway, for a socket too", async () => {
    const { gateway } = world.ports;
    const terminal = `/gateway/sessions/ses_${"0".repeat(26)}/terminal`;
    await refuse(gateway, "/gateway/health");
    await refuse(gateway, terminal.replace("terminal", "recording"), { headers: { cookie: ana.cookie } });
    const headers = { ...UPGRADE, cookie: ana.cookie, origin: world.portalOrigin };
    await refuse(gateway, terminal, { headers });
  });

  it("gets 421 from the sandbox and from the identity provider", async () => {
    const { sandbox, identity } = world.ports;
    await refuse(sandbox, "/");
    await refuse(sandbox, "/", { method: "POST", body: "Action=GetCallerIdentity&Version=2011-06-15" });
    await refuse(sandbox, "/v1/data-channel/x?role=publish_subscribe", { headers: UPGRADE });
    await refuse(identity, "/.well-known/openid-configuration");
    await refuse(identity, "/groups");
  });
});

describe("a write with the cookie of somebody signed in", () => {
  const NEXT_AUTH = ["signin/oidc", "callback/oidc", "signout", "_log", "session", "csrf"];
  const writes = [
    ...ROUTES.filter(({ kind }) => kind === "write").map(({ path }) => path),
    ...NEXT_AUTH.map((action) => `/api/auth/${action}`),
  ];

  it.each(writes)("%s is refused from a foreign, a null and no origin, and does nothing", async (path) => {
    const before = await rows.one("select count(*) from audit_events");
    const others = [
      { origin: "http://evil.test" },
      { origin: "null" },
      { origin: world.gatewayOrigin },
      { origin: world.portalOrigin.replace("localhost", "127.0.0.1") },
      { origin: world.portalOrigin, "sec-fetch-site": "cross-site" },
      { origin: "http://evil.test", "content-type": "application/x-www-form-urlencoded" },
      {},
    ];
    for (const foreign of others) {
      const headers = { cookie: ana.cookie, "content-type": "application/json", ...foreign };
      const answer = await send(`${world.portalOrigin}${path}`, { method: "POST", headers, body: "{}" });
      expect.soft([foreign, ...refusalIn(answer)]).toEqual([foreign, 403, "FOREIGN_ORIGIN"]);
      expect.soft(answer.headers["set-cookie"]).toBeUndefined();
    }
    expect(await rows.one("select count(*) from audit_events")).toEqual(before);
  });

  it("is counted, although nobody can be named", async () => {
    const { count } = await rows.one<{ count: number }>(
      "select sum(count)::int as count from anonymous_refusals where code = 'FOREIGN_ORIGIN'",
    );
    expect(count).toBe(writes.length * 7);
    expect((await ana.get(`${world.portalOrigin}/nodes`)).status).toBe(200);
  });

  it("is refused by the identity provider too", async () => {
    const headers = { origin: "http://evil.test", "content-type": "application/x-www-form-urlencoded" };
    const body = "person=eve&group=halligan-admins";
    const answer = await send(`${world.idpOrigin}/groups`, { method: "POST", headers, body });
    expect(answer.status).toBe(403);
  });
});

describe("Eve, who may nothing", () => {
  it("is refused every write but her own signing out, each refusal on record with its code", async () => {
    const { requestId, requestHash } = await ask(ana, NODES.payments);
    const { sessionId, grantId } = await createdSession(ben);
    const { id: personId } = await rows.one<{ id: string }>("select id from people where subject = 'ana'");
    const { id: eveId } = await rows.one<{ id: string }>("select id from people where subject = 'eve'");
    const asked = {
      nodeIds: [NODES.ledger],
      justification: "I want to look at the index",
      windowSeconds: 600,
    };
    const tries: Record<string, [input: object, code: string]> = {
      "/api/nodes/star": [{ nodeId: NODES.ledger, isStarred: true }, "ROLE_MISSING"],
      "/api/views/save": [{ list: "nodes", name: "Offline", query: "state=offline" }, "ROLE_MISSING"],
      "/api/requests/create": [asked, "ROLE_MISSING"],
      "/api/grants/extend": [
        { grantId, justification: "I want to look at the index", windowSeconds: 600 },
        "ROLE_MISSING",
      ],
      "/api/requests/decide": [{ requestId, version: 1, requestHash, verdict: "approve" }, "ROLE_MISSING"],
      "/api/requests/break-glass": [
        {
          ...{ nodeId: NODES.ledger, confirmation: "ledger-3", windowSeconds: 600 },
          justification: "I want to look at the index",
        },
        "ROLE_MISSING",
      ],
      "/api/people/delegations/make": [
        { delegateId: personId, until: "2999-01-01T00:00:00Z" },
        "ROLE_MISSING",
      ],
      "/api/requests/note": [{ requestId, note: "I have looked at the index" }, "NOT_FOUND"],
      "/api/requests/judge": [{ requestId, verdict: "ratified", reason: "because" }, "NOT_FOUND"],
      "/api/requests/withdraw": [{ requestId }, "NOT_THE_REQUESTER"],
      "/api/requests/open": [{ requestId }, "ROLE_MISSING"],
      "/api/requests/write": [{ requestId, kind: "comment", text: "let me look" }, "ROLE_MISSING"],
      "/api/requests/remind": [{ requestId }, "NOT_THE_REQUESTER"],
      "/api/grants/end": [{ grantId, reason: "because" }, "NOT_THE_GRANTEE"],
      "/api/sessions/create": [{ grantId, nodeId: NODES.ledger }, "NOT_THE_GRANTEE"],
      "/api/sessions/end": [{ sessionId, reason: "because" }, "NOT_YOUR_SESSION"],
      "/api/sessions/unmask": [{ sessionId, reason: "because" }, "ROLE_MISSING"],
      "/api/recordings/notes/write": [{ sessionId, fromMs: 0, toMs: 0, text: "Mine" }, "ROLE_MISSING"],
      "/api/recordings/notes/withdraw": [{ sessionId, noteId: `aud_${"0".repeat(26)}` }, "ROLE_MISSING"],
      "/api/recordings/deletions/ask": [{ sessionId, reason: "because" }, "ROLE_MISSING"],
      "/api/recordings/deletions/confirm": [{ deletionId: `del_${"0".repeat(26)}` }, "NOT_FOUND"],
      "/api/recordings/deletions/withdraw": [{ deletionId: `del_${"0".repeat(26)}` }, "NOT_FOUND"],
      "/api/retention/propose": [
        { protection: "production", days: 30, reason: "because of that" },
        "ROLE_MISSING",
      ],
      "/api/retention/confirm": [{ ruleId: `rtr_${"0".repeat(26)}` }, "NOT_FOUND"],
      "/api/retention/withdraw": [{ ruleId: `rtr_${"0".repeat(26)}` }, "NOT_FOUND"],
      "/api/policy/propose": [
        { files: [{ name: "access.cedar", text: "" }], reason: "because of that" },
        "ROLE_MISSING",
      ],
      "/api/policy/approve": [{ policyId: `pol_${"0".repeat(26)}`, insteadOf: null }, "NOT_FOUND"],
      "/api/policy/reject": [
        { policyId: `pol_${"0".repeat(26)}`, reason: "this is not what we agreed" },
        "NOT_FOUND",
      ],
      "/api/recordings/holds/place": [{ sessionId, reason: "because" }, "ROLE_MISSING"],
      "/api/recordings/holds/lift": [{ holdId: `hld_${"0".repeat(26)}`, reason: "because" }, "NOT_FOUND"],
      "/api/recordings/holds/confirm": [{ liftingId: `lft_${"0".repeat(26)}` }, "NOT_FOUND"],
      "/api/recordings/holds/withdraw": [{ liftingId: `lft_${"0".repeat(26)}` }, "NOT_FOUND"],
      "/api/recordings/openings/ask": [{ sessionId, reason: "because" }, "ROLE_MISSING"],
      "/api/recordings/openings/confirm": [{ openingId: `opn_${"0".repeat(26)}` }, "NOT_FOUND"],
      "/api/recordings/openings/withdraw": [{ openingId: `opn_${"0".repeat(26)}` }, "NOT_FOUND"],
      "/api/people/disable": [{ personId, reason: "because" }, "ROLE_MISSING"],
      "/api/people/enable": [{ personId, reason: "because" }, "ROLE_MISSING"],
      "/api/accounts/test": [{ accountId: "111122223333", region: "eu-west-1" }, "ROLE_MISSING"],
      "/api/accounts/document": [{ accountId: "111122223333", region: "eu-west-1" }, "ROLE_MISSING"],
      // A review that she may not see is none: its own test stands beside closeReview.
      "/api/reviews/close": [
        { reviewId: `rev_${"0".repeat(26)}`, verdict: "in-order", notes: "All fine" },
        "NOT_FOUND",
      ],
    };
    const writes = ROUTES.filter(({ kind, who }) => kind === "write" && who !== "signed-in");
    expect(Object.keys(tries).sort()).toEqual(writes.map(({ path }) => path).sort());
    for (const [path, [input, code]] of Object.entries(tries)) {
      const answer = await eve.write(path, input);
      expect.soft([path, refusalIn(answer)[1]]).toEqual([path, code]);
      expect.soft(answer.status).toBe(code === "NOT_FOUND" ? 404 : 403);
    }
    const recorded = await rows.all<{ error: string }>(
      "select data->>'error' as error from audit_events where actor_id = $1 and outcome = 'refused' order by at",
      [eveId],
    );
    expect(recorded.map(({ error }) => error)).toEqual(Object.values(tries).map(([, code]) => code));
    expect(await rows.one("select state from requests where id = $1", [requestId])).toEqual({
      state: "waiting",
    });
    await ana.post("/api/requests/withdraw", { requestId });
  });

  it("is shown nothing on any page", async () => {
    const { requestId } = await ask(ana, NODES.payments);
    const { id: sessionId } = await rows.one<{ id: string }>("select id from sessions limit 1");
    const ids: Record<string, string> = { nodes: NODES.ledger, requests: requestId, sessions: sessionId };
    for (const { path, who } of ROUTES.filter(({ kind }) => kind === "page")) {
      if (who === "anyone") continue;
      const id = ids[path.split("/")[1] ?? ""] ?? `rev_${"0".repeat(26)}`;
      const { status, body } = await eve.get(`${world.portalOrigin}${path.replace("[id]", id)}`);
      // The home page says what she lacks; a review that does not exist is not found by anybody.
      expect.soft([path, status]).toEqual([path, { "/": 200, "/reviews/[id]": 404 }[path] ?? 403]);
      expect.soft(body).not.toMatch(/ledger-3|payments-api-2|Ana Duarte|INC-4711/);
    }
    await ana.post("/api/requests/withdraw", { requestId });
  });
});

describe("Dov, who administers and has no other role", () => {
  it("asks, decides, opens and reviews nothing; no write gives a role or connects an account", async () => {
    const dov = await Visitor.signIn(world, "dov");
    const { requestId, requestHash } = await ask(ana, NODES.payments);
    const { terminal, sessionId, grantId } = await openShell(ana);
    terminal.type("exit\r");
    const { id: reviewId } = await until("its review is open", 30_000, async () => {
      const [row] = await rows.all<{ id: string }>("select id from reviews where session_id = $1", [
        sessionId,
      ]);
      return row;
    });
    const asked = {
      nodeIds: [NODES.ledger],
      justification: "I want to look at the index",
      windowSeconds: 600,
    };
    const tries: Record<string, [input: object, code: string]> = {
      "/api/requests/create": [asked, "ROLE_MISSING"],
      "/api/grants/extend": [
        { grantId, justification: "I want to look at the index", windowSeconds: 600 },
        "ROLE_MISSING",
      ],
      "/api/requests/decide": [{ requestId, version: 1, requestHash, verdict: "approve" }, "ROLE_MISSING"],
      "/api/requests/withdraw": [{ requestId }, "NOT_THE_REQUESTER"],
      "/api/sessions/create": [{ grantId, nodeId: NODES.ledger }, "NOT_THE_GRANTEE"],
      "/api/sessions/unmask": [{ sessionId, reason: "because" }, "ROLE_MISSING"],
      "/api/recordings/notes/write": [{ sessionId, fromMs: 0, toMs: 0, text: "Mine" }, "ROLE_MISSING"],
      "/api/reviews/close": [{ reviewId, verdict: "in-order", notes: "All fine" }, "ROLE_MISSING"],
    };
    for (const [path, [input, code]] of Object.entries(tries))
      expect.soft([path, ...refusalIn(await dov.write(path, input))]).toEqual([path, 403, code]);
    expect(await dov.open(sessionId).ends()).toMatchObject({ code: 4003, reason: "NOT_YOUR_SESSION" });

    // What is left to an administrator: a write that is new here must be asked whether it gives power.
    const left = ROUTES.filter(({ kind, who }) => kind === "write" && who.includes("administrator"));
    expect(left.map(({ path }) => path).sort()).toEqual([
      ...["/api/accounts/document", "/api/accounts/test", "/api/grants/end", "/api/nodes/star"],
      ...["/api/people/disable", "/api/people/enable"],
      // Rules are approved by another than whoever proposed them.
      ...["approve", "propose", "reject"].map((step) => `/api/policy/${step}`),
      // A deletion takes two of them, and neither may have used the session.
      ...["ask", "confirm", "withdraw"].map((step) => `/api/recordings/deletions/${step}`),
      // A hold keeps a recording, and two people lift it.
      ...["confirm", "lift", "place", "withdraw"].map((step) => `/api/recordings/holds/${step}`),
      // What was typed is opened by two, and sealed to others still.
      ...["ask", "confirm", "withdraw"].map((step) => `/api/recordings/openings/${step}`),
      // How long recordings are kept takes two of them, and waits seven days where it is for less time.
      ...["confirm", "propose", "withdraw"].map((step) => `/api/retention/${step}`),
      ...["/api/sessions/end", "/api/views/save"],
    ]);
    await ana.post("/api/requests/withdraw", { requestId });
    await ana.post("/api/grants/end", { grantId });
  });
});

describe("a browser", () => {
  it("shows no script the sign-in's cookie, and sends it with no other site's writes", () => {
    const [given = "", ...more] = ana.jar.received.filter((header) => header.startsWith("halligan.sign-in="));
    expect(more).toEqual([]);
    expect(given.split("; ").slice(1)).toEqual(
      expect.arrayContaining(["HttpOnly", "SameSite=Lax", "Path=/"]),
    );
    expect(given).not.toMatch(/domain=/i);
  });

  it("frames no page, and runs no script in one that we have not sent with it", async () => {
    for (const { path, who } of ROUTES.filter(({ kind }) => kind === "page")) {
      const visit =
        who === "anyone" ? send(`${world.portalOrigin}${path}`) : ana.get(world.portalOrigin + path);
      const { headers } = await visit;
      const policy = String(headers["content-security-policy"]);
      expect.soft([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
      expect.soft(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic'/);
      expect.soft(headers["x-frame-options"]).toBe("DENY");
    }
  });
});

it("refuses whoever asks the yes to their own request, and says so in the audit", async () => {
  for (const [person, subject] of [
    [ana, "ana"],
    [ben, "ben"],
  ] as const) {
    const { requestId, requestHash } = await ask(person, NODES.payments);
    const input = { requestId, version: 1, requestHash, verdict: "approve" };
    expect(refusalIn(await person.write("/api/requests/decide", input))).toEqual([403, "SELF_APPROVAL"]);
    const refusal = await rows.one(
      `select code, outcome, data->>'error' as error, people.subject from audit_events
       join people on people.id = actor_id where request_id = $1 and outcome = 'refused'`,
      [requestId],
    );
    expect(refusal).toEqual({
      code: "request.approved",
      outcome: "refused",
      error: "SELF_APPROVAL",
      subject,
    });
    expect(await rows.all("select from grants where request_id = $1", [requestId])).toEqual([]);
    await person.post("/api/requests/withdraw", { requestId });
  }
});

it("never answers an upgrade from the web process", async () => {
  for (const path of ["/", "/api/auth/csrf", "/gateway/sessions/x/terminal", "/_next/webpack-hmr"]) {
    const headers = { ...UPGRADE, cookie: ana.cookie, origin: world.portalOrigin };
    expect((await send(`${world.portalOrigin}${path}`, { headers })).status).toBe(426);
  }
});

it.each(["origin", "cookie", "referer", "sec-fetch-site", "sec-fetch-mode"])(
  "refuses in the sandbox what carries a browser's %s, before its signature is looked at",
  async (name) => {
    const headers = { [name]: name === "cookie" ? ana.cookie : world.portalOrigin };
    for (const sent of [{ method: "POST", headers }, { headers }, { headers: { ...UPGRADE, ...headers } }]) {
      const { status, body } = await send(world.sandbox.endpoint, sent);
      expect([status, body]).toEqual([403, expect.stringContaining(`header ${name} are refused`)]);
    }
  },
);

describe("the processes of a world", () => {
  it("listen on loopback only and talk to nothing else", () => {
    const sockets = descendants().flatMap(({ pid, command }) =>
      socketsOf(pid).map((socket) => ({ command, ...socket })),
    );
    const listening = sockets.filter(({ isListening }) => isListening);
    const { web, gateway, jobs, sandbox, identity, mail } = world.ports;
    expect([...new Set(listening.map(({ port }) => port))].sort()).toEqual(
      [web, gateway, jobs, sandbox, identity, mail].sort(),
    );
    expect(listening.filter(({ local }) => !isLoopback(local))).toEqual([]);
    expect(sockets.filter(({ isListening, remote }) => !isListening && !isLoopback(remote))).toEqual([]);
    expect(sockets.length).toBeGreaterThan(listening.length);
  });

  it("got nothing of the AWS settings, proxies and databases of whoever started them", () => {
    const processes = descendants().map(({ pid, command }) => ({ command, env: environmentOf(pid) }));
    for (const program of ["aws.mjs", "identity.mjs", "jobs.mjs", "gateway.mjs", "next-server"])
      expect(processes.some(({ command }) => command.includes(program))).toBe(true);
    for (const { command, env } of processes) {
      const poisoned = Object.entries(POISON).filter(([name, value]) => env[name] === value);
      expect.soft({ command, poisoned }).toEqual({ command, poisoned: [] });
      const isPortal = /next-server|(gateway|jobs)\.mjs/.test(command);
      if (isPortal) expect.soft(env.AWS_SHARED_CREDENTIALS_FILE).toBe("/dev/null");
      if (command.includes("next-server"))
        expect.soft(Object.keys(env).filter((name) => /^HALLIGAN_AWS_|ACCESS_KEY/.test(name))).toEqual([]);
    }
  });
});
