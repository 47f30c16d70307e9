import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { newId } from "@/lib/kernel/ids";
import { queueDeliveries } from "../deliveries/queue-deliveries";
import { DELIVERY_KINDS } from "../deliveries/views";
import { insertNotices, markNoticesDone } from "./store";
import type { NoticeKind } from "./views";

interface Told {
  kind: NoticeKind;
  /** What it tells of: a decision's, an entry's, a grant's or a review's id. Nobody is told the same twice. */
  subjectId: string;
  requestId: string | null;
  /** Who did it: never told of it. Null: nobody, time passed. */
  actor: { readonly id: string } | null;
  at: Date;
}

/**
 * Tells people what somebody else did about a thing of theirs, in the transaction in which it was done; outside the portal
 * too, where it is of a kind that is told there.
 */
export async function tell(tx: Tx, told: Told, personIds: readonly string[]): Promise<void> {
  const { kind, subjectId, requestId, actor, at } = told;
  const rows = personIds
    .filter((personId) => personId !== actor?.id)
    .map((personId) => ({
      ...{ id: newId("notice"), personId, kind, subjectId, requestId, createdAt: at },
      ...(actor ? { actorId: actor.id } : {}),
    }));
  const toldIds = await insertNotices(tx, rows);
  for (const personId of toldIds) await notify(tx, "inbox_changed", { subjectId: personId });
  const outside = DELIVERY_KINDS.find((one) => one === kind);
  if (outside && requestId !== null)
    await queueDeliveries(tx, { kind: outside, subjectId, requestId, dueAt: null, at }, toldIds);
}

/** Takes notices from everybody who has them: of that nothing is left to tell or to do. */
export async function finishNotices(
  tx: Tx,
  which: { kinds: readonly NoticeKind[] } & ({ subjectId: string } | { requestId: string }),
): Promise<void> {
  const personIds = await markNoticesDone(tx, which, await databaseNow(tx));
  for (const personId of personIds) await notify(tx, "inbox_changed", { subjectId: personId });
}
