import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { SystemActor } from "@/lib/kernel/actor";
import { findClass, findExpiredRules, lockClass, moveRule } from "./store";

/** Ends proposed rules that nobody confirmed in time. Run by the sweep; two at once are safe. */
export async function expireProposals(actor: SystemActor): Promise<void> {
  const at = await databaseNow(reading());
  for (const { id, protection, days } of await findExpiredRules(reading(), at))
    await inTransaction(async (tx) => {
      await lockClass(tx, protection);
      if ((await findClass(tx, protection, at)).proposal?.id !== id) return;
      await moveRule(tx, id, { to: "expired", closedAt: at });
      await appendEvent(tx, {
        ...{ code: "retention.expired", actor, data: { ruleId: id, protection, days } },
      });
      await finishNotices(tx, { kinds: ["retention-proposed"], subjectId: id });
    });
}
