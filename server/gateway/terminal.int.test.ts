import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, createdSession, NODES, openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import type { TerminalOptions } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn, send } from "@/server/testing/wire";
import { startWorld, type World } from "../../tools/world.mjs";

let world: World;
let rows: Rows;
let ana: Visitor;
let ben: Visitor;
let eve: Visitor;

beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  [ana, ben, eve] = await Promise.all([
    Visitor.signIn(world, "ana"),
    Visitor.signIn(world, "ben"),
    Visitor.signIn(world, "eve"),
  ]);
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const UNKNOWN = `ses_${"0".repeat(26)}`;

async function stateOf(sessionId: string): Promise<{ state: string; endReason: string | null }> {
  return rows.one(`select state, end_reason as "endReason" from sessions where id = $1`, [sessionId]);
}

/** What AWS has open under a session's name. */
async function openInAws(sessionId: string): Promise<string[]> {
  const { sessions } = (await world.sandbox.control("state")) as {
    sessions: { sessionId: string; status: string }[];
  };
  return sessions
    .filter(({ sessionId: id, status }) => id.startsWith(sessionId) && status === "Connected")
    .map(({ sessionId: id }) => id);
}

/** Hands the grant back, and waits until AWS has let go. */
async function giveBack(person: Visitor, { sessionId, grantId }: { sessionId: string; grantId: string }) {
  await person.write("/api/grants/end", { grantId });
  await until(`${sessionId} is over`, 20_000, async () => (await stateOf(sessionId)).state === "ended");
}

