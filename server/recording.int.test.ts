import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createdSession, openShell } from "@/server/testing/loop";
import { holesIn, rangesOf, recordedBytes, replayedText } from "@/server/testing/recorded";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../tools/world.mjs";

let world: World;
let rows: Rows;
/** A second connection, that stands in the way of commits. */
let hindrance: Rows;
let ana: Visitor;
let session: Awaited<ReturnType<typeof openShell>>;

beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  hindrance = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  session = await openShell(ana);
});
afterEach(() => unlock());
afterAll(async () => {
  await rows?.close();
  await hindrance?.close();
  await world?.stop();
});

/** From now on nothing can be added to recordings; reading goes on. */
async function lock(): Promise<void> {
  await hindrance.all("begin");
  await hindrance.all("lock table recording_ranges in exclusive mode");
}

async function unlock(): Promise<void> {
  await hindrance.all("rollback");
}

const WAITING = `select pid from pg_stat_activity
  where wait_event_type = 'Lock' and usename = 'gateway_login' and query like '%recording_ranges%'
    and datname = current_database()`;

async function aCommitWaits(): Promise<void> {
  await until("a commit of the gateway waits", 15_000, async () => (await rows.all(WAITING)).length > 0);
}

/** The recording, shown and replayed, is one and the same, from where the terminal's output begins. */
async function agrees(): Promise<void> {
  const { sessionId, terminal } = session;
  await until("the recording has what is shown", 5_000, async () =>
    (await recordedBytes(rows, sessionId)).subarray(terminal.from).equals(terminal.bytes),
  );
  const replayed = await replayedText(ana, sessionId);
  expect(terminal.from === 0 ? replayed : replayed.slice(-terminal.text.length)).toBe(terminal.text);
  expect(holesIn(await rangesOf(rows, sessionId, "o"))).toEqual([]);
}

describe("output that can't be committed", () => {
  it("is not shown, and goes on byte for byte when it can", async () => {
    const { terminal } = session;
    const from = terminal.end;
    terminal.type("for i in $(seq 1 40); do sleep 0.05; seq 1 200; done; echo E''ND\r");
    await terminal.shows("200\r\n", { from });
    await lock();
    await aCommitWaits();
    const shown = terminal.end;
    // Long enough for the shell to print several times; what must not happen can't be waited for.
    await pause(600);
    expect(terminal.end).toBe(shown);
    await unlock();
    const text = await terminal.shows("END\r\n", { from });
    const once = Array.from({ length: 200 }, (_, i) => `${i + 1}\r\n`).join("");
    expect(text).toContain(`${once.repeat(40)}END\r\n`);
    await agrees();
  });

  it("is not acknowledged: the agent sends it again to the gateway that comes after a kill", async () => {
    const { terminal, sessionId } = session;
    const from = terminal.end;
    terminal.type("sleep 1; echo un''seen-$((6*7))\r");
    await terminal.shows("un''seen", { from });
    await until("the return key is on record", 5_000, async () => terminal.textFrom(from).includes("\r\n"));
    await lock();
    await aCommitWaits();
    expect(terminal.textFrom(from)).not.toContain("unseen-42");
    await world.kill("gateway");
    // The statement of the dead gateway must not be carried out after all.
    await rows.all(`select pg_terminate_backend(pid) from (${WAITING}) as waiting`);
    await unlock();
    expect((await recordedBytes(rows, sessionId)).toString("utf8")).not.toContain("unseen-42");
    await world.start("gateway");
    const back = ana.open(sessionId, { after: terminal.end });
    await back.shows("unseen-42\r\n");
    back.close();
    session = { ...session, terminal: ana.open(sessionId) };
    await session.terminal.shows("unseen-42\r\n");
    expect(session.terminal.text.split("unseen-42\r\n")).toHaveLength(2);
    await agrees();
  });

  it("is held with a notice when the database refuses it, and so is input", async () => {
    const { terminal, sessionId } = session;
    const from = terminal.end;
    terminal.type("sleep 1; echo af''ter-$((6*7))\r");
    await terminal.shows("af''ter", { from });
    await until("the return key is sent", 5_000, () => terminal.textFrom(from).includes("\r\n"));
    await rows.all("revoke insert on recording_ranges from halligan_gateway");
    try {
      await terminal.hears("that it can't record", ({ code }) => code === "NOT_DURABLE");
      terminal.type("echo lo''st\r");
      await terminal.hears("that keys were refused", ({ code }) => code === "INPUT_NOT_RECORDED");
      expect(terminal.textFrom(from)).not.toContain("after-42");
    } finally {
      await rows.all("grant insert on recording_ranges to halligan_gateway");
    }
    await terminal.hears("that it records again", ({ code }) => code === "DURABLE_AGAIN");
    await terminal.shows("after-42\r\n", { from });
    terminal.type("echo ag''ain\r");
    await terminal.shows("again\r\n", { from });
    expect(terminal.textFrom(from)).not.toMatch(/lost/);
    expect(await rangesOf(rows, sessionId, "i")).not.toEqual([]);
    await agrees();
  });
});

