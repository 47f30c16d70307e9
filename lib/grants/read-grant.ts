import type { PersonActor } from "../kernel/actor";
import type { GrantDetail } from "./views";

/**
 * One grant with its sessions.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readGrant(_viewer: PersonActor, _grantId: string): Promise<GrantDetail> {
  throw new TypeError("not built yet");
}
