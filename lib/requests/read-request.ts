import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { actionState } from "@/lib/nodes/rules";
import { findNodes } from "@/lib/nodes/store";
import { scopeSeen } from "@/lib/people/visibility";
import { countApprovals, groupsAsked } from "@/lib/policy/approvals";
import { sentencesOf } from "@/lib/policy/obligations";
import { findGrantOf, findHistory, findLastSessions, findPeopleIn } from "./read-store";
import { requestRow } from "./rows";
import { mayDecide, mayWithdraw } from "./rules";
import { type FullRequest, findRequest } from "./store";
import type { RequestDeciders, RequestDetail } from "./views";

/**
 * One request with everything a decider looks at.
 * @throws AppError ROLE_MISSING | NOT_FOUND (also when it is somebody else's and the viewer sees only their own)
 */
export async function readRequest(viewer: PersonActor, requestId: string): Promise<RequestDetail> {
  const scope = scopeSeen(viewer, "requests");
  const tx = reading();
  const request = await findRequest(tx, requestId);
  if (!request || (scope === "own" && request.requesterId !== viewer.id))
    throw new AppError("NOT_FOUND", "no such request", { params: { kind: "request", id: requestId } });

  const at = await databaseNow(tx);
  const nodeIds = request.nodes.map(({ id }) => id);
  const people = await findPeopleIn(tx, groupsAsked(request.obligations.approvals));
  const nodes = await findNodes(tx, nodeIds);
  const mayI = actionState(mayDecide(viewer, request, at));
  return {
    ...requestRow(viewer, request, at),
    ruleVersion: request.ruleVersion,
    obligations: request.obligations,
    sentences: sentencesOf(request.obligations),
    deciders: decidersOf(request, people),
    decisions: request.decisions.map(({ groups: _, ...decision }) => decision),
    history: await findHistory(tx, request.requesterId, nodeIds, at),
    lastSessions: await findLastSessions(tx, nodeIds),
    grant: await findGrantOf(tx, requestId, at),
    nodesReadAt: nodes.map((node) => ({
      nodeId: node.id,
      readAt: node.readAt,
      isOnline: node.isOnline,
      isMissing: node.missingSince !== null,
    })),
    actions: { approve: mayI, deny: mayI, withdraw: actionState(mayWithdraw(viewer, request, at)) },
  };
}

function decidersOf(
  request: FullRequest,
  people: readonly { id: string; name: string; groups: string[] }[],
): RequestDeciders[] {
  const { approvals } = request.obligations;
  const yeses = request.decisions.flatMap(({ personId, groups, verdict }) =>
    personId !== null && verdict === "approve" ? [{ personId, groups }] : [],
  );
  const { counted } = countApprovals(approvals, yeses);
  const names = new Map(request.decisions.map((decision) => [decision.personId, decision.personName]));
  return approvals.map(({ count, groups }, demand) => ({
    count,
    groups,
    people: people.filter(
      (person) => person.id !== request.requesterId && person.groups.some((group) => groups.includes(group)),
    ),
    given: (counted[demand] ?? []).flatMap((personId) => names.get(personId) ?? []),
  }));
}
