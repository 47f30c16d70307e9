import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { readSession } from "@/lib/sessions/read-session";
import { findLogEvents } from "./store";

/**
 * What the node's agent logged of a session, as fetched so far. The node's own word: hostile text.
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see
 */
export async function readAgentLog(
  actor: PersonActor,
  sessionId: string,
): Promise<{ at: Date; message: string }[]> {
  await readSession(actor, sessionId);
  return findLogEvents(reading(), sessionId);
}
