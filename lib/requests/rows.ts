import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { incidentLink } from "./incident";
import { osUserOf } from "./os-user-rules";
import { mayDecide } from "./rules";
import type { FullRequest } from "./store";
import type { RequestRow } from "./views";

/** A request as lists show it to a viewer. */
export function requestRow(viewer: PersonActor, request: FullRequest, at: Date): RequestRow {
  const { id, kind, requesterId, requesterName, nodes, selector, mostNodes, justification, incident } =
    request;
  const { windowSeconds, windowStart, state, version, createdAt, lapsesAt, closedAt, grantId, accessEndsAt } =
    request;
  return {
    ...{ id, kind, requesterId, requesterName, nodes, selector, mostNodes, justification, incident },
    osUser: osUserOf(request),
    incidentLink: incidentLink(config().HALLIGAN_INCIDENT, incident),
    ...{ windowSeconds, windowStart, state, version, createdAt, lapsesAt, closedAt, grantId },
    isAccessOver: accessEndsAt !== null && accessEndsAt <= at,
    waitsForMe: mayDecide(viewer, request, at).ok,
  };
}
