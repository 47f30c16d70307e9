import { afterAll, beforeAll, expect, it } from "vitest";
import { createdSession, grantOn, NODES, openShell } from "@/server/testing/loop";
import { recordedBytes } from "@/server/testing/recorded";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../tools/world.mjs";

const MEGABYTE = 1024 * 1024;
const MEGABYTES = 4;
const KILOBYTES_A_SECOND = 256;

let world: World;
let rows: Rows;
let ana: Visitor;

beforeAll(async () => {
  world = await startWorld({
    settings: { RECORDING_MAX_MEGABYTES: MEGABYTES, RECORDING_MAX_KILOBYTES_A_SECOND: KILOBYTES_A_SECOND },
  });
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

it("reads no more of a shell than it may print, warns, and ends it at its limit, with that reason", {
  timeout: 120_000,
}, async () => {
  const { sessionId, terminal } = await openShell(ana);
  const startedAt = performance.now();
  terminal.type("seq 1 100000000\r");
  await terminal.hears("that it is nearly full", ({ code }) => code === "RECORDING_NEARLY_FULL", 60_000);
  expect((await terminal.ends(60_000)).code).toBe(4010);
  const seconds = (performance.now() - startedAt) / 1000;
  expect(terminal.state).toMatchObject({ state: "ended", reason: "recording-limit" });
  // Two seconds' worth come at once, and what was under way when reading stopped.
  expect(seconds).toBeGreaterThan((MEGABYTES * 1024) / KILOBYTES_A_SECOND / 2);
  await until("AWS has confirmed the end", 30_000, async () => {
    const [row] = await rows.all(
      "select from sessions where id = $1 and end_reason = 'recording-limit' and end_confirmed_at is not null",
      [sessionId],
    );
    return row !== undefined;
  });
  const recorded = await recordedBytes(rows, sessionId);
  expect(recorded.length).toBeGreaterThanOrEqual(MEGABYTES * MEGABYTE);
  expect(recorded.length).toBeLessThan((MEGABYTES + 2) * MEGABYTE);
  expect(terminal.bytes.equals(recorded.subarray(0, terminal.bytes.length))).toBe(true);
});

it("opens no shell when the database is nearly full, says so on every page, and lets open ones go on", {
  timeout: 120_000,
}, async () => {
  const ben = await Visitor.signIn(world, "ben");
  const grantId = await grantOn(ana, ben, "search");
  const made = { grantId, nodeId: NODES.search };
  const { sessionId } = await ana.post<{ sessionId: string }>("/api/sessions/create", made);
  const terminal = await ana.open(sessionId).ready();
  const refused = await createdSession(ben);
  await world.restart("web", { DATABASE_MAX_MEGABYTES: 1 });
  const shown = terminal.end;
  await world.restart("gateway");
  const again = ana.open(sessionId, { after: shown });
  await until("the open one is back", 20_000, () => again.state?.state === "open");
  again.type("echo go''es-on\r");
  await again.shows("goes-on\r\n");
  expect((await ben.open(refused.sessionId).ends()).reason).toBe("RECORDING_STORE_FULL");
  expect((await ben.get(`${world.portalOrigin}/`)).body).toContain("no shell is opened");
});
