import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { SystemActor } from "@/lib/kernel/actor";
import { findExpired, lockDeletable, moveDeletion } from "./store";

const BATCH = 100;

/** Ends deletions that nobody confirmed in time. Run by the sweep; two at once are safe. */
export async function expireDeletions(actor: SystemActor): Promise<void> {
  const at = await databaseNow(reading());
  for (const { id, sessionId } of await findExpired(reading(), at, BATCH))
    await inTransaction(async (tx) => {
      const deletion = (await lockDeletable(tx, sessionId))?.deletion;
      if (deletion?.id !== id || deletion.state !== "asked") return;
      await moveDeletion(tx, deletion, { to: "expired", closedAt: at });
      await appendEvent(tx, {
        ...{ code: "recording.deletion-expired", actor, subject: { sessionId }, data: { deletionId: id } },
      });
      await finishNotices(tx, { kinds: ["deletion-asked"], subjectId: id });
    });
}
