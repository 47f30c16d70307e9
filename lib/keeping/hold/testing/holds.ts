import type { World } from "@/lib/requests/testing/world";
import { askLifting, confirmLifting } from "../lift-hold";
import { placeHold } from "../place-hold";

export const WHY = "Counsel asked to keep what was shown in this incident";
export const ENOUGH = "The case was closed, counsel wrote on Friday";

/** What two people do to recordings that must be kept. */
export function openHolds(world: World) {
  const { cleo, dov } = world.people;
  return {
    held: async (sessionId: string) => (await placeHold(cleo, { sessionId, reason: WHY })).holdId,
    lifted: async (holdId: string) => {
      const { liftingId } = await askLifting(cleo, { holdId, reason: ENOUGH });
      await confirmLifting(dov, { liftingId });
    },
  };
}
