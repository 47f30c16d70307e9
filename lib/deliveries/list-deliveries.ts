import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { scopeSeen } from "@/lib/people/visibility";
import { findRequest } from "@/lib/requests/store";
import { findOfRequest } from "./store";
import type { DeliveryView } from "./views";

/** So many are listed; a request that wakes more people than that says how many there are. */
const MOST_LISTED = 200;

/**
 * Who was told of a request outside the portal, and how that went.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function listDeliveries(viewer: PersonActor, requestId: string): Promise<DeliveryView[]> {
  const scope = scopeSeen(viewer, "requests");
  const tx = reading();
  const request = await findRequest(tx, requestId);
  if (!request || (scope === "own" && request.requesterId !== viewer.id))
    throw new AppError("NOT_FOUND", "no such request", { params: { kind: "request", id: requestId } });
  return findOfRequest(tx, requestId, MOST_LISTED);
}
