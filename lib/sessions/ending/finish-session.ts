import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { addJob } from "@/lib/db/jobs";
import type { SystemActor } from "@/lib/kernel/actor";
import type { SessionIn } from "../record";
import { moveSession } from "../store";
import { subjectOf } from "../subject";
import type { EndReason } from "../views";

/**
 * The one way in which a session that was open becomes over: state, event, and the jobs that prove it, fetch what
 * was logged and open the review. Part of the caller's transaction, which holds the session's lock.
 * @param end.answer AWS's answer when it has been asked already; otherwise a job asks
 */
export async function finishSession(
  tx: Tx,
  actor: SystemActor,
  session: SessionIn<"open" | "ending">,
  end: { reason: EndReason; note?: string; answer?: string },
): Promise<void> {
  const { id: sessionId } = session;
  const at = await databaseNow(tx);
  const { reason, note, answer } = end;
  await moveSession(tx, session, "ended", {
    endReason: reason,
    endedAt: at,
    ...(note && session.state === "open" ? { endNote: note } : {}),
    ...(answer === undefined ? {} : { endConfirmedAt: at, endAnswer: answer }),
  });
  const subject = subjectOf(session);
  await appendEvent(tx, {
    code: "session.ended",
    actor,
    subject,
    data: { reason, ...(note ? { note } : {}), ...(await contentOf(tx, "session-end", sessionId)) },
  });
  if (answer === undefined)
    await addJob(tx, "end-session", { sessionId }, { key: `end-session:${sessionId}` });
  else await appendEvent(tx, { code: "session.end-confirmed", actor, subject, data: { answer } });
  await addJob(tx, "open-review", { sessionId }, { key: `open-review:${sessionId}` });
  await addJob(tx, "fetch-evidence", { sessionId }, { key: `fetch-evidence:${sessionId}` });
  await notify(tx, "session_changed", { sessionId });
  await notify(tx, "inbox_changed", { subjectId: sessionId });
}
