import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { newId, type SessionId } from "@/lib/kernel/ids";
import type { RangeKind } from "@/lib/recorded-ranges/range";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { makeDueSegments } from "../segments/make-due-segments";
import { makeSegments } from "../segments/segmenter";
import { startRecording } from "../start-recording";
import { insertRanges } from "../store";
import { doWork, type WorkStep, workBy } from "../terminal-work/terminal-work";
import { openExport } from "./open-export";

let world: World;
let sessionId: SessionId;
let frame: number;
let steps: WorkStep["name"][];

const here = async (step: WorkStep) => doWork(step);

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  sessionId = newId("session");
  frame = 0;
  steps = [];
  await world.owner(
    `insert into sessions (id, kind, account_id, region, node_id, document_name, state, epoch, gateway_id, opened_at,
       aws_session_id, stream_url, client_id, window_ends_at)
     values ('${sessionId}', 'imported', '111122223333', 'eu-west-1', '${NODES.ledger}', 'd', 'open', 1, 'prc_1', now(),
       '${sessionId}-1', 'wss://x.test/', 'c', now())`,
  );
  await world.as("gateway");
  await startRecording(sessionId);
  workBy({
    replay: () => Promise.reject(new Error("an export is no replay")),
    export: async (step) => {
      steps.push(step.name);
      return doWork(step);
    },
  });
});
afterEach(() => workBy({ replay: here, export: here }));
afterAll(() => world.close());

async function record(text: string, kind: RangeKind = "o"): Promise<void> {
  const bytes = Buffer.from(text);
  const at = kind === "m" ? 0 : frame;
  if (kind === "o" || kind === "g") frame += 1;
  await insertRanges([
    { sessionId, epoch: 1, kind, firstSequence: at, lastSequence: at, byteCount: bytes.length, bytes },
  ]);
}

async function storeSegments(): Promise<void> {
  await world.as("jobs");
  await makeDueSegments(
    async (...given) => makeSegments(...given),
    () => false,
  );
  await world.as("gateway");
}

const close = () =>
  world.owner(`update recordings set closed_at = clock_timestamp() where session_id = '${sessionId}'`);

async function exported(
  ...given: Parameters<typeof openExport> extends [unknown, unknown, ...infer Rest] ? Rest : never
) {
  const { pieces } = await openExport(world.people.cleo, sessionId, ...given);
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts).toString();
}

const eventsOf = (file: string) =>
  file
    .trimEnd()
    .split("\n")
    .slice(1)
    .filter((line) => !line.startsWith("#"))
    .map((line) => JSON.parse(line) as [number, string, string]);
const outputOf = (file: string) =>
  eventsOf(file)
    .flatMap(([, code, data]) => (code === "o" ? [data] : []))
    .join("");

const LINES = Array.from({ length: 20_000 }, (_, index) => `${String(index).padStart(9, "0")}\r\n`).join("");
const SECRET = "tr0ub4dor3";

describe("an export", () => {
  it("is all of a recording, masked, whatever of it is in segments; the work is done where the process says", async () => {
    await record(LINES.slice(0, 110_000));
    await record(`password=${SECRET}\r\n`);
    await storeSegments();
    await record(LINES.slice(110_000));
    await record(`token: ${SECRET}x\r\n`);
    const running = await exported();
    expect(outputOf(running)).toBe(
      `${LINES.slice(0, 110_000)}password=••••••••••\r\n${LINES.slice(110_000)}token: •••••••••••\r\n`,
    );
    expect(new Set(steps)).toEqual(new Set(["makeSegments", "maskSegment"]));
    await close();
    await storeSegments();
    steps = [];
    expect(outputOf(await exported())).toBe(outputOf(running));
    expect(new Set(steps)).toEqual(new Set(["maskSegment"]));
  });

  it("asks for no more work when whoever takes it has gone away", async () => {
    for (let index = 0; index < 10; index += 1) await record(LINES);
    const { pieces } = await openExport(world.people.cleo, sessionId);
    for await (const _ of pieces) break;
    const asked = steps.length;
    expect(asked).toBeGreaterThan(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(steps).toHaveLength(asked);
    steps = [];
    await exported();
    expect(steps.length).toBeGreaterThan(2 * asked);
  });
});
