import { appendEvent, audited } from "@/lib/audit/append-event";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/notify";
import { putItem } from "@/lib/inbox/put-item";
import type { PersonActor, SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { type GrantId, newId, type RequestId } from "@/lib/kernel/ids";
import { addSeconds } from "@/lib/kernel/time";
import { mayRequest } from "@/lib/nodes/rules";
import { findNodes } from "@/lib/nodes/store";
import { lockPerson } from "@/lib/people/store";
import { groupsAsked } from "@/lib/policy/approvals";
import { type Evaluation, evaluateRequest } from "@/lib/policy/evaluate";
import { checkRequest } from "@/lib/requests/rules";
import { insertDecision, insertRequest, saveRequestState } from "@/lib/requests/store";
import { issueGrant } from "./issue-grant";
import { refuseStale } from "./queue-reading";
import { findRunningCovering } from "./store";

export interface RequestInput {
  nodeIds: readonly string[];
  /** Trimmed. */
  justification: string;
  incident?: string;
  windowSeconds: number;
}

/** `grantId` is there when the rule asked for nobody and the grant was issued at once. */
export interface CreatedRequest {
  requestId: RequestId;
  grantId?: GrantId;
}

/**
 * Asks for a shell on one or several nodes.
 * @throws AppError ROLE_MISSING | INVALID_INPUT | WINDOW_TOO_SHORT | WINDOW_TOO_LONG | NODE_UNKNOWN | GRANT_RUNNING |
 *   STALE_NODE (where the rule decides at once) | what the rules refuse with
 */
export async function createRequest(actor: PersonActor, input: RequestInput): Promise<CreatedRequest> {
  const settings = config();
  const nodeIds = [...new Set(input.nodeIds)];
  const incident = input.incident === undefined || input.incident === "" ? null : input.incident;
  const { justification, windowSeconds } = input;
  const [onlyNode] = nodeIds;
  const attempt = {
    code: "request.created",
    actor,
    subject: onlyNode !== undefined && nodeIds.length === 1 ? { nodeId: onlyNode } : {},
  } as const;

  return audited<CreatedRequest>(attempt, async (tx) => {
    if (!actor.roles.includes("engineer")) return refuse("ROLE_MISSING", { roles: ["engineer"] });
    const checked = checkRequest(
      { nodeIds, justification, incident, windowSeconds },
      { shortestSeconds: settings.WINDOW_MIN_SECONDS, longestSeconds: settings.WINDOW_MAX_SECONDS },
    );
    if (!checked.ok) return checked;
    const nodes = await findNodes(tx, nodeIds);
    const unknown = nodeIds.filter((id) => !nodes.some((node) => node.id === id));
    if (unknown.length > 0) return refuse("NODE_UNKNOWN", { nodes: unknown });
    for (const node of nodes) {
      const may = mayRequest(actor, node);
      if (!may.ok) return may;
    }
    // Two tabs of one person take turns, so that the second sees the first one's grant.
    await lockPerson(tx, actor.id);
    const at = await databaseNow(tx);
    const running = await findRunningCovering(tx, actor.id, nodeIds, at);
    if (running) return refuse("GRANT_RUNNING", { grantId: running });

    const answer = evaluateRequest({
      action: "request",
      person: { id: actor.id, roles: actor.roles, groups: actor.groups },
      nodes,
      windowSeconds,
      at,
      settings: {
        approverGroups: settings.HALLIGAN_ROLES.approver,
        longestWindowSeconds: settings.WINDOW_MAX_SECONDS,
      },
    });
    if (!answer.permitted) return refuse(answer.code, answer.params);
    const isDecided = answer.obligations.approvals.length === 0;
    const stale = isDecided ? await refuseStale(tx, nodes, at, settings.NODE_MAX_AGE_SECONDS) : null;
    if (stale) return stale;

    const request = {
      id: newId("request"),
      requesterId: actor.id,
      ...{ justification, incident, windowSeconds },
      ruleVersion: answer.ruleVersion,
      obligations: answer.obligations,
      createdAt: at,
      lapsesAt: addSeconds(at, settings.REQUEST_LAPSE_SECONDS),
    };
    await insertRequest(tx, request, nodeIds);
    await appendEvent(tx, {
      ...attempt,
      subject: { ...attempt.subject, requestId: request.id },
      data: {
        ...{ nodes: nodeIds, justification, incident, windowSeconds },
        ruleVersion: answer.ruleVersion,
        rules: answer.rules,
      },
    });
    if (isDecided) return decidedByRule(tx, actor, { ...request, nodes }, answer);
    await putItem(tx, {
      kind: "decision",
      subjectId: request.id,
      groups: groupsAsked(answer.obligations.approvals),
      exceptPersonIds: [actor.id],
      dueAt: request.lapsesAt,
    });
    return allow({ requestId: request.id });
  });
}

/** The rule asked for nobody: its version is the decision, recorded as one, and the portal's own act. */
async function decidedByRule(
  tx: Tx,
  asker: PersonActor,
  request: Parameters<typeof issueGrant>[1]["request"] & {
    id: RequestId;
    windowSeconds: number;
    createdAt: Date;
  },
  answer: Evaluation & { permitted: true },
): Promise<Verdict<CreatedRequest>> {
  const { id: requestId, windowSeconds, createdAt: at } = request;
  const { ruleVersion, rules } = answer;
  const by: SystemActor = { kind: "system", name: "web", origin: asker.origin };
  await insertDecision(tx, {
    id: newId("decision"),
    requestId,
    personId: null,
    verdict: "approve",
    comment: null,
    windowSeconds: null,
    requestVersion: 1,
    ruleVersion,
  });
  await saveRequestState(tx, requestId, "approved", at);
  await appendEvent(tx, {
    code: "request.approved",
    actor: by,
    subject: { requestId },
    data: { ruleVersion, rules, windowSeconds },
  });
  const grantId = await issueGrant(tx, { by, at, windowSeconds, request });
  await notify(tx, "inbox_changed", { subjectId: requestId });
  return allow({ requestId, grantId });
}
