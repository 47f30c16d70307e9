import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { findFailure } from "./failure-store";
import type { FailureView } from "./opening-failure";

/** Why a person's own session did not open; null when it did, or is another's. */
export async function readFailure(actor: PersonActor, sessionId: string): Promise<FailureView | null> {
  return findFailure(reading(), sessionId, actor.id);
}
