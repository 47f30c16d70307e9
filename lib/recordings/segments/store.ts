import { handleOf, type Tx } from "@/lib/db/client";
import type { SegmentSummary } from "./format";
import type { SummarizedSegment } from "./join-summaries";
import type { ReplayCommand } from "./views";

/** How far a recording's segments are made. */
export interface Progress {
  afterRangeId: bigint;
  nextFrame: number;
  segments: number;
  commands: number;
  lines: number;
  /** Packed; null at the beginning. */
  state: Uint8Array | null;
  finishedAt: Date | null;
  failure: string | null;
  /** Of the recording, and of the screen at its beginning. */
  startedAt: Date;
  cols: number;
  rows: number;
  nodeId: string;
}

export interface DueRecording {
  sessionId: string;
  /** Nothing is added to it any more. */
  isClosed: boolean;
}

/**
 * Recordings with something to be made into segments: with so many bytes of output waiting, or closed and not finished.
 * One whose making failed waits longer each time. Oldest change first.
 */
export async function findDueRecordings(
  tx: Tx,
  { bytes, limit }: { bytes: number; limit: number },
): Promise<DueRecording[]> {
  // A recording that its gateway did not live to close is closed once its session has been over for a minute.
  return handleOf(tx).$queryRaw<DueRecording[]>`
    select u.session_id as "sessionId", u.closed as "isClosed" from (
      select p.session_id, p.after_range_id, p.changed_at,
        (r.closed_at is not null or coalesce(s.ended_at < clock_timestamp() - interval '1 minute', false)) as closed
      from replay_progress p
      join recordings r on r.session_id = p.session_id
      join sessions s on s.id = p.session_id
      where p.finished_at is null
        and (p.failures = 0
          or p.changed_at < clock_timestamp() - interval '10 seconds' * power(2, least(p.failures, 9)))
    ) u
    where u.closed or ${bytes} <= (
      select coalesce(sum(w.byte_count), 0) from (
        select x.byte_count from recording_ranges x
        where x.session_id = u.session_id and x.id > u.after_range_id order by x.id limit 2000
      ) w
    )
    order by u.changed_at limit ${limit}`;
}

/** Recordings that a gateway of the release before began. @returns how many */
export async function adoptRecordings(tx: Tx): Promise<number> {
  return handleOf(tx).$executeRaw`
    insert into replay_progress (session_id)
    select r.session_id from recordings r
    where not exists (select from replay_progress p where p.session_id = r.session_id)
      and not exists (select from recording_deletions d where d.session_id = r.session_id and d.state in ('deleting', 'deleted'))
    on conflict do nothing`;
}

export async function findProgress(tx: Tx, sessionId: string): Promise<Progress | undefined> {
  const row = await handleOf(tx).replayProgress.findUnique({
    where: { sessionId },
    include: {
      recording: {
        select: { startedAt: true, session: { select: { cols: true, rows: true, nodeId: true } } },
      },
    },
  });
  if (!row) return undefined;
  const { recording, nextFrame, lines, sessionId: _, changedAt: __, ...rest } = row;
  return {
    ...{ ...rest, nextFrame: Number(nextFrame), lines: Number(lines) },
    ...{ startedAt: recording.startedAt, ...recording.session },
  };
}

/** The same, locked: whoever else makes segments of this recording waits, and then sees what was made. */
export async function lockProgress(tx: Tx, sessionId: string): Promise<Progress | undefined> {
  await handleOf(tx)
    .$queryRaw`select session_id from replay_progress where session_id = ${sessionId} for update`;
  return findProgress(tx, sessionId);
}

export async function saveProgress(
  tx: Tx,
  sessionId: string,
  progress: Pick<Progress, "afterRangeId" | "nextFrame" | "segments" | "commands" | "lines" | "state"> & {
    isFinished: boolean;
  },
): Promise<void> {
  const { afterRangeId, nextFrame, segments, commands, lines, state, isFinished } = progress;
  await handleOf(tx).$executeRaw`
    update replay_progress set after_range_id = ${afterRangeId}, next_frame = ${nextFrame}, segments = ${segments},
      commands = ${commands}, lines = ${lines}, state = ${state && Buffer.from(state)},
      changed_at = clock_timestamp(), finished_at = case when ${isFinished} then clock_timestamp() end,
      failures = 0, failure = null
    where session_id = ${sessionId}`;
}

/** Counts a failure, so that the next try waits longer. @param failure what went wrong, for whoever operates the portal */
export async function saveFailure(tx: Tx, sessionId: string, failure: string): Promise<void> {
  await handleOf(tx).$executeRaw`
    update replay_progress set failures = failures + 1, failure = ${failure}, changed_at = clock_timestamp()
    where session_id = ${sessionId}`;
}

export interface SegmentRow {
  number: number;
  fromMs: number;
  toMs: number;
  outputBytes: number;
  content: Uint8Array;
  lines: Uint8Array;
  firstLine: number;
  lineCount: number;
  summary: SegmentSummary;
  /** Of it and the segments before it that make a block with it, if it is the last of one. */
  block?: SummarizedSegment;
}

