import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { addJob } from "@/lib/db/jobs";
import type { Actor, PersonActor, SystemActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import type { SessionRecord } from "../record";
import { mayEnd } from "../rules";
import { lockSession, moveSession } from "../store";
import { subjectOf } from "../subject";
import type { EndReason } from "../views";

export interface EndRequest {
  sessionId: string;
  /** Why a process ends it. Of a person it is worked out here, whatever the caller says. */
  reason?: EndReason;
  /** What whoever ends another's session says; at most 500 characters. */
  note?: string;
}

/**
 * Asks for the end of a session: from here on the gateway passes no bytes, and a job ends it in AWS. Asking again
 * while it is ending changes nothing.
 * @returns the reason that stands in the row
 * @throws AppError NOT_FOUND | NOT_YOUR_SESSION | REASON_MISSING | TOO_LARGE | SESSION_OVER (a person's only)
 */
export async function requestEnd(
  actor: PersonActor | SystemActor,
  request: EndRequest,
): Promise<{ endReason: EndReason | null }> {
  const { sessionId } = request;
  const attempt = { code: "session.end-requested", actor, subject: { sessionId } } as const;
  return audited<{ endReason: EndReason | null }>(attempt, async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (!session) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    if (actor.kind === "system" && (session.state === "ended" || session.state === "failed"))
      return allow({ endReason: session.endReason });
    const end = mayEnd(actor, session, request);
    if (!end.ok) return end;
    if (session.state === "ending") return allow({ endReason: session.endReason });
    await saveEndRequest(tx, session, { actor, reason: end.value, note: request.note?.trim() || null });
    return allow({ endReason: end.value });
  });
}

async function saveEndRequest(
  tx: Tx,
  session: SessionRecord,
  end: { actor: Actor; reason: EndReason; note: string | null },
): Promise<void> {
  const { actor, reason, note } = end;
  const { id: sessionId } = session;
  const at = await databaseNow(tx);
  const subject = subjectOf(session);
  const ended = {
    endRequestedAt: at,
    endReason: reason,
    endNote: note,
    endedById: actor.kind === "person" ? actor.id : null,
  };
  await appendEvent(tx, { code: "session.end-requested", actor, subject, data: { reason, note } });
  if (session.state === "created") {
    // Nothing was ever asked of AWS: there is nothing to end there.
    await moveSession(tx, session, "ended", {
      ...ended,
      endedAt: at,
      endConfirmedAt: at,
      endAnswer: "never-started",
    });
    await appendEvent(tx, {
      code: "session.ended",
      actor,
      subject,
      data: { reason, ...(await contentOf(tx, "session-end", sessionId)) },
    });
  } else {
    await moveSession(tx, session, "ending", ended);
    await addJob(tx, "end-session", { sessionId }, { key: `end-session:${sessionId}` });
  }
  await notify(tx, "session_changed", { sessionId });
  await notify(tx, "inbox_changed", { subjectId: sessionId });
}
