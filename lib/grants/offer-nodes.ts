import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config";
import { AppError } from "@/lib/kernel/errors";
import { listNodes } from "@/lib/nodes/list-nodes";
import { readNode } from "@/lib/nodes/read-node";
import type { NodeRow } from "@/lib/nodes/views";
import { evaluateRequest } from "@/lib/policy/evaluate";
import { type ObligationSentence, sentencesOf } from "@/lib/policy/obligations";
import type { WindowLimits } from "@/lib/requests/rules";

export interface OfferedNode extends NodeRow {
  /** What a request for it would need. */
  sentences: ObligationSentence[];
}

export interface Offer {
  nodes: OfferedNode[];
  /** Whether there are more nodes than these: the node list has them all, with search. */
  hasMore: boolean;
  limits: WindowLimits;
  usualSeconds: number;
}

/**
 * What somebody who is about to ask can choose from, with what each choice would need.
 * @param nodeIds nodes that must be among them, from a link
 * @throws AppError ROLE_MISSING for whoever may not ask; NOT_FOUND for a node that does not exist
 */
export async function offerNodes(viewer: PersonActor, nodeIds: readonly string[]): Promise<Offer> {
  if (!viewer.roles.includes("engineer"))
    throw new AppError("ROLE_MISSING", "only engineers ask", { params: { roles: ["engineer"] } });
  const settings = config();
  const page = await listNodes(viewer, {}, { limit: 100 });
  const listed = new Set(page.rows.map(({ id }) => id));
  const linked = nodeIds.filter((id) => !listed.has(id)).map((id) => readNode(viewer, id));
  const nodes = [...(await Promise.all(linked)), ...page.rows].filter(({ state }) => state !== "missing");
  return {
    nodes: nodes.map((node) => ({ ...node, sentences: needsOf(viewer, node) })),
    hasMore: page.nextCursor !== null,
    limits: { shortestSeconds: settings.WINDOW_MIN_SECONDS, longestSeconds: settings.WINDOW_MAX_SECONDS },
    usualSeconds: settings.WINDOW_DEFAULT_SECONDS,
  };
}

function needsOf(viewer: PersonActor, node: NodeRow): ObligationSentence[] {
  const settings = config();
  const answer = evaluateRequest({
    action: "request",
    person: { id: viewer.id, roles: viewer.roles, groups: viewer.groups },
    nodes: [node],
    windowSeconds: settings.WINDOW_MIN_SECONDS,
    at: new Date(),
    settings: {
      approverGroups: settings.HALLIGAN_ROLES.approver,
      longestWindowSeconds: settings.WINDOW_MAX_SECONDS,
    },
  });
  return answer.permitted ? sentencesOf(answer.obligations) : [];
}
