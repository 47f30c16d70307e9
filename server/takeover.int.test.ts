import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startAnotherGateway } from "@/server/testing/another-gateway";
import { openShell } from "@/server/testing/loop";
import { descendants } from "@/server/testing/processes";
import { holesIn, rangesOf, recordedBytes, replayedText } from "@/server/testing/recorded";
import { Rows } from "@/server/testing/rows";
import type { Terminal } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../tools/world.mjs";

const BURSTS = 20;
const BURST_LINES = 50_000;
/**
 * Prints as fast as it can, in bursts: what is under way when a gateway dies is at most what a slow machine still has in
 * its hands of one.
 */
const FLOOD = `for i in $(seq 1 ${BURSTS}); do seq $((i*${BURST_LINES}-${BURST_LINES - 1})) $((i*${BURST_LINES})); sleep 0.5; done`;
const ROUNDS = 60;
/** Prints slowly, for a gateway that is stopped without losing its socket: all that piles up there is lost with it. */
const COUNT = `for i in $(seq 1 ${ROUNDS}); do seq 1 200; sleep 0.05; done`;
/** What they print, as the terminal's line discipline hands it on. */
const PRINTED: Readonly<Record<string, string>> = {
  [FLOOD]: numbersTo(BURSTS * BURST_LINES),
  [COUNT]: numbersTo(200).repeat(ROUNDS),
};
/** When a client is gone its node is still heard for so many frames: each costs the agent a tenth of a second later. */
const SETTINGS = { SANDBOX_UNHEARD_FRAMES: "100" };

function numbersTo(last: number): string {
  return Array.from({ length: last }, (_, index) => `${index + 1}\r\n`).join("");
}

let world: World;
let rows: Rows;
let ana: Visitor;
let sessionId: string;
let terminal: Terminal;
let second: Awaited<ReturnType<typeof startAnotherGateway>> | undefined;

