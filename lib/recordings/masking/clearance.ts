import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { CLEAR_SECONDS } from "./clear-rules";
import { findClearance } from "./store";

/**
 * Until when a person is shown a recording without masks. The audit event of the unmasking is the right to it: clear
 * text leaves only after it was written.
 * @param actor with groups confirmed just now: whoever is no reviewer any more has lost it
 * @returns null: what they are shown is masked
 */
export async function clearUntil(actor: PersonActor, sessionId: string): Promise<Date | null> {
  return (await clearanceOf(actor, sessionId))?.until ?? null;
}

/**
 * Why the person was given the recording without masks.
 * @param actor with groups confirmed just now
 * @returns null: what they are shown is masked
 */
export async function clearReason(actor: PersonActor, sessionId: string): Promise<string | null> {
  return (await clearanceOf(actor, sessionId))?.reason ?? null;
}

function clearanceOf(actor: PersonActor, sessionId: string) {
  if (!actor.roles.includes("reviewer")) return null;
  return findClearance(reading(), { sessionId, personId: actor.id, seconds: CLEAR_SECONDS });
}
