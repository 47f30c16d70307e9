import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { mayReview } from "../rules";
import { findExcluded } from "../store";

/** Whether a person is offered to unmask a session's recording. */
export async function canUnmask(viewer: PersonActor, sessionId: string): Promise<boolean> {
  const excluded = await findExcluded(reading(), sessionId);
  return mayReview(viewer, { excludedIds: excluded.map(({ id }) => id) }).ok;
}
