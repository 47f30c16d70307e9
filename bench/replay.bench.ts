import { readFileSync } from "node:fs";
import type { ReplayOverview } from "@/lib/recordings/segments/views";
import { Rows } from "../server/testing/rows";
import { Visitor } from "../server/testing/visitor";
import type { World } from "../tools/world.mjs";
import { percentile } from "./support/measure";
import { fillRecording, untilInSegments, untilSearchable } from "./support/recorded";

/** Groups are confirmed once: what is measured is the recording. */
export const settings = { GROUPS_MAX_AGE_SECONDS: 3600 };

const SIZES = [1, 10, 50, 500];
const SEEKS = 50;

/**
 * Recordings of 1 to 500 MB: from the end of a session until it can be replayed and found, and then what a player waits for: the beginning of a replay
 * and 50 jumps to and fro. Each beside the one of 1 MB.
 */
export default async function measureReplay(world: World) {
  const rows = new Rows(world);
  const cleo = await Visitor.signIn(world, "cleo");
  const results = [];
  const smallest: Record<string, number> = {};
  try {
    for (const megabytes of SIZES) {
      const sessionId = await fillRecording(rows, megabytes);
      const endedAt = performance.now();
      const read = (part: string) => cleo.get(`${world.gatewayOrigin}/gateway/sessions/${sessionId}/${part}`);
      await untilInSegments(rows, sessionId);
      results.push(afterEnd(`replayable after the end of ${megabytes} MB`, endedAt));
      await untilSearchable(rows, sessionId);
      results.push(afterEnd(`searchable after the end of ${megabytes} MB`, endedAt));
      results.push(row(`memory of jobs at most, ${megabytes} MB`, mostMemory(world), "MB"));
      const begins = await times(10, async () => void (await read("replay")));
      const { durationMs } = JSON.parse((await read("replay")).body) as ReplayOverview;
      const seeks = await times(SEEKS, async (index) => {
        const ms = Math.floor((((index * 7919) % SEEKS) / SEEKS) * durationMs);
        const { status } = await read(`segments?ms=${ms}`);
        if (status !== 200) throw new Error(`a segment answered ${status}`);
      });
      for (const [what, value] of [
        ["a replay begins", percentile(begins, 0.5)],
        ["a jump, median", percentile(seeks, 0.5)],
        ["a jump, p95", percentile(seeks, 0.95)],
      ] as const) {
        smallest[what] ??= value;
        results.push(row(`${what}, ${megabytes} MB`, value, "ms", smallest[what]));
      }
    }
    return results;
  } finally {
    await rows.close();
  }
}

function afterEnd(name: string, endedAt: number) {
  const value = (performance.now() - endedAt) / 1000;
  return { ...row(name, value, "s"), target: "at most 5 s", met: value <= 5 };
}

/** Of the process with its threads, so far. */
function mostMemory(world: World): number {
  const kilobytes = world
    .pids("jobs")
    .map((pid) => Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]));
  return Math.max(...kilobytes) / 1000;
}

/** Milliseconds of each, sorted. */
async function times(count: number, act: (index: number) => Promise<void>): Promise<number[]> {
  const all: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const startedAt = performance.now();
    await act(index);
    all.push(performance.now() - startedAt);
  }
  return all.sort((a, b) => a - b);
}

function row(name: string, value: number, unit: string, smallest?: number) {
  const isCompared = smallest !== undefined;
  return {
    ...{ name, value, unit },
    against: isCompared ? { name: "1 MB", value: smallest } : null,
    ratio: isCompared ? value / smallest : null,
    ...{ target: null, met: null },
  };
}
