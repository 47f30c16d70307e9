import { setTimeout as pause } from "node:timers/promises";
import { appendEvent } from "@/lib/audit/append-event";
import { accountOf } from "@/lib/aws/credentials";
import { type AwsSessionRow, findAwsSession, listActiveSessions, terminateSession } from "@/lib/aws/sessions";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { addJob } from "@/lib/db/jobs";
import type { SystemActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { SessionRecord } from "../record";
import { findSession, lockSession, saveSession } from "../store";
import { subjectOf } from "../subject";
import { sessionIdOf } from "../sweeping/sweep-rules";
import { finishSession } from "./finish-session";

const ASK_EVERY_MS = 300;
/** AWS gets so long to let go; then the queue tries again later. */
const ASK_FOR_MS = 10_000;

/**
 * Ends in AWS what a session has open there, and asks until it is gone (invariant 5). It goes by what AWS has under
 * the session's name, not by the id that we may have lost. Idempotent; the queue and the sweep run it again.
 * @throws AppError AWS_* when AWS refused or still had it
 */
export async function endSession(actor: SystemActor, sessionId: string): Promise<void> {
  const session = await findSession(reading(), sessionId);
  if (!session || session.endConfirmedAt || !isToEnd(session)) return;
  const place = { account: accountOf(session.accountId), region: session.region };

  const isOfSession = (row: AwsSessionRow) => sessionIdOf(row.awsSessionId) === sessionId;
  const seen = new Set<string>();
  const until = Date.now() + ASK_FOR_MS;
  let open = (await listActiveSessions(place)).filter(isOfSession);
  while (open.length > 0) {
    for (const { awsSessionId } of open) {
      if (!seen.has(awsSessionId)) await terminateSession(place, awsSessionId);
      seen.add(awsSessionId);
    }
    open = (await listActiveSessions(place)).filter(isOfSession);
    if (open.length > 0 && Date.now() > until)
      throw new AppError(
        "AWS_UNAVAILABLE",
        `AWS still has ${open.map((row) => row.awsSessionId).join(", ")}`,
      );
    if (open.length > 0) await pause(ASK_EVERY_MS);
  }
  const awsSessionId = session.awsSessionId ?? [...seen][0] ?? null;
  const last = awsSessionId === null ? undefined : await findAwsSession(place, awsSessionId);
  const answer = last?.status ?? "not-found";
  await commitConfirmed(actor, sessionId, { answer, awsSessionId, terminated: [...seen] });
}

/** Whether somebody asked for its end, or it is over: an open session is never ended by a stale job. */
function isToEnd({ state }: SessionRecord): boolean {
  return state === "ending" || state === "ended" || state === "failed";
}

async function commitConfirmed(
  actor: SystemActor,
  sessionId: string,
  found: { answer: string; awsSessionId: string | null; terminated: readonly string[] },
): Promise<void> {
  const { answer, awsSessionId, terminated } = found;
  await inTransaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (!session || session.endConfirmedAt) return;
    const at = await databaseNow(tx);
    // The answer to a start was lost: this is the session that it made.
    const isFound = session.awsSessionId === null && awsSessionId !== null;
    await saveSession(tx, sessionId, {
      endConfirmedAt: at,
      endAnswer: answer,
      ...(isFound ? { awsSessionId } : {}),
    });
    if (session.state === "ending")
      await finishSession(tx, actor, session, { reason: session.endReason, answer });
    else
      await appendEvent(tx, {
        code: "session.end-confirmed",
        actor,
        subject: subjectOf(session),
        data: { answer, terminated },
      });
    if (isFound) {
      await addJob(tx, "open-review", { sessionId }, { key: `open-review:${sessionId}` });
      await addJob(tx, "fetch-evidence", { sessionId }, { key: `fetch-evidence:${sessionId}` });
    }
    await notify(tx, "session_changed", { sessionId });
  });
}
