import { newId } from "@/lib/kernel/ids";
import type { Rows } from "../../server/testing/rows";
import { until } from "../../server/testing/waiting";
import { terminalOutput } from "./terminal-output";

const MEGABYTE = 1_000_000;
/** What one commit of the gateway writes when a session prints as fast as it can. */
const RANGE_BYTES = 16 * 1024;

/** A closed recording as the gateway would have written it, of a session that nobody opened. @returns its session */
export async function fillRecording(rows: Rows, megabytes: number): Promise<string> {
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
  let waiting = 0;
  const flush = async (ms: number) => {
    const bytes = Buffer.concat(parts);
    parts = [];
    waiting = 0;
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
    waiting += bytes.length;
    if (waiting >= RANGE_BYTES) await flush(ms);
    if (written >= megabytes * MEGABYTE) break;
  }
  await rows.all("update recordings set closed_at = clock_timestamp() where session_id = $1", [sessionId]);
  return sessionId;
}

/** Waits until jobs has nothing more to do with a recording: its segments are made, indexed and masked. */
export async function untilSettled(rows: Rows, sessionId: string): Promise<void> {
  await until("all of it is masked", 1_800_000, async () => {
    const [row] = await rows.all(
      `select from replay_progress where session_id = $1 and finished_at is not null and masked_segments = segments
         and indexed_segments = segments`,
      [sessionId],
    );
    return row !== undefined;
  });
}

/** Waits until jobs has cut all of a recording into segments. */
export async function untilInSegments(rows: Rows, sessionId: string): Promise<void> {
  await until("all of it is in segments", 900_000, async () => {
    const [row] = await rows.all(
      "select from replay_progress where session_id = $1 and finished_at is not null",
      [sessionId],
    );
    return row !== undefined;
  });
}

/** Waits until a search finds what is in its segments. */
export async function untilSearchable(rows: Rows, sessionId: string): Promise<void> {
  await until("all of it is indexed", 900_000, async () => {
    const [row] = await rows.all(
      `select from replay_progress where session_id = $1 and indexed_segments >= segments
         and indexed_commands >= commands`,
      [sessionId],
    );
    return row !== undefined;
  });
}
