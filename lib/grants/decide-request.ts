import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { completeForPerson, completeItem } from "@/lib/inbox/complete-item";
import { finishNotices, tell } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { type GrantId, newId } from "@/lib/kernel/ids";
import { SELECTOR_LIMITS } from "@/lib/nodes/selector";
import { findMatching } from "@/lib/nodes/selector-store";
import { findNodes, type RuleNode } from "@/lib/nodes/store";
import { findStandIns } from "@/lib/people/delegations/store";
import { insertDecision } from "@/lib/requests/deciding/store";
import { saveBroken } from "@/lib/requests/glass/store";
import type { Effect } from "@/lib/requests/narrowing";
import { osUserOf } from "@/lib/requests/os-user-rules";
import { findExtended } from "@/lib/requests/reading/read-store";
import { isSameNode } from "@/lib/requests/request-hash";
import { checkExtension, type DecisionInput, decide } from "@/lib/requests/rules";
import { type FullRequest, lockRequest, moveRequest } from "@/lib/requests/store";
import type { RequestState } from "@/lib/requests/views";
import { checkProof } from "@/lib/step-up/require-proof";
import { tellBroken } from "./glass/tell-broken";
import { issueGrant } from "./issue-grant";
import { refuseStale } from "./queue-reading";
import { lockGrant } from "./store";

/** `state` is `waiting` when this yes counts and others are still wanted. */
export interface Decided {
  requestId: string;
  state: RequestState;
  grantId?: GrantId;
}

/**
 * One approver's yes or no, with what the approver narrows: several narrow together. The row is locked, so that of two
 * who decide at once one wins and the other is told.
 * @param actor with groups confirmed by the edge
 * @param input.version the version that was on the decider's screen
 * @param input.requestHash of what was on it: another request than that is REQUEST_CHANGED
 * @param input.windowSeconds shorter than asked; absent: as asked
 * @param input.nodeIds some of the nodes that are named; absent: all
 * @param input.osUser a lesser user on the nodes than asked; absent: as asked
 * @param input.mostNodes fewer of a selector's nodes; absent: as asked
 * @throws AppError NOT_FOUND | SELF_APPROVAL | ROLE_MISSING | NOT_AN_APPROVER | ALREADY_DECIDED | REQUEST_OVER |
 *   DELEGATED_BY_REQUESTER | REQUEST_CHANGED | COMMENT_MISSING | INVALID_INPUT | WINDOW_TOO_SHORT | WINDOW_TOO_LONG | NARROWED_TO_NOTHING |
 *   NODE_UNKNOWN | SELECTOR_EMPTY | STALE_NODE | NOTHING_TO_EXTEND |
 *   STEP_UP_NEEDED: an approval without a fresh proof that the rule asks for
 */
