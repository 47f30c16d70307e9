import { AppError } from "@/lib/kernel/errors";
import { readRoom } from "./read-room";

/**
 * Whether the database has room for another shell. What is open goes on into the rest, which is kept for it.
 * @throws AppError RECORDING_STORE_FULL
 */
export async function checkRoom(): Promise<void> {
  const room = await readRoom();
  if (room?.state === "full")
    throw new AppError("RECORDING_STORE_FULL", `the database is at ${room.percent} % of its limit`);
}
