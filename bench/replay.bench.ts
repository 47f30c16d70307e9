import { newId } from "@/lib/kernel/ids";
import type { ReplayOverview } from "@/lib/recordings/segments/views";
import { Rows } from "../server/testing/rows";
import { Visitor } from "../server/testing/visitor";
import { until } from "../server/testing/waiting";
import type { World } from "../tools/world.mjs";
import { percentile } from "./measure";
import { terminalOutput } from "./terminal-output";

/** Groups are confirmed once: what is measured is the recording. */
export const settings = { GROUPS_MAX_AGE_SECONDS: 3600 };

const MEGABYTE = 1_000_000;
const SIZES = [1, 10, 50];
const SEEKS = 50;
/** What one commit of the gateway writes when a session prints as fast as it can. */
const RANGE_BYTES = 16 * 1024;

/**
 * Recordings of 1, 10 and 50 MB: until all is in segments, and then what a player waits for: the beginning of a replay
 * and 50 jumps to and fro. Each beside the one of 1 MB.
 */
export default async function measureReplay(world: World) {
  const rows = new Rows(world);
  const cleo = await Visitor.signIn(world, "cleo");
  const results = [];
  const smallest: Record<string, number> = {};
  try {
    for (const megabytes of SIZES) {
      const sessionId = await fill(rows, megabytes);
      const startedAt = performance.now();
      const read = (part: string) => cleo.get(`${world.gatewayOrigin}/gateway/sessions/${sessionId}/${part}`);
      await rows.all("update recordings set closed_at = clock_timestamp() where session_id = $1", [
        sessionId,
      ]);
      await until("all of it is in segments", 600_000, async () => {
        const [row] = await rows.all(
          "select from replay_progress where session_id = $1 and finished_at is not null",
          [sessionId],
        );
        return row !== undefined;
      });
      const seconds = (performance.now() - startedAt) / 1000;
      results.push(row(`segments of ${megabytes} MB made`, megabytes / seconds, "MB/s"));
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

/** A recording as the gateway would have written it, of a session that nobody opened. @returns its session */
async function fill(rows: Rows, megabytes: number): Promise<string> {
  const sessionId = newId("session");
  await rows.all(
    `insert into sessions (id, kind, account_id, region, node_id, document_name, state, epoch, gateway_id, opened_at,
       aws_session_id, stream_url, client_id, window_ends_at, cols, rows)
     select $1, 'imported', account_id, region, id, 'd', 'open', 1, 'prc_1', now(), $1 || '-1', 'wss://x.test/', 'c',
       now(), 120, 36 from nodes limit 1`,
    [sessionId],
  );
  await rows.all("insert into recordings (session_id, started_at) values ($1, now() - interval '1 day')", [
    sessionId,
  ]);
  await rows.all("insert into replay_progress (session_id) values ($1)", [sessionId]);
  let frame = 0;
  let parts: Buffer[] = [];
  const flush = async (ms: number) => {
    const bytes = Buffer.concat(parts);
    parts = [];
    await rows.all(
      `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes, at)
       values ($1, 1, 'o', $2, $2, $3, $4, now() - interval '1 day' + $5 * interval '1 millisecond')`,
      [sessionId, frame++, bytes.length, bytes, ms],
    );
  };
  let written = 0;
  for (const { ms, text } of terminalOutput()) {
    const bytes = Buffer.from(text);
    parts.push(bytes);
    written += bytes.length;
    if (parts.reduce((sum, part) => sum + part.length, 0) >= RANGE_BYTES) await flush(ms);
    if (written >= megabytes * MEGABYTE) break;
  }
  return sessionId;
}
