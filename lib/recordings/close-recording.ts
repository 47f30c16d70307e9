import { inTransaction } from "@/lib/db/client";
import { closeRecordingRow } from "./store";

/** Closes the recording of a session whose channel is closed; closing it again changes nothing. */
export async function closeRecording(sessionId: string): Promise<void> {
  await inTransaction((tx) => closeRecordingRow(tx, sessionId));
}
