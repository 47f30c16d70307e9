import { handleOf, type Tx } from "@/lib/db/client";
import { protectionFrom } from "@/lib/nodes/labels";
import type { Protection } from "@/lib/nodes/views";

/** What it depends on how long the recording of a session is kept. */
export async function findSessionKept(
  tx: Tx,
  sessionId: string,
): Promise<
  | { protection: Protection | null; endedAt: Date | null; hasRecording: boolean; isReviewed: boolean }
  | undefined
> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: {
      ...{ protection: true, endedAt: true },
      review: { select: { state: true } },
      recording: { select: { sessionId: true } },
    },
  });
  return row
    ? {
        protection: row.protection === null ? null : protectionFrom(row.protection),
        endedAt: row.endedAt,
        hasRecording: row.recording !== null,
        isReviewed: row.review?.state === "closed",
      }
    : undefined;
}
