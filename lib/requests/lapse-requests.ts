import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { completeItem } from "@/lib/inbox/complete-item";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { SystemActor } from "@/lib/kernel/actor";
import { lockLapsed, moveRequest } from "./store";

const BATCH = 100;

/**
 * Lapses requests that nobody decided in time, and those of disabled people. Run by the sweep; two at once share
 * the work.
 */
export async function lapseRequests(actor: SystemActor): Promise<{ lapsed: number }> {
  return inTransaction(async (tx) => {
    const at = await databaseNow(tx);
    const requestIds = await lockLapsed(tx, at, BATCH);
    for (const requestId of requestIds) {
      await moveRequest(tx, { id: requestId, state: "waiting" }, "lapsed", at);
      await appendEvent(tx, { code: "request.lapsed", actor, subject: { requestId } });
      await completeItem(tx, "decision", requestId);
      await finishNotices(tx, { kinds: ["question", "answer", "comment"], requestId });
    }
    return { lapsed: requestIds.length };
  });
}
