import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { Tx } from "@/lib/db/client";
import { notify } from "@/lib/db/connection/notify";
import type { PersonActor, SystemActor } from "@/lib/kernel/actor";
import { type GrantId, newId, type RequestId } from "@/lib/kernel/ids";
import type { Evaluation } from "@/lib/policy/evaluate";
import { insertDecision } from "@/lib/requests/deciding/store";
import { askedOf } from "@/lib/requests/rules";
import { moveRequest } from "@/lib/requests/store";
import { issueGrant } from "../issue-grant";

/** Of a request that was just made. */
export const FIRST_VERSION = 1;

/** `grantId` is there when the rule asked for nobody and the grant was issued at once. */
export interface CreatedRequest {
  requestId: RequestId;
  /** Of what was asked: whoever decides names it. */
  requestHash: string;
  grantId?: GrantId;
}

/** The rule asked for nobody: its version is the decision, recorded as one, and the portal's own act. */
export async function decidedByRule(
  tx: Tx,
  asker: PersonActor,
  request: Parameters<typeof issueGrant>[1]["request"] &
    Parameters<typeof askedOf>[0] & { id: RequestId; hash: string; createdAt: Date },
  answer: Evaluation & { permitted: true },
): Promise<CreatedRequest> {
  const { id: requestId, hash, windowSeconds, createdAt: at } = request;
  const { ruleVersion, rules } = answer;
  const by: SystemActor = { kind: "system", name: "web", origin: asker.origin };
  await insertDecision(tx, {
    id: newId("decision"),
    requestId,
    personId: null,
    verdict: "approve",
    comment: null,
    ...{ windowSeconds: null, nodeIds: [], mostNodes: null, osUser: null, groups: [] },
    requestVersion: FIRST_VERSION,
    requestHash: hash,
    ruleVersion,
    createdAt: at,
  });
  await moveRequest(tx, { id: requestId, state: "waiting" }, "approved", at);
  await appendEvent(tx, {
    code: "request.approved",
    actor: by,
    subject: { requestId },
    data: {
      ...{ ruleVersion, rules, windowSeconds, requestHash: hash },
      ...(await contentOf(tx, "decision", `${requestId} web`)),
    },
  });
  const grantId = await issueGrant(tx, { by, at, effect: askedOf(request), request });
  await notify(tx, "inbox_changed", { subjectId: requestId });
  return { requestId, requestHash: hash, grantId };
}
