import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { SystemActor } from "@/lib/kernel/actor";
import { closeOpening, findExpiredOpenings, lockOpenable } from "./store";

const BATCH = 100;

/** Ends requests to open input that nobody confirmed in time. Run by the sweep; two at once are safe. */
export async function expireOpenings(actor: SystemActor): Promise<void> {
  const at = await databaseNow(reading());
  for (const { id, sessionId } of await findExpiredOpenings(reading(), at, BATCH))
    await inTransaction(async (tx) => {
      const opening = (await lockOpenable(tx, sessionId))?.opening;
      if (opening?.id !== id || opening.state !== "asked") return;
      await closeOpening(tx, id, { to: "expired", closedAt: at });
      await appendEvent(tx, {
        ...{ code: "recording.input-opening-expired", actor, subject: { sessionId } },
        data: { openingId: id },
      });
      await finishNotices(tx, { kinds: ["opening-asked"], subjectId: id });
    });
}
