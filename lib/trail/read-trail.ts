import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { findTrailEvents } from "./store";

export interface TrailView {
  eventId: string;
  name: string;
  at: Date;
  errorCode: string | null;
  sourceIdentity: string | null;
  /** Whose id the source identity is; null when it is nobody we know. */
  sourceName: string | null;
}

/**
 * What CloudTrail says was called under a session's name, as fetched so far, oldest first.
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see
 */
export async function readTrail(actor: PersonActor, sessionId: string): Promise<TrailView[]> {
  const person = await readSessionOwner(actor, sessionId);
  const rows = await findTrailEvents(reading(), sessionId);
  return rows.map(({ eventId, name, at, errorCode, sourceIdentity }) => ({
    eventId,
    name,
    at,
    errorCode,
    sourceIdentity,
    sourceName: sourceIdentity !== null && sourceIdentity === person?.id ? person.name : null,
  }));
}
