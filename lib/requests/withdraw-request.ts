import { appendEvent, audited } from "@/lib/audit/append-event";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { completeItem } from "@/lib/inbox/complete-item";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { mayWithdraw } from "./rules";
import { type FullRequest, lockRequest, moveRequest } from "./store";

/**
 * Takes one's own request back while nobody has decided it.
 * @throws AppError NOT_FOUND | NOT_THE_REQUESTER | ALREADY_DECIDED | REQUEST_OVER
 */
export async function withdrawRequest(
  actor: PersonActor,
  { requestId }: { requestId: string },
): Promise<{ requestId: string }> {
  const attempt = { code: "request.withdrawn", actor, subject: { requestId } } as const;
  return audited(attempt, async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (!request) return refuse("NOT_FOUND", { kind: "request", id: requestId });
    const at = await databaseNow(tx);
    const may = mayWithdraw(actor, request, at);
    if (!may.ok) return may;
    await takeBack(tx, actor, request, at);
    return allow({ requestId });
  });
}

/** The same in a transaction of somebody who has judged it. */
export async function takeBack(tx: Tx, actor: PersonActor, request: FullRequest, at: Date): Promise<void> {
  const requestId = request.id;
  await moveRequest(tx, request, "withdrawn", at);
  await appendEvent(tx, { code: "request.withdrawn", actor, subject: { requestId } });
  await completeItem(tx, "decision", requestId);
  await finishNotices(tx, { kinds: ["question", "answer", "comment"], requestId });
}
