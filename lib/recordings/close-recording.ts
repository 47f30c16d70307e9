import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { inTransaction } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { closeRecordingRow } from "./store";

/**
 * Closes the recording of a session whose channel is closed; closing it again changes nothing. The event carries the
 * hash of all that was recorded: a range that comes, goes or changes later is seen by the verifier.
 */
export async function closeRecording(actor: SystemActor, sessionId: string): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await closeRecordingRow(tx, sessionId))) return;
    await appendEvent(tx, {
      code: "recording.closed",
      actor,
      subject: { sessionId },
      data: await contentOf(tx, "recording", sessionId),
    });
  });
}
