import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { inTransaction, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { addJob } from "@/lib/db/jobs";
import { tellReviewers } from "@/lib/inbox/notices/tell-reviewers";
import type { SystemActor } from "@/lib/kernel/actor";
import { type AccountConfig, config } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { insertUnseenNode } from "@/lib/nodes/store";
import type { OutsideSession } from "./rules";
import { ENDED_OUTSIDE, insertImported, saveImportEnd } from "./store";

/**
 * Puts a session that was opened past the portal on record, once, with its event; reviewers are told unless it is older
 * than the watch. It is not ended: it is another principal's.
 * @returns whether it is new
 */
export async function importSession(
  actor: SystemActor,
  { account, region }: { account: AccountConfig; region: string },
  session: OutsideSession,
): Promise<boolean> {
  return inTransaction(async (tx) => {
    const { accountId, protection } = account;
    const { nodeId, awsSessionId, owner, documentName, openedAt, endedAt, isBeforeWatch } = session;
    const at = await databaseNow(tx);
    await insertUnseenNode(tx, { id: nodeId, accountId, region, protection }, at);
    const sessionId = newId("session");
    if (!(await insertImported(tx, { id: sessionId, accountId, region }, session))) return false;
    await appendEvent(tx, {
      code: "session.imported",
      actor,
      subject: { sessionId, nodeId },
      data: {
        ...{ awsSessionId, owner, account: accountId, region, document: documentName },
        ...{ openedAt: openedAt.toISOString(), alarmed: isBeforeWatch ? "no" : "yes" },
        ...(await contentOf(tx, "session-import", sessionId)),
      },
    });
    if (!isBeforeWatch) {
      const groups = config().HALLIGAN_ROLES.reviewer;
      await tellReviewers(tx, "outside-session", { subjectId: sessionId, groups, exceptPersonIds: [] }, at);
    }
    if (endedAt !== null) await recordEnd(tx, actor, { sessionId, nodeId });
    await notify(tx, "session_changed", { sessionId });
    return true;
  });
}

/** Puts down that AWS no longer has it open; a review is opened where one is owed. */
export async function endImport(
  actor: SystemActor,
  sessionId: string,
  end: { endedAt: Date; status: string },
): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await saveImportEnd(tx, sessionId, end))) return;
    await recordEnd(tx, actor, { sessionId });
    await notify(tx, "session_changed", { sessionId });
  });
}

async function recordEnd(
  tx: Tx,
  actor: SystemActor,
  subject: { sessionId: string; nodeId?: string },
): Promise<void> {
  const { sessionId } = subject;
  await appendEvent(tx, {
    code: "session.ended",
    actor,
    subject,
    data: { reason: ENDED_OUTSIDE, ...(await contentOf(tx, "session-end", sessionId)) },
  });
  await addJob(tx, "open-review", { sessionId }, { key: `open-review:${sessionId}` });
}
