import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { accountOf } from "@/lib/aws/credentials";
import { filterLogEvents, lookupEvents, type TrailRecord } from "@/lib/aws/evidence";
import { inTransaction, reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { storable } from "@/lib/kernel/text";
import { addSeconds } from "@/lib/kernel/time";
import {
  type EvidenceSession,
  findEvidenceSession,
  findLastLogEvent,
  insertLogEvents,
  insertTrailEvents,
  markChecked,
  type TrailRow,
} from "./store";
import { parseTrailRecord } from "./trail-record";

/** The trail's clock may be a little behind ours. */
const EARLY_SECONDS = -60;

/**
 * Fetches what the node's agent logged and what the trail says of one session, and keeps what is new. Both arrive
 * late, so this runs again and again; events are told apart by AWS's event ids.
 * @returns how many events were new
 * @throws AppError AWS_* when AWS could not be asked
 */
export async function fetchEvidence(
  actor: SystemActor,
  sessionId: string,
): Promise<{ log: number; trail: number }> {
  const session = await findEvidenceSession(reading(), sessionId);
  if (!session) return { log: 0, trail: 0 };
  const account = accountOf(session.accountId);
  const place = { account, region: session.region };
  const last = await findLastLogEvent(reading(), sessionId);
  const events = session.awsSessionId
    ? await filterLogEvents(place, {
        logGroupName: account.logGroupName,
        logStreamName: session.awsSessionId,
        since: last?.at,
      })
    : [];
  const records = session.endedAt ? await lookupSession(account, session) : [];
  const rows = records.flatMap((record) => rowOf(session, record));
  return inTransaction(async (tx) => {
    const log = await insertLogEvents(
      tx,
      events.map(({ eventId, at, message }, index) => ({
        ...{ eventId, at, sessionId },
        message: storable(message),
        position: (last?.position ?? -1) + 1 + index,
      })),
    );
    const trail = await insertTrailEvents(tx, rows);
    await markChecked(tx, sessionId);
    if (log + trail > 0)
      await appendEvent(tx, {
        code: "evidence.fetched",
        actor,
        subject: { sessionId },
        data: { log, trail, ...(await contentOf(tx, "fetched", sessionId)) },
      });
    return { log, trail };
  });
}

/** While a session runs the trail is not asked: AWS answers two lookups a second, and delivers minutes late. */
async function lookupSession(account: AccountConfig, session: EvidenceSession): Promise<TrailRecord[]> {
  const since = addSeconds(session.createdAt, EARLY_SECONDS);
  // The trail is kept by region: roles are assumed in the account's first, wherever the session was.
  const roles = { account, region: account.regions[0] ?? session.region };
  const called = await lookupEvents(
    { account, region: session.region },
    { key: "Username", value: session.id, since },
  );
  // An AssumeRole is called by the broker: only what it asked for names the session.
  const assumed = await lookupEvents(roles, { key: "EventName", value: "AssumeRole", since });
  return [...called, ...assumed];
}

function rowOf(session: EvidenceSession, record: TrailRecord): TrailRow[] {
  const facts = parseTrailRecord(record.record);
  if (facts?.roleSessionName !== session.id) return [];
  const { eventId, name, at } = record;
  const { accountId, region, id: sessionId } = session;
  const { errorCode, sourceIdentity } = facts;
  return [
    { eventId, sessionId, accountId, region, name, at, errorCode, sourceIdentity, record: facts.record },
  ];
}