export async function insertSegments(tx: Tx, sessionId: string, rows: readonly SegmentRow[]): Promise<void> {
  await handleOf(tx).recordingSegment.createMany({
    data: rows.map(({ summary, block, content, lines, ...row }) => ({
      ...{ sessionId, ...row, summary: { ...summary } },
      ...(block && { block: { ...block, summary: { ...block.summary } } }),
      ...{ content: Uint8Array.from(content), lines: Uint8Array.from(lines) },
    })),
  });
}

export async function insertCommands(
  tx: Tx,
  sessionId: string,
  rows: readonly ReplayCommand[],
): Promise<void> {
  if (rows.length === 0) return;
  await handleOf(tx).recordedCommand.createMany({ data: rows.map((row) => ({ sessionId, ...row })) });
}

/** What is known of each segment without opening it, in order. */
export async function findSummaries(
  tx: Tx,
  sessionId: string,
  { from, before }: { from: number; before: number },
): Promise<SummarizedSegment[]> {
  const rows = await handleOf(tx).recordingSegment.findMany({
    where: { sessionId, number: { gte: from, lt: before } },
    orderBy: { number: "asc" },
    select: { toMs: true, outputBytes: true, summary: true },
  });
  return rows.map((row) => ({ ...row, summary: row.summary as unknown as SegmentSummary }));
}

/** What stands in the rows of these segments for themselves and those before them together, where something does. */
export async function findBlocks(
  tx: Tx,
  sessionId: string,
  numbers: readonly number[],
): Promise<(SummarizedSegment & { number: number })[]> {
  const rows = await handleOf(tx).recordingSegment.findMany({
    where: { sessionId, number: { in: [...numbers] } },
    orderBy: { number: "asc" },
    select: { number: true, block: true },
  });
  return rows.flatMap(({ number, block }) =>
    block === null ? [] : [{ number, ...(block as unknown as SummarizedSegment) }],
  );
}

/** Bytes of output that are in no segment, as far as somebody waits for them to be. */
export async function findWaitingBytes(tx: Tx, sessionId: string): Promise<number> {
  const rows = await handleOf(tx).$queryRaw<{ bytes: bigint }[]>`
    select coalesce(sum(x.byte_count), 0)::bigint as bytes from recording_ranges x
    join replay_progress p on p.session_id = x.session_id
    where x.session_id = ${sessionId} and x.id > p.after_range_id`;
  return Number(rows[0]?.bytes ?? 0);
}

export async function findSegment(
  tx: Tx,
  sessionId: string,
  number: number,
): Promise<Uint8Array | undefined> {
  const row = await handleOf(tx).recordingSegment.findUnique({
    where: { sessionId_number: { sessionId, number } },
    select: { content: true },
  });
  return row?.content;
}

/** The last segment that begins at or before a moment. */
export async function findSegmentAt(tx: Tx, sessionId: string, ms: number): Promise<Uint8Array | undefined> {
  const row = await handleOf(tx).recordingSegment.findFirst({
    where: { sessionId, fromMs: { lte: ms } },
    orderBy: [{ fromMs: "desc" }, { number: "desc" }],
    select: { content: true },
  });
  return row?.content;
}

export async function findLines(
  tx: Tx,
  sessionId: string,
  place: { number: number } | { ms: number },
): Promise<Uint8Array | undefined> {
  const at = "ms" in place ? { fromMs: { lte: place.ms } } : { number: place.number };
  const row = await handleOf(tx).recordingSegment.findFirst({
    where: { sessionId, ...at },
    orderBy: [{ fromMs: "desc" }, { number: "desc" }],
    select: { lines: true },
  });
  return row?.lines;
}

/** Which segment a line is in, by the line's number. */
export async function findSegmentOfLine(
  tx: Tx,
  sessionId: string,
  line: number,
): Promise<{ number: number } | undefined> {
  const row = await handleOf(tx).recordingSegment.findFirst({
    where: { sessionId, firstLine: { lte: line } },
    orderBy: [{ firstLine: "desc" }, { number: "desc" }],
    select: { number: true },
  });
  return row ?? undefined;
}

export async function findCommands(
  tx: Tx,
  sessionId: string,
  { from, limit }: { from: number; limit: number },
): Promise<ReplayCommand[]> {
  const rows = await handleOf(tx).recordedCommand.findMany({
    where: { sessionId, number: { gte: from } },
    orderBy: { number: "asc" },
    take: limit,
  });
  return rows.map(({ sessionId: _, ...row }) => row);
}

/** Whether an event of the last hour says that this person replays this recording. */
export async function wasReplayedLately(tx: Tx, sessionId: string, personId: string): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ found: boolean }[]>`
    select exists (
      select from audit_events where session_id = ${sessionId} and code = 'recording.replayed' and outcome = 'done'
        and actor_kind = 'person' and actor_id = ${personId} and at > clock_timestamp() - interval '1 hour'
    ) as found`;
  return rows[0]?.found === true;
}
