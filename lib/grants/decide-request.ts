import { appendEvent, audited } from "@/lib/audit/append-event";
import { databaseNow } from "@/lib/db/clock";
import { completeForPerson, completeItem } from "@/lib/inbox/complete-item";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config";
import { allow, refuse } from "@/lib/kernel/errors";
import { type GrantId, newId } from "@/lib/kernel/ids";
import { findNodes } from "@/lib/nodes/store";
import { type DecisionInput, decide } from "@/lib/requests/rules";
import { insertDecision, lockRequest, saveRequestState } from "@/lib/requests/store";
import type { RequestState } from "@/lib/requests/views";
import { issueGrant } from "./issue-grant";
import { refuseStale } from "./queue-reading";

/** `state` is `waiting` when this yes counts and others are still wanted. */
export interface Decided {
  requestId: string;
  state: RequestState;
  grantId?: GrantId;
}

/**
 * One approver's yes or no. The row is locked, so that of two who decide at once one wins and the other is told.
 * @param actor with groups confirmed by the edge
 * @param input.version the version that was on the decider's screen
 * @param input.windowSeconds shorter than asked; absent: as asked
 * @throws AppError NOT_FOUND | SELF_APPROVAL | ROLE_MISSING | NOT_AN_APPROVER | ALREADY_DECIDED | REQUEST_OVER |
 *   REQUEST_CHANGED | WINDOW_TOO_SHORT | WINDOW_TOO_LONG | NODE_UNKNOWN | STALE_NODE
 */
export async function decideRequest(
  actor: PersonActor,
  input: DecisionInput & { requestId: string; comment?: string },
): Promise<Decided> {
  const { requestId, verdict } = input;
  const settings = config();
  const attempt = {
    code: verdict === "approve" ? "request.approved" : "request.denied",
    actor,
    subject: { requestId },
  } as const;

  return audited<Decided>(attempt, async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (!request) return refuse("NOT_FOUND", { kind: "request", id: requestId });
    const at = await databaseNow(tx);
    const outcome = decide(actor, request, input, { at, shortestSeconds: settings.WINDOW_MIN_SECONDS });
    if (!outcome.ok) return outcome;
    if (verdict === "approve") {
      const nodes = await findNodes(
        tx,
        request.nodes.map(({ id }) => id),
      );
      const missing = nodes.filter((node) => node.missingSince !== null);
      if (missing.length > 0) return refuse("NODE_UNKNOWN", { nodes: missing.map(({ id }) => id) });
      const stale = await refuseStale(tx, nodes, at, settings.NODE_MAX_AGE_SECONDS);
      if (stale) return stale;
    }

    const comment = input.comment === undefined || input.comment === "" ? null : input.comment;
    await insertDecision(tx, {
      ...{ id: newId("decision"), requestId, personId: actor.id, verdict, comment },
      windowSeconds: input.windowSeconds ?? null,
      requestVersion: request.version,
      ruleVersion: request.ruleVersion,
    });
    await saveRequestState(tx, requestId, outcome.value.state, at);
    await appendEvent(tx, {
      ...attempt,
      subject: { requestId, personId: request.requesterId },
      data: {
        ...{
          comment,
          version: request.version,
          ruleVersion: request.ruleVersion,
          outcome: outcome.value.state,
        },
        windowSeconds: input.windowSeconds ?? request.windowSeconds,
      },
    });
    if (outcome.value.state === "waiting") {
      await completeForPerson(tx, "decision", requestId, actor.id);
      return allow({ requestId, state: "waiting" });
    }
    await completeItem(tx, "decision", requestId);
    if (outcome.value.state === "denied") return allow({ requestId, state: "denied" });
    const { windowSeconds } = outcome.value;
    const grantId = await issueGrant(tx, { by: actor, at, windowSeconds, request });
    return allow({ requestId, state: "approved", grantId });
  });
}
