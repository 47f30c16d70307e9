import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor } from "@/lib/kernel/actor";
import { markNoticesSeen } from "./store";

/**
 * A person has seen what they were told. It changes what their own pages show and nothing else, so it is no event of
 * the audit; another's notices stay as they are, and the answer does not say whether there are any.
 * @param input.noticeIds at most MOST_UNSEEN, which the edge has checked
 * @returns how many of them were the person's own and not seen before
 */
export async function seeNotices(
  actor: PersonActor,
  { noticeIds }: { noticeIds: readonly string[] },
): Promise<{ seen: number }> {
  return inTransaction(async (tx) => {
    const seen = await markNoticesSeen(tx, actor.id, noticeIds, await databaseNow(tx));
    // This person's other pages count fewer.
    if (seen > 0) await notify(tx, "inbox_changed", { subjectId: actor.id });
    return { seen };
  });
}
