import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { SystemActor } from "@/lib/kernel/actor";
import { closeLifting, findExpiredLiftings, isLiftingOpen, lockHoldable } from "./store";

const BATCH = 100;

/** Ends requests to lift a hold that nobody confirmed in time. Run by the sweep; two at once are safe. */
export async function expireLiftings(actor: SystemActor): Promise<void> {
  const at = await databaseNow(reading());
  for (const { id, holdId, sessionId } of await findExpiredLiftings(reading(), at, BATCH))
    await inTransaction(async (tx) => {
      await lockHoldable(tx, sessionId);
      if (!(await isLiftingOpen(tx, id))) return;
      await closeLifting(tx, id, { to: "expired", closedAt: at });
      await appendEvent(tx, {
        ...{ code: "recording.hold-lift-expired", actor, subject: { sessionId } },
        data: { holdId, liftingId: id },
      });
      await finishNotices(tx, { kinds: ["lifting-asked"], subjectId: id });
    });
}
