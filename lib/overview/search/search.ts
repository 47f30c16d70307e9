import type { PersonActor } from "@/lib/kernel/actor";
import { listNodes } from "@/lib/nodes/lists/list-nodes";
import { canSee, scopeSeen } from "@/lib/people/visibility";
import { listRequests } from "@/lib/requests/lists/list-requests";
import { listSessions } from "@/lib/sessions/lists/list-sessions";
import type { Found } from "./views";

const FEW = { limit: 5 };
const NONE = { rows: [] };

/**
 * Nodes, requests and sessions that a few letters name, each list as its page would have it: only what the viewer may
 * see, the first few.
 * @param text at least one character; part of a name or an id
 * @throws AppError ROLE_MISSING for whoever may see nothing at all
 */
export async function search(viewer: PersonActor, { text }: { text: string }): Promise<Found> {
  scopeSeen(viewer, "nodes");
  const filters = { search: text };
  const [nodes, requests, sessions] = await Promise.all([
    canSee(viewer, "nodes") ? listNodes(viewer, filters, FEW) : NONE,
    canSee(viewer, "requests") ? listRequests(viewer, filters, FEW) : NONE,
    canSee(viewer, "sessions") ? listSessions(viewer, filters, FEW) : NONE,
  ]);
  return {
    nodes: nodes.rows.map(({ id, name, accountName, region, state }) => ({
      id,
      name,
      accountName,
      region,
      state,
    })),
    requests: requests.rows.map(({ id, requesterName, nodes: named, state, createdAt }) => ({
      id,
      requesterName,
      nodeNames: named.map(({ name }) => name),
      state,
      createdAt,
    })),
    sessions: sessions.rows.map(({ id, person, node, state, createdAt }) => ({
      id,
      personName: person?.name ?? null,
      nodeName: node.name,
      state,
      createdAt,
    })),
  };
}
