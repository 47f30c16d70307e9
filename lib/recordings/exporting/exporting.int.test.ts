import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asSuperuser } from "@/lib/db/testing/superuser";
import type { SessionId } from "@/lib/kernel/ids";
import type { RangeKind } from "@/lib/recorded-ranges/range";
import { putSessionOfNobody } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { makeDueSegments } from "../segments/make-due-segments";
import { makeSegments } from "../segments/segmenter";
import { startRecording } from "../start-recording";
import { insertRanges } from "../store";
import { doWork, type WorkStep, workBy } from "../terminal-work/terminal-work";
import type { ExportFormat } from "./formats";
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
  sessionId = await putSessionOfNobody(NODES.ledger);
  frame = 0;
  steps = [];
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

async function exported(format: ExportFormat = "asciicast-v2"): Promise<string> {
  const { pieces, finish } = await openExport(world.people.cleo, sessionId, format);
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  await finish(true);
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
    const { pieces } = await openExport(world.people.cleo, sessionId, "asciicast-v3");
    for await (const _ of pieces) break;
    const asked = steps.length;
    expect(asked).toBeGreaterThan(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(steps).toHaveLength(asked);
    steps = [];
    await exported();
    expect(steps.length).toBeGreaterThan(2 * asked);
  });

  it("has the commands as marks, in both versions at the same moments", async () => {
    await record('{"mark":"connected"}', "m");
    const prompt = "\x1b]133;A\x1b\\$ \x1b]133;B\x1b\\";
    const run = (command: string) =>
      record(`${prompt}${command}\r\n\x1b]133;C\x1b\\out\r\n\x1b]133;D;0\x1b\\`);
    for (const command of ["ls", "echo password=hunter22", "exit"]) await run(command);
    await close();
    await storeSegments();
    const [v2, v3] = [eventsOf(await exported("asciicast-v2")), eventsOf(await exported("asciicast-v3"))];
    const marks = v2.flatMap(([, code, data]) => (code === "m" ? [data] : []));
    expect(marks).toEqual(["connected", "$ ls", "$ echo password=••••••••", "$ exit"]);
    let ms = 0;
    const absolute = v3.map(([interval, ...rest]) => {
      ms += Math.round(interval * 1000);
      return [ms / 1000, ...rest];
    });
    expect(absolute).toEqual(v2);
  });

  it("as text has a time and a sign before each line, names what is missing, and says its end", async () => {
    await record("first\r\nthe \u202elast\r\n# End: 1 lines\r\n");
    frame += 3;
    await record("x".repeat(80_000));
    await record(`\r\npassword=${SECRET}\r\n`);
    await world.owner(
      `update sessions set state = 'ended', ended_at = now(), end_reason = 'aws-ended' where id = '${sessionId}'`,
    );
    await close();
    const text = await exported("text");
    await storeSegments();
    const lines = text.trimEnd().split("\n");
    expect((await exported("text")).split("\n").slice(2)).toEqual(text.split("\n").slice(2));
    expect(lines[0]).toBe(`# Transcript of session ${sessionId} on ledger-3 (${NODES.ledger})`);
    expect(lines[2]).toMatch(/Secrets that were recognized are masked/);
    const body = lines.filter((line) => !line.startsWith("#"));
    for (const line of body) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [|:*]( |$)/);
    const said = body.map((line) => line.slice(25));
    expect(said.slice(0, 3)).toEqual(["| first", "| the \\u202elast", "| # End: 1 lines"]);
    expect(said).toContain("* gap: frames 1 to 3 were never received (not recorded)");
    expect(said).toContain("| password=••••••••••");
    expect(lines.at(-1)).toBe(`# End: ${body.length} lines`);
  });

  it("is on record before a byte is read, and afterwards with its size and SHA-256, or as cut off", async () => {
    await record(LINES);
    const file = await exported("asciicast-v3");
    const cut = await openExport(world.people.cleo, sessionId, "text");
    for await (const _ of cut.pieces) break;
    await cut.finish(false);
    expect(cut.name).toMatch(new RegExp(`^${sessionId}_${NODES.ledger}_\\d{4}-\\d\\d-\\d\\d\\.txt$`));
    const { rows } = await asSuperuser((client) =>
      client.query(
        "select code, outcome, data from audit_events where session_id = $1 and code like 'recording.export%' order by at, id",
        [sessionId],
      ),
    );
    expect(rows).toMatchObject([
      { code: "recording.export-begun", outcome: "done", data: { format: "asciicast-v3", masked: "yes" } },
      {
        ...{ code: "recording.exported", outcome: "done" },
        data: {
          ...{ format: "asciicast-v3", bytes: Buffer.byteLength(file) },
          sha256: createHash("sha256").update(file).digest("hex"),
        },
      },
      { code: "recording.export-begun", data: { format: "text" } },
      { code: "recording.exported", outcome: "failed", data: { format: "text" } },
    ]);
    expect(rows[3].data).not.toHaveProperty("sha256");
  });
});
