import { handleOf, type Tx } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";
import type { EndReason } from "@/lib/sessions/views";
import type { OutsideSession } from "./rules";

export interface Watch {
  beganAt: Date;
  readUntil: Date | null;
  readingSince: Date | null;
  nextToken: string | null;
}

/** Why a session past the portal is over: nobody here knows more. */
export const ENDED_OUTSIDE = "ended-outside" satisfies EndReason;

/**
 * Since when an account's region is watched, from now on if it was not.
 * @returns null: the account is not in the inventory yet
 */
export async function beginWatch(
  tx: Tx,
  { accountId, region }: { accountId: string; region: string },
  at: Date,
): Promise<Watch | null> {
  await handleOf(tx).$executeRaw`
    insert into session_watches (account_id, region, began_at)
    select id, ${region}, ${at}::timestamptz from accounts where id = ${accountId}
    on conflict (account_id, region) do nothing`;
  return handleOf(tx).sessionWatch.findUnique({
    where: { accountId_region: { accountId, region } },
    select: { beganAt: true, readUntil: true, readingSince: true, nextToken: true },
  });
}

export async function saveWatch(
  tx: Tx,
  { accountId, region }: { accountId: string; region: string },
  change: { readUntil?: Date; readingSince: Date | null; nextToken: string | null },
): Promise<void> {
  await handleOf(tx).sessionWatch.update({
    where: { accountId_region: { accountId, region } },
    data: change,
    select: { region: true },
  });
}

/** Which of these ids of AWS's are on record, as whosesoever. */
export async function findKnown(tx: Tx, awsSessionIds: readonly string[]): Promise<Set<string>> {
  const rows = await handleOf(tx).session.findMany({
    where: { awsSessionId: { in: [...awsSessionIds] } },
    select: { awsSessionId: true },
  });
  return new Set(rows.flatMap(({ awsSessionId }) => awsSessionId ?? []));
}

/** @returns false when AWS's id is on record already */
export async function insertImported(
  tx: Tx,
  of: { id: string; accountId: string; region: string },
  session: OutsideSession,
): Promise<boolean> {
  const { awsSessionId, nodeId, documentName, openedAt, endedAt, status, owner, reason, isBeforeWatch } =
    session;
  const over =
    endedAt === null
      ? { state: "open" }
      : { state: "ended", endedAt, endReason: ENDED_OUTSIDE, endConfirmedAt: endedAt, endAnswer: status };
  const row = {
    ...of,
    kind: "imported",
    nodeId,
    documentName,
    awsSessionId,
    openedAt,
    createdAt: openedAt,
    ...over,
  };
  if (!(await insertSessionRow(tx, row))) return false;
  await handleOf(tx).$executeRaw`
    insert into imported_sessions (session_id, owner, reason, is_before_watch)
    values (${of.id}, ${owner}, ${reason}, ${isBeforeWatch})`;
  return true;
}