describe("the socket of a terminal", () => {
  const refused = async (person: Visitor, sessionId: string, options: TerminalOptions) => {
    const terminal = person.open(sessionId, options);
    const { code } = await terminal.ends();
    const { refused: answer } = terminal;
    return answer ? refusalIn(answer) : [code];
  };

  it("is refused over HTTP to strangers, to foreign pages and for what is no session", async () => {
    const session = await createdSession(ana);
    const { sessionId } = session;
    const { cookie } = ana;
    const origin = world.portalOrigin;
    const tries: [headers: Record<string, string>, status: number, code: string][] = [
      [{ origin }, 401, "NOT_SIGNED_IN"],
      [{ origin, cookie: "halligan.sign-in=forged" }, 401, "NOT_SIGNED_IN"],
      [{ cookie }, 403, "FOREIGN_ORIGIN"],
      [{ cookie, origin: "null" }, 403, "FOREIGN_ORIGIN"],
      [{ cookie, origin: "http://evil.test" }, 403, "FOREIGN_ORIGIN"],
      [{ cookie, origin: `${origin}.evil.test` }, 403, "FOREIGN_ORIGIN"],
      [{ cookie, origin: world.gatewayOrigin }, 403, "FOREIGN_ORIGIN"],
      [{ cookie, origin, "sec-fetch-site": "cross-site" }, 403, "FOREIGN_ORIGIN"],
    ];
    for (const [headers, ...answer] of tries)
      expect.soft([headers, ...(await refused(ana, sessionId, { headers }))]).toEqual([headers, ...answer]);
    expect(await refused(ana, "ses_x", {})).toEqual([404, "NOT_FOUND"]);
    expect(await stateOf(sessionId)).toMatchObject({ state: "created" });
    await giveBack(ana, session);
  });

  it("closes with 4003 for another person's session and for an unknown one, and opens nothing", async () => {
    const session = await createdSession(ana);
    for (const person of [ben, eve]) {
      const closed = await person.open(session.sessionId).ends();
      expect(closed).toEqual({ code: 4003, reason: "NOT_YOUR_SESSION" });
    }
    const terminal = ana.open(UNKNOWN);
    expect(await terminal.ends()).toEqual({ code: 4003, reason: "NOT_FOUND" });
    expect(terminal.state).toMatchObject({ state: "ended", code: "NOT_FOUND" });
    expect(await stateOf(session.sessionId)).toMatchObject({ state: "created" });
    expect(await openInAws(session.sessionId)).toEqual([]);
    await giveBack(ana, session);
  });

  it("closes with 1009 on a frame that is too large and with 1008 on a word it does not know", async () => {
    const { terminal, ...session } = await openShell(ana);
    terminal.type("x".repeat(4097));
    expect((await terminal.ends()).code).toBe(1009);
    const second = ana.open(session.sessionId);
    await second.hears("that it is open", ({ state }) => state === "open");
    second.type("x".repeat(70_000));
    expect((await second.ends()).code).toBe(1009);
    for (const word of [{ type: "execute" }, { type: "resize", cols: "1", rows: 30 }, ["end"]]) {
      const third = await ana.open(session.sessionId).ready();
      third.tell(word);
      expect(await third.ends()).toEqual({ code: 1008, reason: "INVALID_INPUT" });
    }
    const last = await ana.open(session.sessionId).ready();
    expect(last.text).not.toContain("xxxx");
    await giveBack(ana, session);
    expect(await last.ends()).toMatchObject({ code: 4010 });
  });

  it("tells each step of an opening in its order, with how long it took, before the shell is open", async () => {
    const { terminal, ...session } = await openShell(ana);
    const steps = terminal.told.filter(({ type }) => type === "opening");
    expect(steps.map(({ step }) => step)).toEqual(["recording", "role", "session", "channel"]);
    for (const { ms } of steps) expect(ms).toBeGreaterThanOrEqual(0);
    const states = terminal.told.flatMap(({ type, state }) => (type === "state" ? [state] : []));
    expect([...new Set(states)]).toEqual(["opening", "open"]);
    const again = await ana.open(session.sessionId).ready();
    expect(again.told.some(({ type }) => type === "opening")).toBe(false);
    await giveBack(ana, session);
  });

  it("lets the one type who came last", async () => {
    const { terminal: first, ...session } = await openShell(ana);
    const second = await ana.open(session.sessionId).ready();
    expect(await first.ends()).toEqual({ code: 4009, reason: "TAKEN_OVER" });
    second.type("echo still-$((40+2))\r");
    await second.shows("still-42");
    expect(first.text).not.toContain("still-42");
    await giveBack(ana, session);
  });

  it("closes at once when its sign-in ends, and the shell waits for the next", async () => {
    const elsewhere = await Visitor.signIn(world, "ana");
    const { terminal, ...session } = await openShell(elsewhere);
    await elsewhere.post("/api/sign-in/end", {});
    expect(await terminal.ends(3_000)).toEqual({ code: 4001, reason: "NOT_SIGNED_IN" });
    expect(await refused(elsewhere, session.sessionId, {})).toEqual([401, "NOT_SIGNED_IN"]);
    const back = await ana.open(session.sessionId).ready();
    expect(await stateOf(session.sessionId)).toMatchObject({ state: "open" });
    back.close();
    await giveBack(ana, session);
  });

  it("of a person who was disabled ends with its shell", async () => {
    const dov = await Visitor.signIn(world, "dov");
    const { terminal, ...session } = await openShell(ben);
    const { id: personId } = await rows.one<{ id: string }>("select id from people where subject = 'ben'");
    await dov.post("/api/people/disable", { personId, reason: "left the company" });
    await terminal.ends(8_000);
    await until("it is over", 20_000, async () => (await stateOf(session.sessionId)).state === "ended");
    expect(await stateOf(session.sessionId)).toMatchObject({ endReason: "person-disabled" });
    expect(await openInAws(session.sessionId)).toEqual([]);
    await dov.post("/api/people/enable", { personId, reason: "came back" });
    ben = await Visitor.signIn(world, "ben");
  });
});

