import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createdSession, openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import type { Terminal } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn, send, UPGRADE } from "@/server/testing/wire";
import { inCheckout } from "../../tools/checkout/checkout.mjs";
import { startService } from "../../tools/command/child-process.mjs";
import { freePort } from "../../tools/launch/ports.mjs";
import { startWorld, type World } from "../../tools/world.mjs";

let world: World;
let rows: Rows;
let ana: Visitor;
let ben: Visitor;
let cleo: Visitor;
let eve: Visitor;

beforeAll(async () => {
  // Nothing here is found by asking again: what is closed was told to be.
  world = await startWorld({ settings: { RIGHT_CHECK_SECONDS: 3_600 } });
  rows = new Rows(world);
  [ana, ben, cleo, eve] = await Promise.all([
    Visitor.signIn(world, "ana"),
    Visitor.signIn(world, "ben"),
    Visitor.signIn(world, "cleo"),
    Visitor.signIn(world, "eve"),
  ]);
});
afterEach(async () => {
  const grants = await rows.all<{ id: string }>("select id from grants where ended_at is null");
  for (const { id } of grants) await ana.write("/api/grants/end", { grantId: id });
  await until("all is over", 20_000, async () => {
    const running = await rows.all("select from sessions where state not in ('ended', 'failed')");
    return running.length === 0;
  });
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/147.0.0.0 Safari/537.36";

const watch = (person: Visitor, sessionId: string) => person.open(sessionId, { watches: true });

async function eventsOf(sessionId: string, ...codes: string[]) {
  return rows.all<{ code: string; outcome: string; who: string; data: Record<string, unknown> }>(
    `select code, outcome, people.subject as who, data from audit_events join people on people.id = actor_id
     where session_id = $1 and code = any($2) order by at, audit_events.id`,
    [sessionId, codes],
  );
}

const isEmpty = async (sessionId: string) =>
  (await rows.all("select from session_seats where session_id = $1", [sessionId])).length === 0;

const watchersOf = (terminal: Terminal) => terminal.told.findLast(({ type }) => type === "watchers")?.names;

describe("whoever watches", () => {
  it("sees what is recorded and its size, is named to the others, and is on record", async () => {
    const { terminal, sessionId } = await openShell(ana);
    terminal.type("echo se''en-$((6*7))\r");
    await terminal.shows("seen-42");
    const watching = watch(ben, sessionId);
    await watching.shows("seen-42");
    expect(watching.told).toContainEqual({ type: "size", cols: 100, rows: 30 });
    await until("Ana sees who watches", 5_000, () => watchersOf(terminal)?.toString() === "Ben Okafor");
    const second = watch(cleo, sessionId);
    await second.shows("seen-42");
    await until(
      "both are named",
      5_000,
      () => watchersOf(watching)?.toString() === "Ben Okafor,Cleo Marchetti",
    );
    terminal.tell({ type: "resize", cols: 90, rows: 20 });
    terminal.type("echo aft''er-$((6*8))\r");
    await watching.shows("after-48");
    await watching.hears("the new size", ({ type, cols }) => type === "size" && cols === 90);
    expect(terminal.bytes.includes("after-48")).toBe(true);

    second.close();
    await until("Cleo is gone", 5_000, () => watchersOf(terminal)?.toString() === "Ben Okafor");
    terminal.tell({ type: "end" });
    expect(await watching.ends()).toEqual({ code: 4010, reason: "SESSION_OVER" });
    expect(watching.state).toMatchObject({ state: "ended", reason: "ended-by-person" });
    await until("both have left", 5_000, () => isEmpty(sessionId));
    const seen = await eventsOf(sessionId, "session.watched", "session.unwatched");
    expect(seen.map(({ code, who }) => [code, who])).toEqual([
      ["session.watched", "ben"],
      ["session.watched", "cleo"],
      ["session.unwatched", "cleo"],
      ["session.unwatched", "ben"],
    ]);
  });

  it("can't type, resize or end: the first try closes the socket", async () => {
    const { terminal, sessionId } = await openShell(ana);
    const tries: ((watching: Terminal) => void)[] = [
      (watching) => watching.type("echo in''truder\r"),
      (watching) => watching.tell({ type: "resize", cols: 40, rows: 10 }),
      (watching) => watching.tell({ type: "end" }),
    ];
    for (const attempt of tries) {
      const watching = await watch(ben, sessionId).ready();
      attempt(watching);
      expect(await watching.ends()).toEqual({ code: 1008, reason: "WATCH_ONLY" });
    }
    terminal.type("echo un''touched; stty size\r");
    await terminal.shows(/untouched\r\n30 100\r\n/);
    expect(terminal.text).not.toContain("intruder");
    terminal.tell({ type: "end" });
    await terminal.ends();
  });

  it("must be somebody who may see the session and whose task it is", async () => {
    const { sessionId } = await openShell(ana);
    expect(await watch(eve, sessionId).ends()).toEqual({ code: 4003, reason: "ROLE_MISSING" });
    expect(await watch(ana, sessionId).ends()).toEqual({ code: 4003, reason: "ROLE_MISSING" });
    const unknown = `ses_${"0".repeat(26)}`;
    expect(await watch(ben, unknown).ends()).toEqual({ code: 4003, reason: "NOT_FOUND" });
    const refused = await eventsOf(sessionId, "session.watched");
    expect(refused.map(({ outcome, who, data }) => [outcome, who, data.error])).toEqual([
      ["refused", "eve", "ROLE_MISSING"],
      ["refused", "ana", "ROLE_MISSING"],
    ]);
    await ana.post("/api/sessions/end", { sessionId });
    await until("it is over", 20_000, async () => {
      const { state } = await rows.one<{ state: string }>("select state from sessions where id = $1", [
        sessionId,
      ]);
      return state === "ended";
    });
    expect(await watch(ben, sessionId).ends()).toEqual({ code: 4010, reason: "SESSION_OVER" });
  });

  it("sees it from another gateway than the one that owns it, too", async () => {
    const { terminal, sessionId } = await openShell(ana);
    const port = await freePort();
    const gatewayOrigin = `http://localhost:${port}`;
    const other = await startService({
      name: "The second gateway",
      command: [inCheckout("dist", "gateway.mjs")],
      env: { ...world.env("gateway"), GATEWAY_PORT: String(port), GATEWAY_ORIGIN: gatewayOrigin },
      log: join(world.folder, "logs", "second-gateway.log"),
    });
    const watching = await ben.open(sessionId, { watches: true, gatewayOrigin }).ready();
    terminal.type("echo acr''oss-$((6*7))\r");
    await watching.shows("across-42");
    await until("Ana sees who watches", 5_000, () => watchersOf(terminal)?.toString() === "Ben Okafor");

    // The person's other window comes there: it is asked, and the first is told.
    const asked = ana.open(sessionId, { take: "ask", window: "w2", gatewayOrigin });
    expect(await asked.ends()).toEqual({ code: 4008, reason: "KEYBOARD_HELD" });
    const second = await ana.open(sessionId, { take: "now", window: "w2", gatewayOrigin }).ready();
    expect(await terminal.ends()).toEqual({ code: 4009, reason: "TAKEN_OVER" });
    second.type("echo mo''ved-$((6*7))\r");
    await watching.shows("moved-42");
    second.tell({ type: "end" });
    await second.ends();
    await other.stop();
  });
});

describe("a second window of the same person", () => {
  it("is asked first; when it takes over the first is told where, and types nothing more", async () => {
    const { sessionId } = await createdSession(ana);
    const headers = { cookie: ana.cookie, origin: world.portalOrigin, "user-agent": CHROME };
    const first = await ana.open(sessionId, { window: "w1", headers }).ready();
    const asked = ana.open(sessionId, { window: "w2", take: "ask" });
    expect(await asked.ends()).toEqual({ code: 4008, reason: "KEYBOARD_HELD" });
    expect(asked.told.filter(({ type }) => type !== "ping")).toEqual([
      {
        type: "held",
        by: { browser: "Chrome, Linux", address: expect.any(String), since: expect.any(String) },
      },
    ]);
    expect(first.closed).toBeUndefined();

    const second = await ana.open(sessionId, { window: "w2", take: "now" }).ready();
    first.type("echo la''te\r");
    expect(await first.ends()).toEqual({ code: 4009, reason: "TAKEN_OVER" });
    expect(first.told.at(-1)).toMatchObject({
      type: "taken-over",
      by: { browser: "", address: expect.stringMatching(/127\.0\.0\.1|::1/), since: expect.any(String) },
    });
    second.type("echo pre''sent\r");
    await second.shows("present");
    expect(second.text).not.toContain("late\r\n");
    const [taken, ...more] = await eventsOf(sessionId, "session.keyboard-taken");
    expect(more).toEqual([]);
    expect(taken).toMatchObject({
      who: "ana",
      data: { from: { browser: "Chrome, Linux" }, to: { browser: "" } },
    });
    second.tell({ type: "end" });
    await second.ends();
  });

  it("is not asked when it is the same window that comes back, or nobody is there", async () => {
    const { sessionId } = await createdSession(ana);
    const first = await ana.open(sessionId, { window: "w1", take: "ask" }).ready();
    const again = await ana.open(sessionId, { window: "w1", take: "ask" }).ready();
    expect((await first.ends()).code).toBe(4009);
    again.close();
    await again.ends();
    await until("the seat is empty", 5_000, () => isEmpty(sessionId));
    const other = await ana.open(sessionId, { window: "w3", take: "ask" }).ready();
    expect(await eventsOf(sessionId, "session.keyboard-taken")).toEqual([]);
    other.tell({ type: "end" });
    await other.ends();
  });

  it("is not asked about a window of a gateway that died", async () => {
    const { sessionId } = await createdSession(ana);
    const first = await ana.open(sessionId, { window: "w1" }).ready();
    await world.kill("gateway");
    await first.ends();
    await world.start("gateway");
    const back = await until("the dead gateway is forgotten", 15_000, async () => {
      const tried = ana.open(sessionId, { window: "w2", take: "ask" });
      await until(
        "it answers",
        10_000,
        () => tried.closed ?? tried.told.find(({ state }) => state === "open"),
      );
      return tried.closed ? undefined : tried;
    });
    back.type("echo go''es-on\r");
    await back.shows("goes-on");
    back.tell({ type: "end" });
    await back.ends();
  });
});

describe("a sign-in that ends", () => {
  it("closes terminals and watchers at once, by the notice alone", async () => {
    const [anaElsewhere, benElsewhere] = await Promise.all([
      Visitor.signIn(world, "ana"),
      Visitor.signIn(world, "ben"),
    ]);
    const { terminal, sessionId } = await openShell(anaElsewhere);
    const watching = await watch(benElsewhere, sessionId).ready();
    await benElsewhere.post("/api/sign-in/end", {});
    expect(await watching.ends(3_000)).toEqual({ code: 4001, reason: "NOT_SIGNED_IN" });
    await anaElsewhere.post("/api/sign-in/end", {});
    expect(await terminal.ends(3_000)).toEqual({ code: 4001, reason: "NOT_SIGNED_IN" });
  });
});

describe("an upgrade", () => {
  it("for a foreign Host is refused at the gateway and at the portal", async () => {
    const { sessionId } = await createdSession(ana);
    const headers = { ...UPGRADE, cookie: ana.cookie, origin: world.portalOrigin, host: "evil.test" };
    for (const kind of ["terminal", "watch"]) {
      const answer = await send(`${world.gatewayOrigin}/gateway/sessions/${sessionId}/${kind}`, { headers });
      expect(refusalIn(answer)).toEqual([421, "FOREIGN_HOST"]);
    }
    expect((await send(`${world.portalOrigin}/`, { headers })).status).toBe(421);
    expect(await rows.one("select state from sessions where id = $1", [sessionId])).toEqual({
      state: "created",
    });
  });
});