/** By name: a column that is not named has its default, and jobs may name no other. */
async function insertSessionRow(tx: Tx, row: object): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    insert into sessions (id, kind, account_id, region, node_id, document_name, state, created_at, opened_at,
      aws_session_id, ended_at, end_reason, end_confirmed_at, end_answer)
    select id, kind, "accountId", region, "nodeId", "documentName", state, "createdAt", "openedAt", "awsSessionId",
      "endedAt", "endReason", "endConfirmedAt", "endAnswer"
    from jsonb_to_record(${JSON.stringify(row)}::jsonb) as r (id text, kind text, "accountId" text, region text,
      "nodeId" text, "documentName" text, state text, "createdAt" timestamptz, "openedAt" timestamptz,
      "awsSessionId" text, "endedAt" timestamptz, "endReason" text, "endConfirmedAt" timestamptz, "endAnswer" text)
    on conflict (aws_session_id) do nothing returning id`;
  return rows.length === 1;
}

/** Sessions past the portal that were open when they were last looked at, the longest unseen first. */
export async function findOpenImports(
  tx: Tx,
  { accountId, region }: { accountId: string; region: string },
): Promise<{ id: string; awsSessionId: string; openedAt: Date }[]> {
  return handleOf(tx).$queryRaw`
    select s.id, s.aws_session_id as "awsSessionId", s.opened_at as "openedAt"
    from imported_sessions i join sessions s on s.id = i.session_id
    where i.settled_at is null and s.state = 'open' and s.account_id = ${accountId} and s.region = ${region}
    order by s.opened_at`;
}

/** The same, of accounts and regions that are not among these (`account region`), the oldest first. */
export async function findOpenElsewhere(
  tx: Tx,
  places: readonly string[],
  limit: number,
): Promise<{ id: string; openedAt: Date }[]> {
  return handleOf(tx).$queryRaw`
    select s.id, s.opened_at as "openedAt" from imported_sessions i join sessions s on s.id = i.session_id
    where i.settled_at is null and s.state = 'open'
      and s.account_id || ' ' || s.region <> all(${[...places]})
    order by s.opened_at limit ${limit}`;
}

/** @returns false when it is over already */
export async function saveImportEnd(
  tx: Tx,
  sessionId: string,
  { endedAt, status }: { endedAt: Date; status: string },
): Promise<boolean> {
  const { count } = await handleOf(tx).session.updateMany({
    where: { id: sessionId, kind: "imported", state: "open" },
    data: { state: "ended", endedAt, endReason: ENDED_OUTSIDE, endConfirmedAt: endedAt, endAnswer: status },
  });
  return count === 1;
}

/**
 * Sessions past the portal of an account and region whose log should be asked for: often at first, then a tenth of their
 * age apart.
 */
export async function findDueImports(
  tx: Tx,
  { accountId, region }: { accountId: string; region: string },
  { again, limit }: { again: number; limit: number },
): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select s.id from imported_sessions i join sessions s on s.id = i.session_id
    where i.settled_at is null and s.account_id = ${accountId} and s.region = ${region}
      and (s.evidence_checked_at is null or s.evidence_checked_at < clock_timestamp() - greatest(make_interval(secs => ${again}),
        (clock_timestamp() - coalesce(s.ended_at, clock_timestamp())) / 10))
    order by s.evidence_checked_at nulls first, s.opened_at desc limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** Those whose log was fetched and not looked through since, or not for the last time. */
export async function findUncounted(
  tx: Tx,
  { settledSeconds, limit }: { settledSeconds: number; limit: number },
): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select s.id from imported_sessions i join sessions s on s.id = i.session_id
    where i.settled_at is null and s.evidence_checked_at is not null and (i.logs is null or s.graded_at is null
      or s.evidence_checked_at >= s.ended_at + make_interval(secs => ${settledSeconds}))
    order by s.graded_at nulls first limit ${limit}`;
  return rows.map(({ id }) => id);
}

export interface CountedSession {
  id: string;
  awsSessionId: string;
  nodeId: string;
  endedAt: Date | null;
  evidenceCheckedAt: Date | null;
}

export async function findCounted(tx: Tx, sessionId: string): Promise<CountedSession | null> {
  const row = await handleOf(tx).importedSession.findUnique({
    where: { sessionId },
    select: {
      session: {
        select: { id: true, awsSessionId: true, nodeId: true, endedAt: true, evidenceCheckedAt: true },
      },
    },
  });
  if (!row) return null;
  return { ...row.session, awsSessionId: row.session.awsSessionId ?? "" };
}

/** @param countedAt before the logs were read */
export async function saveLogs(
  tx: Tx,
  sessionId: string,
  found: { logs: Prisma.InputJsonArray; isSettled: boolean; countedAt: Date },
): Promise<void> {
  const { logs, isSettled, countedAt } = found;
  const json = JSON.stringify(logs);
  await handleOf(tx).$executeRaw`
    update imported_sessions set logs = ${json}::jsonb, settled_at = case when ${isSettled} then clock_timestamp() end
    where session_id = ${sessionId}`;
  await handleOf(tx).$executeRaw`
    update sessions set graded_at = ${countedAt}::timestamptz where id = ${sessionId}`;
}

export async function findImported(tx: Tx, sessionId: string) {
  return handleOf(tx).importedSession.findUnique({
    where: { sessionId },
    select: {
      ...{ owner: true, reason: true, isBeforeWatch: true, foundAt: true, logs: true, settledAt: true },
      session: { select: { nodeId: true, evidenceCheckedAt: true } },
    },
  });
}

/** Whether somebody's reading of a session's log stands on record already, at most an hour old. */
export async function wasReadLately(tx: Tx, sessionId: string, personId: string): Promise<boolean> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select id from audit_events where session_id = ${sessionId} and actor_id = ${personId}
      and code = 'evidence.read' and outcome = 'done' and at > clock_timestamp() - interval '1 hour' limit 1`;
  return rows.length > 0;
}
