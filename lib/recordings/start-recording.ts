import { inTransaction } from "@/lib/db/client";
import { checkDurability } from "./check-durability";
import { checkRoom } from "./limits/check-room";
import { createRecording } from "./store";

/**
 * Makes sure, before anything is opened, that what will be said can be recorded.
 * @throws AppError NOT_DURABLE when a commit would not mean "on disk"; RECORDING_STORE_FULL;
 *   DATABASE_UNAVAILABLE
 */
export async function startRecording(sessionId: string): Promise<void> {
  await checkDurability();
  await checkRoom();
  await inTransaction((tx) => createRecording(tx, sessionId));
}
