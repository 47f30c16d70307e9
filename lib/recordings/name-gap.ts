import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import { addGap } from "./store";

/** Names a stretch of output that the agent no longer held: every gap is named, none is silent (invariant 4). */
export async function nameGap(
  actor: SystemActor,
  gap: { sessionId: string; from: number; to: number },
): Promise<void> {
  await inTransaction(async (tx) => {
    const at = (await databaseNow(tx)).toISOString();
    await addGap(tx, gap.sessionId, { from: gap.from, to: gap.to, why: "agent-forgot", at });
    await appendEvent(tx, {
      code: "recording.gap-found",
      actor,
      subject: { sessionId: gap.sessionId },
      data: { from: gap.from, to: gap.to },
    });
  });
}