describe("the window", () => {
  it("ends an open shell, and nothing can be opened after it", async () => {
    const { grantId = "" } = await ask(ana, NODES.ledger, 12);
    const { sessionId } = await ana.post<{ sessionId: string }>("/api/sessions/create", {
      ...{ grantId, nodeId: NODES.ledger },
    });
    const terminal = await ana.open(sessionId).ready();
    await terminal.hears("a warning", ({ type }) => type === "warning");
    expect((await terminal.ends(20_000)).code).toBe(4010);
    expect(terminal.state).toMatchObject({ state: "ended", reason: "window-ended" });
    await until("AWS has let go", 20_000, async () => (await openInAws(sessionId)).length === 0);
    await until("it is over", 20_000, async () => (await stateOf(sessionId)).state === "ended");
    const later = ana.open(sessionId);
    expect(await later.ends()).toMatchObject({ reason: "SESSION_OVER" });
    const input = { grantId, nodeId: NODES.ledger };
    expect(refusalIn(await ana.write("/api/sessions/create", input))).toEqual([409, "GRANT_OVER"]);
  });

  it("that ended between creating and opening lets nothing be opened", async () => {
    const { sessionId, grantId } = await createdSession(ana, 5);
    const { over } = await rows.one<{ over: Date }>("select ends_at as over from grants where id = $1", [
      grantId,
    ]);
    await until("the window is over", 10_000, () => Date.now() > over.getTime());
    expect(await ana.open(sessionId).ends()).toMatchObject({ reason: expect.stringMatching(/_OVER$/) });
    expect(await rows.one("select assume_intended_at from sessions where id = $1", [sessionId])).toEqual({
      assume_intended_at: null,
    });
  });
});

describe("a recording", () => {
  it("is read by whoever may see it, from our own pages only, and each look is on record", async () => {
    const { terminal, ...session } = await openShell(ana);
    terminal.type("echo hall''igan-$((6*7))\r");
    await terminal.shows("halligan-42");
    const { sessionId } = session;
    const at = `${world.gatewayOrigin}/gateway/sessions/${sessionId}`;
    const cast = await ana.get(`${at}/recording`, { origin: world.portalOrigin });
    expect([cast.status, cast.status === 200 || cast.body]).toEqual([200, true]);
    expect(cast.headers["access-control-allow-origin"]).toBe(world.portalOrigin);
    expect(cast.body).toContain("halligan-42");

    const { cookie } = ana;
    const cross = [
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
      { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "iframe" },
      { origin: "http://evil.test" },
      { origin: "null" },
    ];
    const answerTo = async (path: string, sent: Parameters<typeof send>[1]) =>
      refusalIn(await send(`${at}/${path}`, sent));
    for (const path of ["recording", "agent-log"]) {
      for (const headers of cross)
        expect
          .soft(await answerTo(path, { headers: { cookie, ...headers } }))
          .toEqual([403, "FOREIGN_ORIGIN"]);
      expect.soft(await answerTo(path, {})).toEqual([401, "NOT_SIGNED_IN"]);
      expect.soft(await answerTo(path, { headers: { cookie: eve.cookie } })).toEqual([403, "ROLE_MISSING"]);
      for (const method of ["POST", "PUT", "DELETE"])
        expect
          .soft(await answerTo(path, { method, headers: { cookie } }))
          .toEqual([405, "METHOD_NOT_ALLOWED"]);
    }
    const unknown = at.replace(sessionId, UNKNOWN);
    expect(refusalIn(await ana.get(`${unknown}/recording`))).toEqual([404, "NOT_FOUND"]);
    expect(
      await rows.all(
        `select people.subject from audit_events join people on people.id = actor_id
         where session_id = $1 and code = 'recording.export-begun'`,
        [sessionId],
      ),
    ).toEqual([{ subject: "ana" }]);
    await giveBack(ana, session);
  });
});

describe("a node that asks for encryption though its document names no key", () => {
  it("is refused by name, opens no shell, and nobody asks KMS for a key", async () => {
    await world.sandbox.control("agent", { nodeId: NODES.ledger, fault: "asks-for-encryption" });
    try {
      const made = await createdSession(ana);
      const terminal = ana.open(made.sessionId);
      await terminal.ends();
      expect(terminal.end).toBe(0);
      const { note, kept } = await rows.one<{ note: string; kept: number }>(
        `select end_note as note, (select count(*)::int from channel_keys) as kept from sessions where id = $1`,
        [made.sessionId],
      );
      expect({ note, kept }).toEqual({
        note: "Handshake failed: action KMSEncryption is not supported",
        kept: 0,
      });
      await giveBack(ana, made);
    } finally {
      await world.sandbox.control("agent", { nodeId: NODES.ledger });
    }
  });
});
