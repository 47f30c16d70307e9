import { reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { AppError } from "@/lib/kernel/errors";
import { actionState, knownState, nodeState } from "@/lib/nodes/rules";
import { SELECTOR_LIMITS } from "@/lib/nodes/selector";
import { findMatching } from "@/lib/nodes/selector-store";
import { findNodes, type RuleNode } from "@/lib/nodes/store";
import { onCallNow } from "@/lib/people/on-call/on-call-now";
import { scopeSeen } from "@/lib/people/visibility";
import { groupsAsked } from "@/lib/policy/approvals";
import { sentencesOf } from "@/lib/policy/obligations";
import { decidersOf, onCallFirst } from "../deciders";
import { decisionShown } from "../deciding/store";
import { isFirstLook, mayRemind, mayWrite, openQuestion } from "../entries/rules";
import { findEntries } from "../entries/store";
import { isNoteOverdue, mayJudge, mayNote } from "../glass/rules";
import { findGlass } from "../glass/store";
import { effectOf, isSameEffect } from "../narrowing";
import { requestRow } from "../rows";
import { askedOf, checkExtension, mayDecide, mayWithdraw } from "../rules";
import { type FullRequest, findRequest } from "../store";
import type { RequestDetail, RequestEffect, RequestGlass, RequestMatches } from "../views";
import {
  findExtended,
  findGrantOf,
  findHistory,
  findLastSessions,
  findPeopleIn,
  findPresence,
} from "./read-store";

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

  const [at, matching, people, asked] = await Promise.all([
    databaseNow(tx),
    request.selector ? findMatching(tx, request.selector, SELECTOR_LIMITS.matches) : null,
    findPeopleIn(tx, groupsAsked(request.obligations.approvals)),
    findNodes(
      tx,
      request.nodes.map(({ id }) => id),
    ),
  ]);
  const nodes = matching?.nodes ?? asked;
  const nodeIds = nodes.map(({ id }) => id);
  const isWaiting = request.state === "waiting";
  const [history, lastSessions, grant, entries, presence, onCall, glass] = await Promise.all([
    findHistory(tx, request.requesterId, nodeIds, at),
    findLastSessions(tx, nodeIds),
    findGrantOf(tx, requestId, at),
    findEntries(tx, requestId),
    isWaiting
      ? findPresence(
          tx,
          people.map(({ id }) => id),
        )
      : [],
    isWaiting ? onCallNow(tx, groupsAsked(request.obligations.approvals), at) : [],
    glassSeen(tx, viewer, request, at),
  ]);
  const extension = request.extension && (await findExtended(tx, request.extension));
  const decide = mayDecide(viewer, request, at);
  return {
    ...requestRow(viewer, request, at),
    ...{ requestHash: request.hash, ruleVersion: request.ruleVersion },
    extension,
    obligations: request.obligations,
    sentences: sentencesOf(request.obligations),
    deciders: decidersOf(request, onCallFirst(people, onCall)),
    decisions: request.decisions.map(decisionShown),
    effective: effectiveOf(request),
    matches: matching && matchesOf(matching, new Set(asked.map(({ id }) => id)), at),
    startWithinSeconds: config().START_WITHIN_SECONDS,
    reviewWithinSeconds: config().REVIEW_DUE_SECONDS,
    ...{ history, lastSessions, grant, glass },
    nodesNow: nodes.map((node) => ({
      ...knownState(node, config()),
      nodeId: node.id,
      pingAt: node.pingAt,
    })),
    ...{ entries, presence, onCall: onCall.filter(({ personId }) => personId !== request.requesterId) },
    openQuestionId: request.state === "waiting" ? (openQuestion(entries)?.id ?? null) : null,
    isFirstLook: isFirstLook(viewer, request, entries, at),
    actions: {
      approve: actionState(decide.ok && extension ? checkExtension(extension) : decide),
      deny: actionState(decide),
      withdraw: actionState(mayWithdraw(viewer, request, at)),
      comment: actionState(mayWrite(viewer, request, entries, { kind: "comment" }, at)),
      ask: actionState(mayWrite(viewer, request, entries, { kind: "question" }, at)),
      remind: actionState(mayRemind(viewer, request, entries, at)),
    },
  };
}

async function glassSeen(
  tx: Tx,
  viewer: PersonActor,
  { id, glass }: FullRequest,
  at: Date,
): Promise<RequestGlass | null> {
  const rule = glass && (await findGlass(tx, id));
  if (!glass || !rule) return null;
  return {
    ...glass,
    isNoteOverdue: isNoteOverdue(glass, at),
    actions: { note: actionState(mayNote(viewer, rule)), judge: actionState(mayJudge(viewer, rule)) },
  };
}

function effectiveOf(request: FullRequest): RequestEffect {
  const asked = askedOf(request);
  const effect = effectOf(
    asked,
    request.decisions.filter(({ verdict }) => verdict === "approve"),
  );
  const { windowSeconds, nodeIds, mostNodes, osUsers } = effect;
  return {
    windowSeconds,
    nodes: nodeIds && request.nodes.filter(({ id }) => nodeIds.includes(id)),
    ...{ mostNodes, osUsers },
    isNarrowed: !isSameEffect(effect, asked),
  };
}

function matchesOf(
  found: { nodes: readonly RuleNode[]; count: number },
  asked: ReadonlySet<string>,
  at: Date,
): RequestMatches {
  return {
    nodes: found.nodes.map((node) => {
      const { id, name, accountId, accountName, region, protection, tags, readAt } = node;
      return {
        ...{ id, name, accountId, accountName, region, protection, tags, readAt },
        state: nodeState(node, at, config()),
        wasAsked: asked.has(id),
      };
    }),
    count: found.count,
  };
}
