import { listActiveSessions } from "@/lib/aws/sessions";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { addJob } from "@/lib/db/jobs";
import { livingProcesses } from "@/lib/db/processes";
import type { SystemActor } from "@/lib/kernel/actor";
import { type AccountConfig, config } from "@/lib/kernel/config/config";
import { secondsBetween } from "@/lib/kernel/time";
import { finishSession } from "../ending/finish-session";
import { requestEnd } from "../ending/request-end";
import { saveFailure } from "../failing/fail-opening";
import { findSessions, lockSession } from "../store";
import { sweepAway } from "./sweep-away";
import { dueEnd, sessionIdOf, sweepSession } from "./sweep-rules";
import { findUnconfirmed, type UnconfirmedRow } from "./sweep-store";

/** The job of an end has so long before the sweep queues it again or ends in its place. */
const CLOSING_SECONDS = 10;

/** What a sweep remembers from round to round; a restart only delays what hangs on it. */
export class SweepMemory {
  /** Sessions whose gateway is gone, since when. */
  readonly orphanedSince = new Map<string, Date>();
  /** Open sessions that AWS did not list in the last round. */
  absent: ReadonlySet<string> = new Set();
  /** When an end was queued again. */
  readonly queuedAt = new Map<string, Date>();
}

const ownMemory = new SweepMemory();

/**
 * The backstop of every end (invariant 7), run every few seconds: ends what must end by our rows, and what AWS has
 * under a name of ours and we have not. Places are swept side by side; one that fails stops no other.
 * @throws whatever failed first, after everything else was done
 */
export async function sweepSessions(actor: SystemActor, memory: SweepMemory = ownMemory): Promise<void> {
  const settings = config();
  const tx = reading();
  // Before AWS is asked: what is open in our rows now must be in AWS's list.
  const rows = await findUnconfirmed(tx);
  const at = await databaseNow(tx);
  const gateways = await livingProcesses("gateway", settings.DEAD_SECONDS);
  const failures: unknown[] = [];
  const attempt = async (work: Promise<void>) => {
    await work.catch((error: unknown) => failures.push(error));
  };
  for (const row of rows) await attempt(sweepRow(actor, row, { at, gateways, memory }));
  forgetAll(memory, rows);

  const absent = new Set<string>();
  const places = settings.HALLIGAN_ACCOUNTS.flatMap((account) =>
    account.regions.map((region) => ({ account, region })),
  );
  await Promise.all(places.map((place) => attempt(sweepPlace(actor, place, rows, { absent, memory }))));
  memory.absent = absent;
  if (failures.length > 0) throw failures[0];
}

/** Ends what our rows say must end, and queues again the ends that AWS has not confirmed. */
async function sweepRow(
  actor: SystemActor,
  row: UnconfirmedRow,
  { at, gateways, memory }: { at: Date; gateways: ReadonlySet<string>; memory: SweepMemory },
): Promise<void> {
  const settings = config();
  if (row.state !== "open" || (row.gatewayId && gateways.has(row.gatewayId)))
    memory.orphanedSince.delete(row.id);
  else if (!memory.orphanedSince.has(row.id)) memory.orphanedSince.set(row.id, at);
  const orphaned = memory.orphanedSince.get(row.id);
  const due = dueEnd({ ...row, orphanedSeconds: orphaned ? secondsBetween(orphaned, at) : null }, at, {
    openingSeconds: settings.OPENING_SECONDS,
    abandonedSeconds: settings.ABANDONED_SECONDS,
  });
  if (due === "give-up") return giveUp(actor, row.id);
  if (due) {
    await requestEnd(actor, { sessionId: row.id, reason: due });
    return;
  }
  const since = memory.queuedAt.get(row.id) ?? row.endedAt ?? row.endRequestedAt;
  const isOver = row.state === "ending" || row.state === "ended" || row.state === "failed";
  if (!isOver || !since || secondsBetween(since, at) <= CLOSING_SECONDS) return;
  memory.queuedAt.set(row.id, at);
  await inTransaction((tx) =>
    addJob(tx, "end-session", { sessionId: row.id }, { key: `end-session:${row.id}` }),
  );
}

/** An opening whose gateway died, or hangs: what it may have started is ended by a job. */
async function giveUp(actor: SystemActor, sessionId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (session?.state === "opening") await saveFailure(tx, actor, session, { code: "OPENING_TIMED_OUT" });
  });
}

/** Holds what AWS has open in one place against our rows, both ways. */
async function sweepPlace(
  actor: SystemActor,
  place: { account: AccountConfig; region: string },
  rows: readonly UnconfirmedRow[],
  { absent, memory }: { absent: Set<string>; memory: SweepMemory },
): Promise<void> {
  const { account, region } = place;
  const { OPENING_SECONDS: openingSeconds } = config();
  const active = await listActiveSessions(place);
  const roleName = account.targetRoleArn.slice(account.targetRoleArn.lastIndexOf("/") + 1);

  const tx = reading();
  const ids = [...new Set(active.flatMap((found) => sessionIdOf(found.awsSessionId) ?? []))];
  const known = new Map((await findSessions(tx, ids)).map((session) => [session.id, session]));
  const at = await databaseNow(tx);
  for (const found of active) {
    const sessionId = sessionIdOf(found.awsSessionId);
    const session = (sessionId && known.get(sessionId)) || null;
    const verdict = sweepSession(found, roleName, session, at, {
      openingSeconds,
      closingSeconds: CLOSING_SECONDS,
    });
    if (sessionId && verdict.kind === "end")
      await sweepAway(actor, place, { found, sessionId, why: verdict.why });
  }

  const listed = new Set(active.map(({ awsSessionId }) => awsSessionId));
  for (const row of rows) {
    const isHere = row.accountId === account.accountId && row.region === region;
    if (!isHere || row.state !== "open" || !row.awsSessionId || listed.has(row.awsSessionId)) continue;
    // A shell that was just left is told to us by its channel: the second round in which it is missing counts.
    if (memory.absent.has(row.id)) await finishGone(actor, row.id);
    else absent.add(row.id);
  }
}

async function finishGone(actor: SystemActor, sessionId: string): Promise<void> {
  await inTransaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (session?.state === "open") await finishSession(tx, actor, session, { reason: "aws-ended" });
  });
}

/** Lets go of what the rows no longer have. */
function forgetAll(memory: SweepMemory, rows: readonly UnconfirmedRow[]): void {
  const ids = new Set(rows.map(({ id }) => id));
  for (const map of [memory.orphanedSince, memory.queuedAt])
    for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
}
