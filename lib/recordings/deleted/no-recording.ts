import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/kernel/errors";
import { isBeingDeleted } from "./store";

/** Why a session has nothing to be played: RECORDING_DELETED or RECORDING_MISSING. */
export async function noRecording(tx: Tx, sessionId: string): Promise<AppError> {
  return (await isBeingDeleted(tx, sessionId))
    ? new AppError("RECORDING_DELETED", `the recording of ${sessionId} was deleted`)
    : new AppError("RECORDING_MISSING", `${sessionId} has no recording`);
}
