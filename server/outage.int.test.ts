import { readdirSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asAdmin } from "@/lib/db/testing/as-admin";
import { ask, NODES, openShell } from "@/server/testing/loop";
import { holesIn, rangesOf, recordedBytes } from "@/server/testing/recorded";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../tools/world.mjs";

const DEAD_SECONDS = 4;
const ABANDONED_SECONDS = 5;
const PROCESSES = ["web", "gateway", "jobs"] as const;

let world: World;
let ana: Visitor;
let session: Awaited<ReturnType<typeof openShell>>;

beforeAll(async () => {
  world = await startWorld({ ownDatabase: true, settings: { DEAD_SECONDS, ABANDONED_SECONDS } });
  ana = await Visitor.signIn(world, "ana");
  session = await openShell(ana);
});
afterAll(() => world?.stop());

/** Connections that are kept, by login and purpose; the pools' own come and go. */
async function kept(): Promise<Record<string, number>> {
  const rows = await asAdmin<{ name: string; count: number }>(
    world,
    `select usename || ' ' || application_name as name, count(*)::int as count from pg_stat_activity
     where application_name ~ '^halligan .' group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

const pooled = async () =>
  (
    await asAdmin<{ count: number }>(
      world,
      "select count(*)::int as count from pg_stat_activity where application_name = 'halligan'",
    )
  )[0]?.count ?? 0;

const pids = () => PROCESSES.map((name) => world.pids(name));
const descriptors = () =>
  Object.fromEntries(
    PROCESSES.map((name) => [
      name,
      world.pids(name).reduce((sum, pid) => sum + readdirSync(`/proc/${pid}/fd`).length, 0),
    ]),
  );

// Jobs' thread that reads recordings has locks of its own.
const KEPT = { "gateway_login halligan listen": 1, "jobs_login halligan locks": 2 };

/** Everything is as it was before, and the shell goes on: byte for byte, not abandoned, not taken for dead. */
async function isAsBefore(before: { pids: number[][]; descriptors: Record<string, number> }): Promise<void> {
  const { terminal, sessionId } = session;
  await until("keys reach the shell again", 40_000, async () => {
    const from = terminal.end;
    terminal.type("echo ag''ain-$((6*7))\r");
    await pause(500); // between two tries of a person
    return terminal.textFrom(from).includes("again-42");
  });
  // Whoever judges by old beats would have judged by now.
  await pause((DEAD_SECONDS + ABANDONED_SECONDS + 2) * 1000);
  const rows = new Rows(world);
  try {
    expect(await rows.one("select state, end_reason from sessions where id = $1", [sessionId])).toEqual({
      state: "open",
      end_reason: null,
    });
    expect(terminal.closed).toBeUndefined();
    await until("the recording has what is shown", 10_000, async () =>
      (await recordedBytes(rows, sessionId)).equals(terminal.bytes),
    );
    expect(holesIn(await rangesOf(rows, sessionId, "o"))).toEqual([]);
  } finally {
    await rows.close();
  }
  expect(pids()).toEqual(before.pids);
  await expect.poll(kept, { timeout: 15_000 }).toEqual(KEPT);
  // A pool has twelve connections at most; web has one process for each loopback address.
  expect(await pooled()).toBeLessThanOrEqual(12 * pids().flat().length);
  for (const name of PROCESSES)
    expect
      .soft([name, descriptors()[name]])
      .toEqual([name, expect.toSatisfy((now: number) => now <= (before.descriptors[name] ?? 0) + 15)]);
}

const before = () => ({ pids: pids(), descriptors: descriptors() });

describe.each([1_000, 10_000])("an outage of the database of %i ms", (milliseconds) => {
  it("is survived by every process and by the open shell", { timeout: 120_000 }, async () => {
    const { terminal } = session;
    const was = before();
    const from = terminal.end;
    terminal.type(
      "sleep 1; for i in 1 2 3 4 5 6 7 8; do echo li''ne-$i; sleep 0.2; done; echo af''ter-$((6*7))\r",
    );
    await until("the return key is sent", 10_000, () => terminal.textFrom(from).includes("\r\n"));
    const told = terminal.told.length;
    await world.database?.stop();
    const shown = terminal.end;
    terminal.type("echo lo''st\r");
    await until("the person is told that keys are refused", 15_000, () =>
      terminal.told.slice(told).some(({ code }) => code === "INPUT_NOT_RECORDED"),
    );
    await pause(milliseconds); // the length of the outage is what is tried
    expect(terminal.end).toBe(shown);
    await world.database?.start();
    await terminal.shows("after-42\r\n", { from, ms: 40_000 });
    expect(terminal.textFrom(from)).toMatch(/(line-\d\r\n){8}after-42/);
    expect(terminal.textFrom(from)).not.toContain("lost\r\nlost");
    await isAsBefore(was);
  });
});

it("pages and API say so while it is away, and work again", { timeout: 90_000 }, async () => {
  await world.database?.stop();
  const write = await ana.write("/api/people/guide", { step: "hidden", isDone: true });
  expect([write.status, JSON.parse(write.body)]).toMatchObject([
    503,
    { error: { code: "DATABASE_UNAVAILABLE" } },
  ]);
  const search = await ana.get(`${world.portalOrigin}/api/search?q=ledger`);
  expect([search.status, search.body]).toEqual([503, expect.stringContaining("DATABASE_UNAVAILABLE")]);
  const page = await ana.get(`${world.portalOrigin}/requests`);
  expect([page.status, page.body]).toEqual([
    expect.any(Number),
    expect.stringContaining("DATABASE_UNAVAILABLE"),
  ]);
  await world.database?.start();
  await until(
    "pages work again",
    30_000,
    async () => (await ana.get(`${world.portalOrigin}/requests`)).status === 200,
  );
});

it("every connection that is cut is made again", { timeout: 120_000 }, async () => {
  const was = before();
  for (let times = 0; times < 3; times++) {
    await asAdmin(
      world,
      "select pg_terminate_backend(pid) from pg_stat_activity where usename like '%\\_login'",
    );
    await pause(700); // less than it takes to come back each time
  }
  await isAsBefore(was);
});

it("a server without a free connection is waited for", { timeout: 120_000 }, async () => {
  const was = before();
  const limit = async (most: number) => {
    for (const name of ["web", "gateway", "jobs"])
      await asAdmin(world, `alter role ${name}_login connection limit ${most}`);
  };
  await limit(0);
  await asAdmin(
    world,
    "select pg_terminate_backend(pid) from pg_stat_activity where usename like '%\\_login'",
  );
  await pause(3_000); // for so long nobody comes in
  await limit(-1);
  await isAsBefore(was);
});

it("a server that accepts and says nothing is waited for, and the person is told", {
  timeout: 120_000,
}, async () => {
  const was = before();
  const { terminal } = session;
  const told = terminal.told.length;
  world.database?.freeze();
  try {
    terminal.type("#");
    await until("the person is told", 15_000, () =>
      terminal.told.slice(told).some(({ code }) => code === "NOT_DURABLE"),
    );
    terminal.type("echo lo''st\r");
    await until("keys are refused", 15_000, () =>
      terminal.told.slice(told).some(({ code }) => code === "INPUT_NOT_RECORDED"),
    );
    await pause(6_000); // for so long it says nothing
  } finally {
    world.database?.thaw();
  }
  await isAsBefore(was);
});

it("a window ends on time while the database is away: no byte passes behind it", {
  timeout: 120_000,
}, async () => {
  const ben = await Visitor.signIn(world, "ben");
  const { grantId = "" } = await ask(ben, NODES.ledger, 15);
  const { sessionId } = await ben.post<{ sessionId: string }>("/api/sessions/create", {
    ...{ grantId, nodeId: NODES.ledger },
  });
  const terminal = await ben.open(sessionId).ready();
  const { windowEndsAt } = await terminal.hears("the window", (told) => "windowEndsAt" in told);
  const end = Date.parse(String(windowEndsAt));
  await world.database?.stop();
  try {
    expect(Date.now()).toBeLessThan(end - 2_000);
    terminal.type("echo lo''st\r");
    expect(await terminal.ends(30_000)).toMatchObject({ code: 4010 });
    expect(terminal.state).toMatchObject({ state: "ended", reason: "window-ended" });
    expect(Date.now() - end).toBeLessThan(2_000);
    expect(terminal.text).not.toContain("lost\r\n");
  } finally {
    await world.database?.start();
  }
  const rows = new Rows(world);
  try {
    await until("AWS has confirmed the end", 60_000, async () => {
      const [row] = await rows
        .all<{ isOver: boolean }>(
          `select end_confirmed_at is not null as "isOver" from sessions where id = $1`,
          [sessionId],
        )
        .catch(() => []);
      return row?.isOver;
    });
  } finally {
    await rows.close();
  }
});

it("jobs goes on working: a shell that is ended then is ended at AWS", { timeout: 60_000 }, async () => {
  const { sessionId } = session;
  await ana.post("/api/sessions/end", { sessionId });
  const rows = new Rows(world);
  try {
    await until("AWS has confirmed the end", 30_000, async () => {
      const row = await rows.one<{ isOver: boolean }>(
        `select end_confirmed_at is not null as "isOver" from sessions where id = $1`,
        [sessionId],
      );
      return row.isOver;
    });
  } finally {
    await rows.close();
  }
});