it("keeps keys from the shell while they can't be committed, and says why nothing happens", async () => {
  const { terminal } = session;
  const from = terminal.end;
  const told = terminal.told.length;
  await lock();
  terminal.type("echo ke''ys-$((6*7))\r");
  await aCommitWaits();
  await until("the person is told", 10_000, () =>
    terminal.told.slice(told).some(({ code }) => code === "NOT_DURABLE"),
  );
  expect(terminal.end).toBe(from);
  await unlock();
  await terminal.shows("keys-42\r\n", { from });
  await until("the person is told that it goes on", 5_000, () =>
    terminal.told.slice(told).some(({ code }) => code === "DURABLE_AGAIN"),
  );
  await agrees();
});

it("gives a terminal that comes back the end of what it has not seen, byte for byte, from memory or from the recording", async () => {
  const { terminal, sessionId } = session;
  const from = terminal.end;
  terminal.type("seq 1 120000; echo M''ANY\r");
  await terminal.shows("MANY\r\n", { from });
  await terminal.ready();
  const all = terminal.bytes;
  expect(all.length).toBeGreaterThan(700_000);
  for (const after of [0, 1, 777, all.length - 600_000, all.length - 1000, all.length]) {
    const back = ana.open(sessionId, { after });
    await until(`everything after ${after} is shown`, 15_000, () => back.end >= all.length);
    await back.hears("that it is open", ({ state }) => state === "open");
    // Of what it missed at least the last 256 KB, and nothing left out behind where it begins.
    expect(back.from).toBeGreaterThanOrEqual(after);
    expect(back.from).toBeLessThanOrEqual(Math.max(after, all.length - 256 * 1024));
    expect(back.bytes.equals(all.subarray(back.from))).toBe(true);
    back.close();
  }
  session = { ...session, terminal: ana.open(sessionId) };
  await until("everything is shown", 15_000, () => session.terminal.end >= all.length);
  await agrees();
});

it("lets no process of ours change or remove what was recorded", async () => {
  const { sessionId } = await createdSession(await Visitor.signIn(world, "ben"));
  const changes = [
    "update recording_ranges set bytes = ''",
    "delete from recording_ranges",
    "truncate recording_ranges",
    "truncate recordings cascade",
    "alter table recording_ranges disable trigger all",
    "drop table recording_ranges",
    "set session_replication_role = replica",
    `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count)
     values ('${sessionId}', 1, 'o', 0, 0, 0)`,
  ];
  for (const name of ["web", "gateway", "jobs", "owner"] as const) {
    const client = new pg.Client({ connectionString: world.databaseUrls[name] });
    await client.connect();
    try {
      for (const change of changes) {
        const mayTry = name === "owner" ? /^(update|delete|truncate)/ : /./;
        // Only the gateway adds; and to its own sessions alone, which insertRanges sees to.
        if (!mayTry.test(change) || (name === "gateway" && change.startsWith("insert"))) continue;
        const refused = await client.query(change).then(
          () => "done",
          (error: Error) => error.message,
        );
        expect
          .soft([name, change, refused])
          .toEqual([name, change, expect.stringMatching(/permission denied|must be owner|append-only/)]);
      }
    } finally {
      await client.end();
    }
  }
  await agrees();
});
