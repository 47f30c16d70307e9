import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { osUserOf } from "../os-user-rules";
import { findRequest } from "../store";
import type { RequestTemplate } from "../views";

/**
 * What somebody requested before, to request the same again.
 * @throws AppError NOT_FOUND, also when it is somebody else's: their words are not put into anybody's form
 */
export async function readAgain(viewer: PersonActor, requestId: string): Promise<RequestTemplate> {
  const request = await findRequest(reading(), requestId);
  if (!request || request.requesterId !== viewer.id)
    throw new AppError("NOT_FOUND", "no such request", { params: { kind: "request", id: requestId } });
  const { id, nodes, selector, mostNodes, justification, incident, windowSeconds, windowStart } = request;
  return {
    ...{ id, nodeIds: nodes.map((node) => node.id), selector, mostNodes },
    osUser: osUserOf(request),
    ...{ justification, incident, windowSeconds, windowStart },
  };
}
