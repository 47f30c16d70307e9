import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDark } from "@/lib/recordings/segments/dark-rules";
import type { Segment, SegmentLines } from "@/lib/recordings/segments/format";
import type { ReplayCommand, ReplayOverview } from "@/lib/recordings/segments/views";
import { openShell } from "@/server/testing/loop";
import { recordedBytes } from "@/server/testing/recorded";
import { Rows } from "@/server/testing/rows";
import type { Terminal } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn } from "@/server/testing/wire";
import { startWorld, type World } from "../../../tools/world.mjs";

let world: World;
let rows: Rows;
let ana: Visitor;
let cleo: Visitor;
let sessionId: string;
let terminal: Terminal;

beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  cleo = await Visitor.signIn(world, "cleo");
  ({ sessionId, terminal } = await openShell(ana));
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const address = (part: string) => `${world.gatewayOrigin}/gateway/sessions/${sessionId}/${part}`;

async function read<T>(part: string, person: Visitor = cleo): Promise<T> {
  const { status, body } = await person.get(address(part), { origin: world.portalOrigin });
  if (status !== 200) throw new Error(`${part} answered ${status}: ${body}`);
  return JSON.parse(body) as T;
}

async function refusal(part: string, person: Visitor = cleo): Promise<[number, string | undefined]> {
  return refusalIn(await person.get(address(part), { origin: world.portalOrigin }));
}

/** All that is printed, segment by segment, as a player reads it. */
async function replayed(): Promise<string> {
  const { segments } = await read<ReplayOverview>("replay");
  let text = "";
  for (let number = 0; number < segments; number += 1) {
    const { events } = await read<Segment>(`segments?number=${number}`);
    for (const [, code, data] of events) if (code === "o") text += data;
  }
  return text;
}

const COUNTED = 40_000;

describe("a replay in segments", () => {
  it("has what the shell has printed while it still runs, and jobs makes segments of it meanwhile", async () => {
    terminal.type(`seq 1 ${COUNTED}; echo D''ONE\r`);
    await terminal.shows("DONE\r\n", { ms: 30_000 });
    await until("segments are stored", 20_000, async () => {
      const [stored] = await rows.all<{ count: number }>(
        "select count(*)::int as count from recording_segments where session_id = $1",
        [sessionId],
      );
      return (stored?.count ?? 0) > 2;
    });
    const overview = await read<ReplayOverview>("replay");
    expect(overview).toMatchObject({ isComplete: false, failure: null });
    const text = await replayed();
    expect(text).toContain(Array.from({ length: COUNTED }, (_, index) => `${index + 1}\r\n`).join(""));
    const last = await read<Segment>(`segments?ms=${overview.durationMs}`);
    expect(last.toMs).toBeGreaterThanOrEqual(overview.durationMs);
  });

  it("is sent packed to whoever can unpack it, and says what may be kept", async () => {
    const headers = { origin: world.portalOrigin, cookie: cleo.cookie, "accept-encoding": "gzip, br" };
    // It unpacks by itself.
    const packed = await fetch(address("segments?number=0"), { headers });
    expect(packed.headers.get("content-encoding")).toBe("br");
    expect(packed.headers.get("x-final")).toBe("true");
    const plain = await cleo.get(address("segments?number=0"), { origin: world.portalOrigin });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(await packed.text()).toBe(plain.body);
  });

  it("says where something was typed that the node did not print, and keeps none of it", async () => {
    const from = terminal.end;
    terminal.type("read -rs -p 'Pass''word: ' word; echo re''ad\r");
    await terminal.shows("Password: ", { from });
    terminal.type("hunter2-not-shown\r");
    await terminal.shows("read\r\n", { from });
    // What is typed and printed after it ends the stretch. Letters that happen to be in both count as printed.
    terminal.type("echo li''ght\r");
    await terminal.shows("light\r\n", { from });
    const [, , label] = await until("it is on the timeline", 30_000, async () =>
      (await read<ReplayOverview>("replay")).marks.find((found) => found[2].startsWith("dark")),
    );
    const dark = parseDark(label);
    expect(dark).toMatchObject({ isInProgram: false });
    expect(dark?.bytes).toBeGreaterThanOrEqual(4);
    expect(dark?.bytes).toBeLessThanOrEqual("hunter2-not-shown".length);
    const kept = await rows.all(
      `select from recording_ranges where session_id = $1 and position('hunter2'::bytea in bytes) > 0`,
      [sessionId],
    );
    expect(kept).toEqual([]);
  });

  it("is whole once the session has ended, with its lines and commands", async () => {
    await ana.post("/api/sessions/end", { sessionId });
    await until(
      "all of it is in segments",
      30_000,
      async () => (await read<ReplayOverview>("replay")).isComplete,
    );
    const overview = await read<ReplayOverview>("replay");
    expect(overview.marks.map(([, , label]) => label)).toContain("ended");
    const text = await replayed();
    const recorded = (await recordedBytes(rows, sessionId)).toString();
    const digits = (all: string) => all.replaceAll(/[^0-9]/g, "").length;
    expect(digits(text)).toBeGreaterThan(180_000);
    expect(digits(text)).toBeLessThanOrEqual(digits(recorded));
    const { lines, firstLine } = await read<SegmentLines & { firstLine: number }>(
      `lines?line=${overview.lines - 1}`,
    );
    expect(firstLine + lines.length).toBe(overview.lines);
    const { commands, next } = await read<{ commands: ReplayCommand[]; next: number | null }>("commands");
    expect(next).toBeNull();
    expect(commands.map((command) => command.text)).toContain(`seq 1 ${COUNTED}; echo D''ONE`);
  });

  it("refuses addresses that ask for something else, and whoever may not see the session", async () => {
    for (const part of [
      ...["segments", "segments?number=-1", "segments?number=1e9999", "segments?number=0&ms=0"],
      ...["segments?number=0&number=1", "segments?other=1", "lines?line=0.5", "lines", "commands?from=x"],
      ...["replay?again=2", "replay?ms=0"],
    ])
      expect([part, await refusal(part)]).toEqual([part, [400, "INVALID_INPUT"]]);
    expect(await refusal("segments?number=2147483647")).toEqual([404, "NOT_FOUND"]);
    const eve = await Visitor.signIn(world, "eve");
    for (const part of ["replay", "segments?number=0", "lines?number=0", "commands"]) {
      const [status, code] = await refusal(part, eve);
      expect([403, 404]).toContain(status);
      expect(["ROLE_MISSING", "NOT_FOUND"]).toContain(code);
    }
    const foreign = await cleo.get(address("segments?number=0"), { origin: "https://evil.test" });
    expect(foreign.status).toBe(403);
  });
});
