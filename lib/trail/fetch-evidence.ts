import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { accountOf } from "@/lib/aws/credentials";
import { lookupEvents, type TrailRecord } from "@/lib/aws/evidence";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { addSeconds } from "@/lib/kernel/time";
import { isBeingDeleted } from "@/lib/recordings/deleted/store";
import { raiseAlarms } from "./grading/raise-alarms";
import { fetchObject } from "./intake/fetch-object";
import { fetchStream } from "./intake/fetch-stream";
import { judgeLateLog } from "./late-log/judge-late-log";
import {
  type EvidenceSession,
  findEvidenceSession,
  insertTrailEvents,
  markChecked,
  type TrailRow,
} from "./store";
import { parseTrailRecord } from "./trail-record";

/** The trail's clock may be a little behind ours. */
const EARLY_SECONDS = -60;

/**
 * Fetches what the node's agent logged, in CloudWatch Logs and S3, and what the trail says of one session, and keeps
 * what is new. All of it arrives late, so this runs again and again; what is there is told by AWS's event ids and
 * versions. What was fetched and is gone, or was replaced, raises an alarm; so does a log that does not begin.
 * @returns how many events, and contents of the object, were new
 * @throws AppError AWS_* when AWS could not be asked
 */
export async function fetchEvidence(
  actor: SystemActor,
  sessionId: string,
): Promise<{ log: number; objects: number; trail: number }> {
  const found = await findEvidenceSession(reading(), sessionId);
  if (!found) return { log: 0, objects: 0, trail: 0 };
  const { awsSessionId, ...session } = found;
  const account = accountOf(session.accountId);
  // Before AWS is asked: what comes later than this may still be missing.
  const at = await databaseNow(reading());
  // What was deleted is not fetched anew, and that it is gone is no alarm.
  const hasLog = awsSessionId !== null && !(await isBeingDeleted(reading(), sessionId));
  const opened = hasLog ? { ...session, awsSessionId } : null;
  const nothing = { added: 0, alarms: [] };
  const stream = opened ? await fetchStream(actor, account, opened, at) : nothing;
  const object = opened ? await fetchObject(actor, account, opened) : nothing;
  // Under another principal's name the trail has all that they did: which of it is of this session nobody can say.
  const isAsked = session.endedAt !== null && session.kind === "brokered";
  const records = isAsked ? await lookupSession(account, found) : [];
  const rows = records.flatMap((record) => rowOf(found, record));
  const trail = await inTransaction(async (tx) => {
    const added = await insertTrailEvents(tx, rows);
    await markChecked(tx, sessionId, at);
    await raiseAlarms(tx, actor, sessionId, [...stream.alarms, ...object.alarms]);
    if (added > 0)
      await appendEvent(tx, {
        code: "evidence.fetched",
        actor,
        subject: { sessionId },
        data: { log: 0, trail: added, ...(await contentOf(tx, "fetched", sessionId)) },
      });
    return added;
  });
  await judgeLateLog(actor, sessionId, at);
  return { log: stream.added, objects: object.added, trail };
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
