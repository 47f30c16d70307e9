import { reading } from "@/lib/db/client";
import { config } from "@/lib/kernel/config/config";
import { findSeats } from "./participant-store";
import type { Seat } from "./participant-views";

/** Who sits at a session now, longest first. For whoever may see the session: the caller has asked. */
export async function readSeats(sessionId: string): Promise<Seat[]> {
  return findSeats(reading(), sessionId, config().DEAD_SECONDS);
}
