import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { addJob } from "@/lib/db/jobs";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { SystemActor } from "@/lib/kernel/actor";
import { lockDue, saveGrantEnd } from "./store";

const BATCH = 100;

/**
 * Ends grants whose window is over or whose person was disabled, and queues the ends of their sessions. Run by the
 * sweep; two at once share the work. Nothing waits for it: a grant past its window opens nothing before this ran.
 */
export async function endDueGrants(actor: SystemActor): Promise<{ ended: number }> {
  return inTransaction(async (tx) => {
    const at = await databaseNow(tx);
    const due = await lockDue(tx, at, BATCH);
    for (const { id: grantId, requestId, personId, reason } of due) {
      await saveGrantEnd(tx, grantId, { endedAt: at, endReason: reason, endedById: null });
      await appendEvent(tx, {
        code: "grant.ended",
        actor,
        subject: { grantId, requestId, personId },
        data: { reason, ...(await contentOf(tx, "grant-end", grantId)) },
      });
      await addJob(tx, "end-grant-sessions", { grantId }, { key: `end-grant-sessions:${grantId}` });
      await finishNotices(tx, { kinds: ["approved", "access-ending"], requestId });
      await notify(tx, "inbox_changed", { subjectId: requestId });
    }
    return { ended: due.length };
  });
}
