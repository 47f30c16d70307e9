import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { inTransaction, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { addJob } from "@/lib/db/jobs";
import type { SystemActor } from "@/lib/kernel/actor";
import type { OpeningLease } from "../opening/steps";
import type { SessionIn } from "../record";
import { lockSession, moveSession } from "../store";
import { subjectOf } from "../subject";
import { failureOf, type OpeningFailure } from "./opening-failure";

/**
 * An opening failed: the session is `failed` with why. If a start was intended, AWS may have made one although its
 * answer was lost: a job looks, and ends it. Whoever ended it meanwhile has had the last word already.
 */
export async function failOpening(gateway: SystemActor, lease: OpeningLease, error: unknown): Promise<void> {
  await inTransaction(async (tx) => {
    const session = await lockSession(tx, lease.id);
    if (!session || session.epoch !== lease.epoch) return;
    if (session.state !== "opening" && session.state !== "open") return;
    await saveFailure(tx, gateway, session, failureOf(error));
  });
}

/** Part of the caller's transaction, which holds the session's lock. */
export async function saveFailure(
  tx: Tx,
  actor: SystemActor,
  session: SessionIn<"opening" | "open">,
  failure: OpeningFailure,
): Promise<void> {
  const { id: sessionId } = session;
  const { code, aws, params } = failure;
  const at = await databaseNow(tx);
  const mayBeOpen = session.startIntendedAt !== null;
  await moveSession(tx, session, "failed", {
    endReason: "opening-failed",
    endNote: code,
    failure: { code, ...(aws ? { aws } : {}), ...(params ? { params } : {}) },
    endedAt: at,
    ...(mayBeOpen ? {} : { endConfirmedAt: at, endAnswer: "never-started" }),
  });
  await appendEvent(tx, {
    code: "session.failed",
    outcome: "failed",
    actor,
    subject: subjectOf(session),
    data: {
      ...{
        reason: code,
        startIntended: mayBeOpen,
        ...(aws ? { aws: { ...aws, requestId: aws.requestId ?? null } } : {}),
      },
      ...(await contentOf(tx, "session-end", sessionId)),
    },
  });
  if (mayBeOpen) {
    await addJob(tx, "end-session", { sessionId }, { key: `end-session:${sessionId}` });
    await addJob(tx, "open-review", { sessionId }, { key: `open-review:${sessionId}` });
  }
  await notify(tx, "session_changed", { sessionId });
  await notify(tx, "inbox_changed", { subjectId: sessionId });
}
