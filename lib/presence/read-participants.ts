import { reading } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { findParticipants } from "./participant-store";
import type { Participant } from "./participant-views";

/**
 * Who is connected to a session now, typing or watching, longest first.
 * @param viewer a person who may see the session, or a process of ours
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readParticipants(viewer: Actor, sessionId: string): Promise<Participant[]> {
  if (viewer.kind === "person") await readSessionOwner(viewer, sessionId);
  return findParticipants(reading(), sessionId, config().DEAD_SECONDS);
}
