import type { PersonActor } from "../kernel/actor";
import type { HomeView } from "./views";

/**
 * What the first page shows.
 * @throws AppError ROLE_MISSING when the person has no role at all
 */
export async function readHome(_viewer: PersonActor): Promise<HomeView> {
  throw new TypeError("not built yet");
}
