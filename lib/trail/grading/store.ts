import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { Completeness, Corroboration } from "@/lib/sessions/grades";
import type { FilledGap, LineDifference } from "../comparing/difference";
import type { AlarmView, HiddenInput, LogView } from "./views";

/** What a recording that is being deleted was graded by may be gone. `s` is the session. */
const deleting = Prisma.sql`select from recording_deletions d where d.session_id = s.id
  and d.state in ('deleting', 'deleted')`;

/** A gap in a recording as the database finds it, whoever named it. */
export interface GapRow {
  from: bigint;
  to: bigint;
  /** Null: nobody recorded it. */
  cause: string | null;
  after: Date | null;
  before: Date | null;
}

/**
 * What a session's recording lacks, in order: named gaps, and numbers that are nowhere. Reads no output.
 * @returns the first ones, and how many there are
 */
export async function findMissing(
  tx: Tx,
  sessionId: string,
  limit: number,
): Promise<{ gaps: GapRow[]; count: number }> {
  const rows = await handleOf(tx).$queryRaw<(GapRow & { count: bigint })[]>`
    with framed as (
      select kind, first_sequence as first, last_sequence as last,
        case when kind = 'g' then encode(bytes, 'escape') end as cause,
        coalesce(max(last_sequence) over (order by first_sequence, id
          rows between unbounded preceding and 1 preceding), -1) as reached,
        lag(at) over (order by first_sequence, id) as after, at,
        lead(at) over (order by first_sequence, id) as next
      from recording_ranges where session_id = ${sessionId} and kind in ('o', 'g')
    ), missing as (
      select distinct on (first, last) first, last, cause, after, next as before from framed where kind = 'g'
      union all
      select reached + 1, first - 1, null, after, at from framed where first > reached + 1
    )
    select first as "from", last as "to", cause, after, before, count(*) over () as count
    from missing order by first limit ${limit}`;
  return { gaps: rows, count: Number(rows[0]?.count ?? 0) };
}

export interface GradedSession {
  id: string;
  kind: string;
  accountId: string;
  nodeId: string;
  awsSessionId: string | null;
  openedAt: Date | null;
  endedAt: Date | null;
  endReason: string | null;
  evidenceCheckedAt: Date | null;
  completeness: string | null;
  corroboration: string | null;
  agentVersion: string;
  recording: { closedAt: Date | null } | null;
}

export async function findGraded(tx: Tx, sessionId: string): Promise<GradedSession | null> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: {
      ...{
        id: true,
        kind: true,
        accountId: true,
        nodeId: true,
        awsSessionId: true,
        openedAt: true,
        endedAt: true,
      },
      ...{ endReason: true, evidenceCheckedAt: true, completeness: true, corroboration: true },
      node: { select: { agentVersion: true } },
      recording: { select: { closedAt: true } },
    },
  });
  if (!row) return null;
  const { node, ...rest } = row;
  return { ...rest, agentVersion: node.agentVersion };
}

