import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { filterLogEvents, type LogEvent } from "@/lib/aws/evidence";
import { inTransaction, reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { storable } from "@/lib/kernel/text";
import { secondsBetween } from "@/lib/kernel/time";
import { markUngraded } from "@/lib/sessions/grades-store";
import { LATE_SECONDS } from "../grading/rules";
import type { AlarmKind } from "../grading/views";
import type { EvidenceSession } from "../store";
import { findFullyReadAt, findLastLogEvent, insertLogEvents, lockForIntake, saveFullyReadAt } from "./store";

/**
 * Fetches what a session's stream in CloudWatch Logs has: what is new, and once, when nothing of the agent can come
 * any more, all of it: whoever writes into the stream can give a line an earlier time.
 * @returns how many events were new, and whether what was fetched before is gone
 * @throws AppError AWS_*
 */
export async function fetchStream(
  actor: SystemActor,
  account: AccountConfig,
  session: EvidenceSession & { awsSessionId: string },
  at: Date,
): Promise<{ added: number; alarms: AlarmKind[] }> {
  const { id: sessionId, endedAt, awsSessionId, region } = session;
  const last = await findLastLogEvent(reading(), sessionId);
  const isWhole =
    endedAt !== null &&
    secondsBetween(endedAt, at) >= LATE_SECONDS.stream &&
    (await findFullyReadAt(reading(), sessionId)) === null;
  const query = { logGroupName: account.logGroupName, logStreamName: awsSessionId };
  const since = isWhole ? undefined : last?.at;
  let added = 0;
  let position = (last?.position ?? -1) + 1;
  let isLastThere = last === null;
  for await (const events of filterLogEvents({ account, region }, { ...query, since })) {
    added += await keep(actor, sessionId, events, position);
    position += events.length;
    isLastThere ||= events.some(({ eventId }) => eventId === last?.eventId);
  }
  if (isWhole) await inTransaction((tx) => saveFullyReadAt(tx, sessionId));
  return { added, alarms: isLastThere ? [] : ["log-deleted"] };
}

/** One transaction, with the event that says so: a process that is killed in the middle leaves whole pages. */
async function keep(
  actor: SystemActor,
  sessionId: string,
  events: readonly LogEvent[],
  position: number,
): Promise<number> {
  const rows = events.map(({ eventId, at, message }, index) => ({
    ...{ eventId, at, sessionId, position: position + index },
    message: storable(message),
  }));
  return inTransaction(async (tx) => {
    if (!(await lockForIntake(tx, sessionId))) return 0;
    const log = await insertLogEvents(tx, rows);
    if (log === 0) return 0;
    await markUngraded(tx, sessionId);
    await appendEvent(tx, {
      code: "evidence.fetched",
      actor,
      subject: { sessionId },
      data: { log, trail: 0, ...(await contentOf(tx, "fetched", sessionId)) },
    });
    return log;
  });
}
