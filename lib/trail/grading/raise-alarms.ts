import { appendEvent } from "@/lib/audit/append-event";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { tellReviewers } from "@/lib/inbox/notices/tell-reviewers";
import type { SystemActor } from "@/lib/kernel/actor";
import { markUngraded } from "@/lib/sessions/grades-store";
import { lockSessionRow } from "../intake/store";
import { parseAlarms } from "./parse";
import { findAlarms, findOpenReview, saveAlarms } from "./store";
import type { AlarmKind } from "./views";

/**
 * Raises alarms about a session's log, each kind once, with its event; whoever may review the session is told. An
 * alarm stays, whatever is found later. Part of the caller's transaction, which is serialized on the session's row.
 */
export async function raiseAlarms(
  tx: Tx,
  actor: SystemActor,
  sessionId: string,
  kinds: readonly AlarmKind[],
): Promise<void> {
  if (kinds.length === 0) return;
  await lockSessionRow(tx, sessionId);
  const known = parseAlarms(await findAlarms(tx, sessionId));
  const raised = [...new Set(kinds)].filter((kind) => !known.some((alarm) => alarm.kind === kind));
  const at = await databaseNow(tx);
  if (raised.length > 0) {
    await saveAlarms(tx, sessionId, [...known, ...raised.map((kind) => ({ kind, at }))]);
    await markUngraded(tx, sessionId);
    for (const alarm of raised)
      await appendEvent(tx, { code: "evidence.alarmed", actor, subject: { sessionId }, data: { alarm } });
  }
  await tellAlarms(tx, sessionId);
}

/**
 * Tells whoever may review a session of the alarms that are known of its log, nobody twice; nothing while it has no open
 * review: whoever opens one calls this. Part of the caller's transaction.
 */
export async function tellAlarms(tx: Tx, sessionId: string): Promise<void> {
  const review = await findOpenReview(tx, sessionId);
  if (!review || parseAlarms(await findAlarms(tx, sessionId)).length === 0) return;
  await tellReviewers(tx, "log-alarm", review, await databaseNow(tx));
}