/** Sessions that are over and have no grades, or whose evidence has changed since. Both are few whatever the history. */
export async function findDueForGrades(tx: Tx, limit: number): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    (select id from sessions s where completeness is null and ended_at is not null and opened_at is not null
      and kind = 'brokered'
      and not exists (${deleting}) order by created_at desc limit ${limit})
    union
    (select id from sessions s where created_at > clock_timestamp() - interval '3 days'
      and kind = 'brokered' and ended_at is not null and opened_at is not null and (graded_at is null
        or corroboration = 'pending' and evidence_checked_at > graded_at) and not exists (${deleting})
      order by created_at limit ${limit})`;
  return rows.map(({ id }) => id);
}

/** When output came last, and whether there was any. */
export async function findLastOutput(tx: Tx, sessionId: string): Promise<Date | null> {
  const { _max } = await handleOf(tx).recordingRange.aggregate({
    where: { sessionId, kind: "o" },
    _max: { at: true },
  });
  return _max.at;
}

export interface EventRow {
  at: Date;
  position: number;
  message: string;
}

/** Events of a session's stream in order, after one of them. */
export async function findEventPage(
  tx: Tx,
  sessionId: string,
  after: { at: Date; position: number } | null,
  limit: number,
): Promise<EventRow[]> {
  const { sql, empty } = Prisma;
  const from = after ? sql`and (at, position) > (${after.at}::timestamptz, ${after.position}::int)` : empty;
  return handleOf(tx).$queryRaw<EventRow[]>`
    select at, position, message from agent_log_events where session_id = ${sessionId} ${from}
    order by at, position limit ${limit}`;
}

/** The last events of a session's stream up to one of them, which is the last. */
export async function findEventsUpTo(
  tx: Tx,
  sessionId: string,
  last: { at: Date; position: number },
  limit: number,
): Promise<EventRow[]> {
  const rows = await handleOf(tx).$queryRaw<EventRow[]>`
    select at, position, message from agent_log_events where session_id = ${sessionId}
      and (at, position) <= (${last.at}::timestamptz, ${last.position}::int)
    order by at desc, position desc limit ${limit}`;
  return rows.reverse();
}

export async function findChunk(
  tx: Tx,
  sessionId: string,
  version: string,
  number: number,
): Promise<Uint8Array | null> {
  const row = await handleOf(tx).agentLogChunk.findUnique({
    where: { sessionId_version_number: { sessionId, version, number } },
    select: { bytes: true },
  });
  return row?.bytes ?? null;
}

export interface GradesRow {
  gaps: unknown;
  gapCount: number;
  logs: readonly LogView[];
  differences: readonly (LineDifference & { source: string })[];
  filled: readonly (FilledGap & { source: string })[];
  hidden: readonly HiddenInput[];
  hiddenCount: number;
}

export async function saveGrades(tx: Tx, sessionId: string, row: GradesRow): Promise<void> {
  const json = (value: unknown) => JSON.stringify(value);
  await handleOf(tx).$executeRaw`
    insert into session_grades (session_id, gaps, gap_count, logs, differences, filled, hidden, hidden_count)
    values (${sessionId}, ${json(row.gaps)}::jsonb, ${row.gapCount}, ${json(row.logs)}::jsonb,
      ${json(row.differences)}::jsonb, ${json(row.filled)}::jsonb, ${json(row.hidden)}::jsonb, ${row.hiddenCount})
    on conflict (session_id) do update set gaps = excluded.gaps, gap_count = excluded.gap_count,
      logs = excluded.logs, differences = excluded.differences, filled = excluded.filled, hidden = excluded.hidden,
      hidden_count = excluded.hidden_count`;
}

/** @param gradedAt when the evidence was read that the grades were made of */
export async function saveSessionGrades(
  tx: Tx,
  sessionId: string,
  grades: { completeness: Completeness | null; corroboration: Corroboration; gradedAt: Date },
): Promise<void> {
  const { completeness, corroboration, gradedAt } = grades;
  await handleOf(tx)
    .$executeRaw`update sessions set completeness = ${completeness}, corroboration = ${corroboration},
    graded_at = ${gradedAt}::timestamptz where id = ${sessionId}`;
}

/** That the grades of before stand. @param gradedAt when that was decided */
export async function keepGrades(tx: Tx, sessionId: string, gradedAt: Date): Promise<void> {
  await handleOf(tx)
    .$executeRaw`update sessions set graded_at = ${gradedAt}::timestamptz where id = ${sessionId}`;
}

/** What was found, without the lines in which it was found: web may read no more. */
export async function findGrades(
  tx: Tx,
  sessionId: string,
): Promise<{
  gaps: unknown;
  gapCount: number;
  hidden: unknown;
  hiddenCount: number;
  logs: unknown;
  alarms: unknown;
} | null> {
  return handleOf(tx).sessionGrades.findUnique({
    where: { sessionId },
    select: { gaps: true, gapCount: true, hidden: true, hiddenCount: true, logs: true, alarms: true },
  });
}

/** The lines in which differences and filled gaps were found. */
export async function findComparedLines(
  tx: Tx,
  sessionId: string,
): Promise<{ differences: unknown; filled: unknown }> {
  const row = await handleOf(tx).sessionGrades.findUnique({
    where: { sessionId },
    select: { differences: true, filled: true },
  });
  return row ?? { differences: [], filled: [] };
}

/**
 * Marks of input that was not printed, as the segments have them, in order.
 * @returns the first ones, and how many there are
 */
export async function findHidden(
  tx: Tx,
  sessionId: string,
  limit: number,
): Promise<{ marks: { label: string; startedAt: Date }[]; count: number }> {
  const marks = await handleOf(tx).$queryRaw<{ label: string; startedAt: Date; count: bigint }[]>`
      select mark ->> 2 as label, r.started_at as "startedAt", count(*) over () as count
      from recording_segments s join recordings r on r.session_id = s.session_id
      cross join jsonb_array_elements(s.summary -> 'marks') mark
      where s.session_id = ${sessionId} and mark ->> 2 like 'dark: %' order by s.number, (mark ->> 0)::int limit ${limit}`;
  return { marks, count: Number(marks[0]?.count ?? 0) };
}

export async function findAlarms(tx: Tx, sessionId: string): Promise<unknown> {
  const row = await handleOf(tx).sessionGrades.findUnique({ where: { sessionId }, select: { alarms: true } });
  return row?.alarms ?? [];
}

export async function saveAlarms(tx: Tx, sessionId: string, alarms: readonly AlarmView[]): Promise<void> {
  const json = JSON.stringify(alarms);
  await handleOf(tx)
    .$executeRaw`insert into session_grades (session_id, alarms) values (${sessionId}, ${json}::jsonb)
    on conflict (session_id) do update set alarms = excluded.alarms`;
}

/** The open review of a session, and who may close it; null: none is open. */
export async function findOpenReview(
  tx: Tx,
  sessionId: string,
): Promise<{ subjectId: string; groups: string[]; exceptPersonIds: string[] } | null> {
  const rows = await handleOf(tx).$queryRaw<
    { subjectId: string; groups: string[]; exceptPersonIds: string[] }[]
  >`select i.subject_id as "subjectId", i.groups, i.except_person_ids as "exceptPersonIds"
    from reviews v join inbox_items i on i.kind = 'review' and i.subject_id = v.id
    where v.session_id = ${sessionId} and v.state = 'open'`;
  return rows[0] ?? null;
}