beforeAll(async () => {
  world = await startWorld({ settings: SETTINGS });
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  ({ sessionId, terminal } = await openShell(ana));
});
afterEach(async () => {
  await second?.service.stop();
  second = undefined;
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

/** Has the shell print, and waits until it is well under way. @returns where it began */
async function startPrinting(what: string, bytes = 5_000): Promise<number> {
  const from = terminal.end;
  terminal.type(`echo BE''GIN; ${what}; echo E''ND\r`);
  await until("a part is shown", 15_000, () => terminal.end > from + bytes);
  return from;
}

/** Waits until the last line is shown. Megabytes are not searched for it again and again. */
async function showsTheEnd(): Promise<void> {
  await until("the last line is shown", 110_000, () => {
    if (terminal.closed) throw new Error(`closed with ${terminal.closed.code} ${terminal.closed.reason}`);
    return terminal.bytes.subarray(-200).includes("END\r\n");
  });
}

/** What the session's agent has sent, and what of it nobody has acknowledged. */
async function outgoing(): Promise<{ sent: number; unacknowledged: number; resent: number }> {
  const all = (await world.sandbox.control("state")).outgoing as Record<
    string,
    Awaited<ReturnType<typeof outgoing>>
  >;
  const [, counts] = Object.entries(all).find(([id]) => id.startsWith(sessionId)) ?? [];
  if (!counts) throw new Error("the session has no agent");
  return counts;
}

/** While a slow machine lags behind its node, thousands of frames are under way; each lost one costs a tenth of a second. */
async function keepsUp(): Promise<void> {
  await until("few frames are under way", 60_000, async () => (await outgoing()).unacknowledged < 400);
  const { end } = terminal;
  await until("it prints on", 10_000, () => terminal.end > end);
}

/** What was lost came again, and little else did (a slow commit looks like a loss), however much had been sent. */
async function sentAgainOnly(lost: { unacknowledged: number; resent: number }): Promise<void> {
  const { resent, unacknowledged } = await outgoing();
  expect(resent - lost.resent).toBeLessThan(2 * lost.unacknowledged + 200);
  await until("all is acknowledged", 5_000, async () => (await outgoing()).unacknowledged === 0);
  expect(unacknowledged).toBeLessThan(1_000);
}

/** What a stopped gateway had handed to the kernel still arrives; then nothing does. */
async function standsStill(shown: Terminal): Promise<void> {
  let end = -1;
  await until("nothing arrives any more", 5_000, async () => {
    const isStill = shown.end === end;
    end = shown.end;
    await pause(200);
    return isStill && shown.end === end;
  });
}

/** Shown before and after, and recorded: each the same, and what the shell has printed. */
async function isWhole(what: string, from: number, before: Buffer): Promise<void> {
  const shown = Buffer.concat([before, terminal.bytes]);
  const recorded = await recordedBytes(rows, sessionId);
  const output = recorded.subarray(from);
  const begin = output.indexOf("BEGIN\r\n") + "BEGIN\r\n".length;
  const printed = output.subarray(begin, output.indexOf("END\r\n", begin));
  expect(printed.length).toBe(PRINTED[what]?.length);
  expect(printed.toString("latin1") === PRINTED[what]).toBe(true);
  expect(shown.equals(recorded.subarray(0, shown.length))).toBe(true);
  expect(holesIn(await rangesOf(rows, sessionId, "o"))).toEqual([]);
  expect(await rangesOf(rows, sessionId, "g")).toEqual([]);
}

/** A replay plays what was shown. */
async function isReplayed(shown: Buffer): Promise<void> {
  expect((await replayedText(ana, sessionId)).startsWith(shown.toString("utf8"))).toBe(true);
}

/** A terminal that begins anew, for the next case. */
async function beginAnew(): Promise<void> {
  terminal.close();
  terminal = await ana.open(sessionId).ready();
}

describe("output that a node prints as fast as it can", () => {
  it("survives the gateway: killed in the middle, the next one goes on without a gap", async () => {
    const from = await startPrinting(FLOOD, 2_000_000);
    await keepsUp();
    await world.kill("gateway");
    expect((await terminal.ends()).code).toBe(1006);
    const before = terminal.bytes;
    expect(before.includes("END\r\n")).toBe(false);
    await world.start("gateway");
    const lost = await outgoing();
    terminal = ana.open(sessionId, { after: terminal.end });
    await showsTheEnd();
    await terminal.ready();
    await sentAgainOnly(lost);
    await isWhole(FLOOD, from, before);
    await isReplayed(Buffer.concat([before, terminal.bytes]));
    const taken = await rows.all(
      "select from audit_events where session_id = $1 and code = 'session.taken-over'",
      [sessionId],
    );
    expect(taken).toHaveLength(1);
  }, 180_000);

  it("survives a cut of the data channel: the gateway comes back by itself", async () => {
    await beginAnew();
    // A browser that comes is shown the last part only.
    const from = terminal.end;
    const whole = terminal;
    await startPrinting(FLOOD, 2_000_000);
    const { awsSessionId } = await rows.one<{ awsSessionId: string }>(
      `select aws_session_id as "awsSessionId" from sessions where id = $1`,
      [sessionId],
    );
    await keepsUp();
    const { resent } = await outgoing();
    await world.sandbox.control("cut", { sessionId: awsSessionId });
    await terminal.hears("that it reconnects", ({ state }) => state === "reconnecting");
    expect(terminal.bytes.subarray(from - terminal.from).includes("END\r\n")).toBe(false);
    const { unacknowledged } = await outgoing();
    await showsTheEnd();
    await until("it is there again", 5_000, () => terminal.state?.state === "open");
    await sentAgainOnly({ resent, unacknowledged: unacknowledged + 100 });
    await isWhole(FLOOD, from, (await recordedBytes(rows, sessionId)).subarray(0, whole.from));
  }, 180_000);
});

describe("output that a node prints little by little", () => {
  it("goes on at a second gateway, and the first can write nothing more", async () => {
    second = await startAnotherGateway(world);
    const { gatewayOrigin } = second;
    await beginAnew();
    const from = terminal.end;
    const earlier = (await recordedBytes(rows, sessionId)).subarray(0, terminal.from);
    await startPrinting(COUNT);
    const first = descendants().find(
      ({ command }) => command.includes("--enable-source-maps") && command.includes("dist/gateway.mjs"),
    );
    // Stopped, it hears nothing of its successor: when it wakes it has output in its hands that is no longer its.
    process.kill(first?.pid ?? 0, "SIGSTOP");
    const sleeping = terminal;
    await standsStill(sleeping);
    const before = sleeping.bytes;
    terminal = ana.open(sessionId, { after: sleeping.end, gatewayOrigin });
    await until("the second shows more", 20_000, () => terminal.end > sleeping.end + 1_000);
    process.kill(first?.pid ?? 0, "SIGCONT");
    expect(await sleeping.ends()).toEqual({ code: 4009, reason: "TAKEN_OVER" });
    // What it had committed before it was stopped it may show when it wakes, and nothing else.
    const { bytes } = sleeping;
    expect(bytes.subarray(0, before.length).equals(before)).toBe(true);
    const recorded = (await recordedBytes(rows, sessionId)).subarray(sleeping.from);
    expect(recorded.subarray(0, bytes.length).equals(bytes)).toBe(true);
    await terminal.shows("END\r\n", { ms: 50_000 });
    await terminal.ready();
    await isWhole(COUNT, from, Buffer.concat([earlier, before]));
    const late = await rows.all(
      `select from recording_ranges as old join recording_ranges as new using (session_id)
       where session_id = $1 and old.epoch < new.epoch and old.id > new.id`,
      [sessionId],
    );
    expect(late).toEqual([]);
    terminal.type("echo fi''n\r");
    await terminal.shows("fin\r\n");
  }, 120_000);
});

it("loses no key to a gateway that is told to stop while a slow database still records it", async () => {
  await beginAnew();
  await rows.all("begin");
  await rows.all("lock table recording_ranges in share mode");
  let stopped: Promise<unknown> | undefined;
  try {
    terminal.type("echo ke''pt-$((3*7))\r");
    await until("its record waits", 20_000, async () => {
      const waiting = await rows.all(
        `select from pg_locks where not granted and relation = 'recording_ranges'::regclass
           and database = (select oid from pg_database where datname = current_database())`,
      );
      return waiting.length > 0;
    });
    stopped = world.kill("gateway", "SIGTERM");
    expect(await terminal.ends()).toEqual({ code: 1012, reason: "RESTARTING" });
  } finally {
    await rows.all("commit");
  }
  await stopped;
  await world.start("gateway");
  const after = terminal.end;
  terminal = ana.open(sessionId, { after });
  await terminal.shows("kept-21\r\n", { from: after });
});

it("is taken back by the first gateway when the second goes, keys and all", async () => {
  terminal.close();
  terminal = await ana.open(sessionId).ready();
  const from = terminal.end;
  terminal.type("echo ho''me-$((6*7))\r");
  await terminal.shows("home-42\r\n", { from });
  const { grantId } = await rows.one<{ grantId: string }>(
    `select grant_id as "grantId" from sessions where id = $1`,
    [sessionId],
  );
  await ana.post("/api/grants/end", { grantId });
  expect((await terminal.ends()).code).toBe(4010);
});
