import type { PersonActor } from "@/lib/kernel/actor";
import { mayDecide } from "./rules";
import type { FullRequest } from "./store";
import type { RequestRow } from "./views";

/** A request as lists show it to a viewer. */
export function requestRow(viewer: PersonActor, request: FullRequest, at: Date): RequestRow {
  const { id, requesterId, requesterName, nodes, justification, incident, windowSeconds } = request;
  const { state, version, createdAt, lapsesAt, closedAt, grantId } = request;
  return {
    ...{ id, requesterId, requesterName, nodes, justification, incident, windowSeconds },
    ...{ state, version, createdAt, lapsesAt, closedAt, grantId },
    waitsForMe: mayDecide(viewer, request, at).ok,
  };
}
