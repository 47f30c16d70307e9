import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openShell } from "@/server/testing/loop";
import { holesIn, rangesOf, recordedBytes } from "@/server/testing/recorded";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../tools/world.mjs";

const LINES = 2_500_000;
const RECORDING_OUTAGE_SECONDS = 15;
/** The database is away for so long, in the middle of the output. */
const AWAY_MS = 8_000;

let world: World;
let session: Awaited<ReturnType<typeof openShell>>;

beforeAll(async () => {
  world = await startWorld({ ownDatabase: true, settings: { RECORDING_OUTAGE_SECONDS } });
  session = await openShell(await Visitor.signIn(world, "ana"));
});
afterAll(() => world?.stop());

/** Megabytes of memory that the gateway occupies. */
const occupied = () =>
  world
    .pids("gateway")
    .reduce(
      (sum, pid) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]),
      0,
    ) / 1024;

it("goes on byte for byte when PostgreSQL comes back, and is held in little memory until then", {
  timeout: 180_000,
}, async () => {
  const { terminal, sessionId } = session;
  const from = terminal.end;
  terminal.type(`echo BE''GIN; seq 1 ${LINES}; echo E''ND\r`);
  await until("a part is shown", 30_000, () => terminal.end > from + 2_000_000);
  const told = terminal.told.length;
  await world.database?.stop();
  const before = occupied();
  await until("the person is told", 15_000, () =>
    terminal.told.slice(told).some(({ code }) => code === "NOT_DURABLE"),
  );
  const shown = terminal.end;
  terminal.type("lost");
  await until("keys are refused", 15_000, () =>
    terminal.told.slice(told).some(({ code }) => code === "INPUT_NOT_RECORDED"),
  );
  await pause(AWAY_MS);
  expect(terminal.end).toBe(shown);
  // The node prints a megabyte and more a second; what waits are some thousand frames.
  expect(occupied() - before).toBeLessThan(64);
  await world.database?.start();
  await until("the last line is shown", 90_000, () => terminal.bytes.subarray(-200).includes("END\r\n"));
  await until("the person is told that it goes on", 5_000, () =>
    terminal.told.slice(told).some(({ code }) => code === "DURABLE_AGAIN"),
  );
  const rows = new Rows(world);
  try {
    const recorded = await recordedBytes(rows, sessionId);
    expect(terminal.bytes.equals(recorded.subarray(0, terminal.bytes.length))).toBe(true);
    const begin = recorded.indexOf("BEGIN\r\n") + "BEGIN\r\n".length;
    const printed = recorded.subarray(begin, recorded.indexOf("END\r\n", begin)).toString("latin1");
    const lines = Array.from({ length: LINES }, (_, index) => `${index + 1}\r\n`).join("");
    expect(printed.length).toBe(lines.length);
    expect(printed === lines).toBe(true);
    expect(holesIn(await rangesOf(rows, sessionId, "o"))).toEqual([]);
    expect(await rangesOf(rows, sessionId, "g")).toEqual([]);
  } finally {
    await rows.close();
  }
});

it("ends a shell that can't be recorded for too long, with that reason", { timeout: 120_000 }, async () => {
  const { terminal, sessionId } = session;
  const from = terminal.end;
  terminal.type("while :; do echo ti''ck; sleep 0.2; done\r");
  await terminal.shows("tick\r\n", { from });
  await world.database?.stop();
  try {
    expect(await terminal.ends(40_000)).toMatchObject({ code: 4010 });
    expect(terminal.state).toMatchObject({ state: "ended", reason: "not-recorded" });
  } finally {
    await world.database?.start();
  }
  const rows = new Rows(world);
  try {
    await until("AWS has confirmed the end", 60_000, async () => {
      const [row] = await rows
        .all<{ reason: string; isOver: boolean }>(
          `select end_reason as reason, end_confirmed_at is not null as "isOver" from sessions where id = $1`,
          [sessionId],
        )
        .catch(() => []);
      return row?.isOver && row.reason === "not-recorded";
    });
  } finally {
    await rows.close();
  }
});
