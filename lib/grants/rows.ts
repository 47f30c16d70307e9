import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { actionState, nodeState } from "@/lib/nodes/rules";
import type { NodeLabel } from "@/lib/nodes/views";
import { incidentLink } from "@/lib/requests/incident";
import type { FullGrant } from "./read-store";
import { checkRunning, mayEnd, mayStart, mayStartOn, unusedUntil } from "./rules";
import type { GrantMatch, GrantRow } from "./views";

/** A grant as lists show it to a viewer. */
export function grantRow(viewer: PersonActor, grant: FullGrant, at: Date): GrantRow {
  const { id, requestId, isBreakGlass, personId, personName, selector, mostNodes, osUser } = grant;
  const { justification, incident } = grant;
  const { startsAt, endsAt, windowStart, windowSeconds, firstUsedAt } = grant;
  const { endedAt, endReason, approvedBy } = grant;
  return {
    ...{
      id,
      requestId,
      isBreakGlass,
      personId,
      personName,
      selector,
      mostNodes,
      osUser,
      justification,
      incident,
    },
    nodes: grant.nodes.map(labelOf),
    matches: matchesOf(viewer, grant, at),
    incidentLink: incidentLink(config().HALLIGAN_INCIDENT, incident),
    ...{ startsAt, endsAt, windowStart, windowSeconds, firstUsedAt, endedAt, endReason, approvedBy },
    useBy: unusedUntil(grant),
    isRunning: checkRunning(grant, at).ok,
    opensAt: endedAt === null && at < startsAt ? startsAt : null,
    openSessions: openOf(grant),
    actions: {
      start: actionState(mayStart(viewer, grant, at)),
      // The reason is asked for in the dialog that this button opens.
      end: actionState(mayEnd(viewer, grant, "asked for in the dialog", at)),
    },
  };
}

function openOf(grant: FullGrant): FullGrant["sessions"] {
  return grant.sessions.filter(({ state }) => state !== "ended" && state !== "failed");
}

function matchesOf(viewer: PersonActor, grant: FullGrant, at: Date): GrantMatch[] {
  if (!checkRunning(grant, at).ok) return [];
  const used = new Set(grant.sessions.map(({ nodeId }) => nodeId));
  return (grant.matching ?? grant.nodes).map((node) => {
    const session = openOf(grant).find(({ nodeId }) => nodeId === node.id) ?? null;
    return {
      node: labelOf(node),
      state: nodeState(node, at, config()),
      isUsed: used.has(node.id),
      sessionId: session && session.state !== "ending" ? session.id : null,
      start: actionState(mayStartOn(viewer, grant, node, session, at)),
    };
  });
}

function labelOf(node: NodeLabel): NodeLabel {
  const { id, name, accountId, accountName, region, protection, tags } = node;
  return { id, name, accountId, accountName, region, protection, tags };
}
