import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openShell } from "@/server/testing/loop";
import { descendants } from "@/server/testing/processes";
import { holesIn, rangesOf, recordedBytes, replayedText } from "@/server/testing/recorded";
import { Rows } from "@/server/testing/rows";
import type { Terminal } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { inCheckout } from "../tools/checkout/checkout.mjs";
import { type Service, startService } from "../tools/command/child-process.mjs";
import { freePort } from "../tools/launch/ports.mjs";
import { startWorld, type World } from "../tools/world.mjs";

const ROUNDS = 60;
/**
 * Prints for several seconds. After a loss the agent sends again its oldest frame only, one in 100 ms: who prints as
 * fast as it can has minutes of that in its hands, which is no more of a test.
 */
const COUNT = `for i in $(seq 1 ${ROUNDS}); do seq 1 200; sleep 0.05; done`;
/** What it prints, as the terminal's line discipline hands it on. */
const PRINTED = Array.from({ length: 200 }, (_, i) => `${i + 1}\r\n`)
  .join("")
  .repeat(ROUNDS);

let world: World;
let rows: Rows;
let ana: Visitor;
let sessionId: string;
let terminal: Terminal;
let second: { service: Service; gatewayOrigin: string } | undefined;

beforeAll(async () => {
  world = await startWorld();
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

/** Another gateway on the same database, as a fleet has several. */
async function startSecondGateway() {
  const port = await freePort();
  const gatewayOrigin = `http://localhost:${port}`;
  const service = await startService({
    name: "The second gateway",
    command: [inCheckout("dist", "gateway.mjs")],
    env: { ...world.env("gateway"), GATEWAY_PORT: String(port), GATEWAY_ORIGIN: gatewayOrigin },
    log: join(world.folder, "logs", "second-gateway.log"),
  });
  second = { service, gatewayOrigin };
  return second;
}

/** Has the shell count, and waits until it is well under way. @returns where it began */
async function startCounting(): Promise<number> {
  const from = terminal.end;
  terminal.type(`echo BE''GIN; ${COUNT}; echo E''ND\r`);
  await until("a part is shown", 15_000, () => terminal.end > from + 5_000);
  return from;
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

/** Shown before and after, recorded and replayed: each the same, and what the shell has printed. */
async function isWhole(from: number, before: Buffer): Promise<void> {
  const shown = Buffer.concat([before, terminal.bytes]);
  const recorded = await recordedBytes(rows, sessionId);
  const output = recorded.subarray(from);
  const begin = output.indexOf("BEGIN\r\n") + "BEGIN\r\n".length;
  const printed = output.subarray(begin, output.indexOf("END\r\n", begin));
  expect(printed.length).toBe(PRINTED.length);
  expect(printed.toString("latin1") === PRINTED).toBe(true);
  expect(shown.equals(recorded.subarray(0, shown.length))).toBe(true);
  expect((await replayedText(ana, sessionId)).startsWith(shown.toString("utf8"))).toBe(true);
  expect(holesIn(await rangesOf(rows, sessionId, "o"))).toEqual([]);
  expect(await rangesOf(rows, sessionId, "g")).toEqual([]);
}

/** A terminal that begins anew, for the next case. */
async function beginAnew(): Promise<void> {
  terminal.close();
  terminal = await ana.open(sessionId).ready();
}

describe("a long output", () => {
  it("survives the gateway: killed in the middle, the next one goes on without a gap", async () => {
    const from = await startCounting();
    await world.kill("gateway");
    expect((await terminal.ends()).code).toBe(1006);
    const before = terminal.bytes;
    expect(before.includes("END\r\n")).toBe(false);
    await world.start("gateway");
    terminal = ana.open(sessionId, { after: terminal.end });
    await terminal.shows("END\r\n", { ms: 50_000 });
    await terminal.ready();
    await isWhole(from, before);
    const taken = await rows.all(
      "select from audit_events where session_id = $1 and code = 'session.taken-over'",
      [sessionId],
    );
    expect(taken).toHaveLength(1);
    await beginAnew();
  }, 120_000);

  it("survives a cut of the data channel: the gateway comes back by itself", async () => {
    const from = await startCounting();
    const { awsSessionId } = await rows.one<{ awsSessionId: string }>(
      `select aws_session_id as "awsSessionId" from sessions where id = $1`,
      [sessionId],
    );
    await world.sandbox.control("cut", { sessionId: awsSessionId });
    await terminal.hears("that it reconnects", ({ state }) => state === "reconnecting");
    await terminal.shows("END\r\n", { from, ms: 50_000 });
    expect(terminal.state).toMatchObject({ state: "open" });
    await isWhole(from, Buffer.alloc(0));
    await beginAnew();
  }, 120_000);

  it("goes on at a second gateway, and the first can write nothing more", async () => {
    const { gatewayOrigin } = await startSecondGateway();
    const from = await startCounting();
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
    expect(sleeping.bytes.equals(before)).toBe(true);
    await terminal.shows("END\r\n", { ms: 50_000 });
    await terminal.ready();
    await isWhole(from, before);
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
