import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { encodeText } from "@/lib/recorded-ranges/decode-range";
import type { RecordedGap } from "@/lib/recorded-ranges/range";
import { insertRange, lookBeforeGap } from "./store";

/**
 * Records output that is missing for good, with its cause; the range and its audit event are one transaction
 * (invariants 4 and 6). A gap that is on record already, because the answer to its commit was lost, changes nothing.
 * @throws AppError STALE_EPOCH when another gateway owns the session now; DATABASE_UNAVAILABLE
 */
export async function recordGap(
  actor: SystemActor,
  gap: RecordedGap & { sessionId: string; epoch: number },
): Promise<void> {
  const { sessionId, epoch, from, to, cause } = gap;
  const range = { sessionId, epoch, kind: "g", firstSequence: from, lastSequence: to } as const;
  await inTransaction(async (tx) => {
    const found = await lookBeforeGap(tx, range);
    if (found === "stale") throw new AppError("STALE_EPOCH", "another gateway owns this session now");
    if (found === "recorded") return;
    await insertRange(tx, { ...range, byteCount: 0, bytes: encodeText(cause) });
    await appendEvent(tx, {
      code: "recording.gap-found",
      actor,
      subject: { sessionId },
      data: { from, to, cause },
    });
  });
}