export async function decideRequest(
  actor: PersonActor,
  input: DecisionInput & { requestId: string },
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
    // As they stand now: what the page knew of it may have been withdrawn since.
    const decider = { ...actor, standsInFor: await findStandIns(tx, actor.id, at) };
    const outcome = decide(decider, request, input, { at, shortestSeconds: settings.WINDOW_MIN_SECONDS });
    if (!outcome.ok) return outcome;
    if (outcome.value.state !== "denied") {
      const extended = await checkExtended(tx, request);
      if (!extended.ok) return extended;
      const nodes = await nodesToday(tx, request, outcome.value.effect);
      if (!nodes.ok) return nodes;
      const stale = await refuseStale(tx, nodes.value, at, settings.NODE_MAX_AGE_SECONDS);
      if (stale) return stale;
    }

    const comment = input.comment === undefined || input.comment === "" ? null : input.comment;
    const narrowing =
      verdict === "deny"
        ? { windowSeconds: null, nodeIds: [], mostNodes: null, osUser: null }
        : {
            windowSeconds: input.windowSeconds ?? null,
            nodeIds: input.nodeIds ? [...new Set(input.nodeIds)] : [],
            mostNodes: input.mostNodes ?? null,
            osUser: input.osUser ?? null,
          };
    if (verdict === "approve") {
      const { obligations, hash: requestHash } = request;
      const subject = { personId: actor.id, requestId, requestHash, ...narrowing };
      const proven = await checkProof(tx, { purpose: "decision", ...subject }, obligations.stepUp);
      if (!proven.ok) return proven;
    }
    const osUser = narrowing.osUser ?? osUserOf(request);
    const standIn = outcome.value.state === "denied" ? undefined : outcome.value.standIn;
    const decisionId = newId("decision");
    await insertDecision(tx, {
      ...{ id: decisionId, requestId, personId: actor.id, verdict, comment },
      ...narrowing,
      ...{ groups: actor.groups, standIn },
      requestVersion: request.version,
      requestHash: request.hash,
      ruleVersion: request.ruleVersion,
      createdAt: at,
    });
    await moveRequest(tx, request, outcome.value.state, at);
    await appendEvent(tx, {
      ...attempt,
      subject: { requestId, personId: request.requesterId },
      data: {
        ...{ comment, version: request.version, ruleVersion: request.ruleVersion, groups: actor.groups },
        requestHash: request.hash,
        outcome: outcome.value.state,
        windowSeconds: narrowing.windowSeconds ?? request.windowSeconds,
        ...(narrowing.nodeIds.length > 0 ? { onlyNodes: narrowing.nodeIds } : {}),
        ...(narrowing.mostNodes === null ? {} : { mostNodes: narrowing.mostNodes }),
        ...(osUser === null ? {} : { osUser }),
        ...(standIn && { absent: standIn.name, absentId: standIn.personId, absentGroups: standIn.groups }),
        ...(await contentOf(tx, "decision", `${requestId} ${actor.id}`)),
      },
    });
    if (outcome.value.state === "waiting") {
      await completeForPerson(tx, "decision", requestId, actor.id);
      return allow({ requestId, state: "waiting" });
    }
    await completeItem(tx, "decision", requestId);
    await finishNotices(tx, { kinds: ["question", "answer", "comment"], requestId });
    const told = {
      kind: outcome.value.state,
      ...{ subjectId: decisionId, requestId, actor, at },
    };
    await tell(tx, told, concernedBy(request));
    if (outcome.value.state === "denied") return allow({ requestId, state: "denied" });
    const grantId = await issueGrant(tx, { by: actor, at, effect: outcome.value.effect, request });
    if (request.glass) await breakCosigned(tx, actor, request, at);
    return allow({ requestId, state: "approved", grantId });
  });
}

/** With the last approval the glass breaks: from now on it is as if it had broken at once. */
async function breakCosigned(tx: Tx, actor: PersonActor, request: FullRequest, at: Date): Promise<void> {
  const { id: requestId, requesterId: personId } = request;
  const noteDueAt = await saveBroken(tx, requestId);
  await appendEvent(tx, {
    ...{ code: "glass.cosigned", actor, subject: { requestId, personId } },
    data: { noteDueAt: noteDueAt.toISOString(), ...(await contentOf(tx, "glass", requestId)) },
  });
  await tellBroken(tx, { requestId, personId, at });
}

/** What was ended early, by whomever, is not extended by an approval that comes later. */
async function checkExtended(tx: Tx, { extension }: FullRequest): Promise<Verdict<null>> {
  if (!extension) return allow(null);
  // Whoever ends it at this moment waits, and then ends with it what follows from this approval.
  await lockGrant(tx, extension.grantId);
  return checkExtension(await findExtended(tx, extension));
}

/** Whoever asked, and those who approved before: what became of their yes. Of one yes among several nobody is told. */
function concernedBy({ requesterId, decisions }: FullRequest): string[] {
  return [...new Set([requesterId, ...decisions.flatMap(({ personId }) => personId ?? [])])];
}

/**
 * The nodes that the yes is about as they stand now: what is gone, or matches no more, nobody can look at, and what is
 * another node than was asked for, or a stricter one, was never judged by the rule.
 */
async function nodesToday(tx: Tx, request: FullRequest, effect: Effect): Promise<Verdict<RuleNode[]>> {
  if (request.selector) {
    const { nodes } = await findMatching(tx, request.selector, SELECTOR_LIMITS.matches);
    return nodes.length > 0 ? allow(nodes) : refuse("SELECTOR_EMPTY");
  }
  const nodes = await findNodes(tx, effect.nodeIds ?? []);
  const missing = nodes.filter((node) => node.missingSince !== null);
  if (missing.length > 0) return refuse("NODE_UNKNOWN", { nodes: missing.map(({ id }) => id) });
  const changed = nodes.filter((node) => !request.askedNodes.some((asked) => isSameNode(asked, node)));
  return changed.length > 0
    ? refuse("STALE_NODE", { nodes: changed.map(({ id }) => id), why: "changed" })
    : allow(nodes);
}
