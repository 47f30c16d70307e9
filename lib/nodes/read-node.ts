import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { scopeOf, scopeSeen } from "@/lib/people/visibility";
import { findGrantOn, findNode, findOnNow, findRecentRequests, findRecentSessions } from "./read-store";
import { actionState, mayRequest } from "./rules";
import { findReading } from "./store";
import type { NodeDetail } from "./views";

/**
 * One node, who is on it now and what happened on it lately.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readNode(viewer: PersonActor, nodeId: string): Promise<NodeDetail> {
  scopeSeen(viewer, "nodes");
  const tx = reading();
  const node = await findNode(tx, viewer.id, nodeId);
  if (!node) throw new AppError("NOT_FOUND", "no such node", { params: { kind: "node", id: nodeId } });
  const { isOnline: _, at, ...detail } = node;
  const ownerOf = (thing: "requests" | "sessions") => {
    const scope = scopeOf(viewer, thing);
    return scope.ok && scope.value === "all" ? null : viewer.id;
  };
  const sessionOwner = ownerOf("sessions");
  const [onNow, region, myGrantId, recentRequests, recentSessions] = await Promise.all([
    findOnNow(tx, nodeId),
    findReading(tx, node.accountId, node.region),
    findGrantOn(tx, viewer.id, nodeId, at),
    findRecentRequests(tx, nodeId, ownerOf("requests"), at),
    findRecentSessions(tx, nodeId, sessionOwner),
  ]);
  return {
    ...detail,
    ...{ accountReadAt: region?.readAt ?? null, accountFailure: region?.failure ?? null },
    // That somebody is on the machine is worth knowing to whoever is about to go there; the session is not theirs.
    onNow: onNow.map((shell) => ({
      ...shell,
      sessionId: sessionOwner === null || shell.personId === sessionOwner ? shell.sessionId : null,
    })),
    ...{ myGrantId, recentRequests, recentSessions },
    request: actionState(mayRequest(viewer, node)),
  };
}
