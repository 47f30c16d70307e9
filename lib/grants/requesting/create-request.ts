import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { putItem } from "@/lib/inbox/put-item";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { addSeconds } from "@/lib/kernel/time";
import { type NodeSelector, selectorJson } from "@/lib/nodes/selector";
import { onCallGroups } from "@/lib/people/on-call/on-call-now";
import { groupsAsked } from "@/lib/policy/approvals";
import { evaluateRequest, ruleSettings } from "@/lib/policy/evaluate";
import { activePolicy } from "@/lib/policy/versions/active-policy";
import { insertAskedFacts } from "@/lib/requests/asked-facts-store";
import { requestHash } from "@/lib/requests/request-hash";
import { countWaiting, insertRequest } from "@/lib/requests/store";
import type { WindowStart } from "@/lib/requests/views";
import { insertExtension } from "../extension-store";
import { refuseStale } from "../queue-reading";
import { checkAsk } from "./check-ask";
import { type CreatedRequest, decidedByRule, FIRST_VERSION } from "./decided-by-rule";

/** Requests of one person that wait for a decision at once. */
export const MOST_WAITING = 50;

/** Either `nodeIds` or `selector`. */
export interface RequestInput {
  nodeIds?: readonly string[];
  selector?: NodeSelector;
  /** Of the selector's nodes at most so many at once; absent: one. */
  mostNodes?: number;
  /** Trimmed. */
  justification: string;
  incident?: string;
  windowSeconds: number;
  /** The user on the nodes, one that all of their accounts name; absent: the least, if they name any. */
  osUser?: string;
  /** Absent: approval. */
  windowStart?: WindowStart;
  /** The person's own running access that this extends; what is asked for is then what that one gives. */
  extendsGrantId?: string;
}

/**
 * Asks for a shell on one or several nodes, or on whatever has some tags when the shell is opened.
 * An extension of a running access follows that, and is decided by the same rules.
 * @throws AppError ROLE_MISSING | INVALID_INPUT | INCIDENT_INVALID | WINDOW_TOO_SHORT | WINDOW_TOO_LONG | NODE_UNKNOWN |
 *   SELECTOR_EMPTY | SELECTOR_TOO_WIDE | GRANT_RUNNING | TOO_MANY_WAITING | STALE_NODE (where the rule decides at once) |
 *   OS_USER_UNAVAILABLE | POLICY_UNREADABLE | what the rules refuse with
 */
export async function createRequest(actor: PersonActor, input: RequestInput): Promise<CreatedRequest> {
  const settings = config();
  const { justification, windowSeconds, windowStart = "approval" } = input;
  const asked = {
    nodeIds: [...new Set(input.nodeIds ?? [])],
    selector: input.selector ?? null,
    mostNodes: input.mostNodes ?? (input.selector ? 1 : null),
    ...{ justification, windowSeconds },
    incident: input.incident === undefined || input.incident === "" ? null : input.incident,
  };
  const { nodeIds, selector, mostNodes, incident } = asked;
  const [onlyNode] = nodeIds;
  const attempt = {
    code: "request.created",
    actor,
    subject: onlyNode !== undefined && nodeIds.length === 1 ? { nodeId: onlyNode } : {},
  } as const;

  return audited<CreatedRequest>(attempt, async (tx) => {
    const ask = await checkAsk(tx, actor, asked, input);
    if (!ask.ok) return ask;
    const { nodes, osUsers, osUser, extension, at } = ask.value;

    const { id, roles, groups } = actor;
    const person = { id, roles, groups, onCall: await onCallGroups(tx, actor, at) };
    const answer = evaluateRequest({
      action: "request",
      person,
      nodes,
      ...{ windowSeconds, osUser, at },
      policy: await activePolicy(tx),
      settings: ruleSettings(settings),
    });
    if (!answer.permitted) return refuse(answer.code, answer.params);
    const isDecided = answer.obligations.approvals.length === 0;
    // Each of them wakes people.
    if (!isDecided && (await countWaiting(tx, actor.id)) >= MOST_WAITING)
      return refuse("TOO_MANY_WAITING", { max: MOST_WAITING });
    const stale = isDecided ? await refuseStale(tx, nodes, at, settings.NODE_MAX_AGE_SECONDS) : null;
    if (stale) return stale;

    const request = {
      id: newId("request"),
      requesterId: actor.id,
      ...{ justification, incident, windowSeconds, windowStart, selector, mostNodes, osUsers },
      ruleVersion: answer.ruleVersion,
      obligations: answer.obligations,
      createdAt: at,
      lapsesAt: addSeconds(at, settings.REQUEST_LAPSE_SECONDS),
    };
    const askedIds = nodes.map((node) => node.id);
    await insertRequest(tx, request, nodes);
    if (extension) await insertExtension(tx, request.id, extension);
    await insertAskedFacts(tx, request.id, { person, nodes });
    const hash = requestHash({ ...request, kind: "regular", nodes, extension }, FIRST_VERSION);
    await appendEvent(tx, {
      ...attempt,
      subject: { ...attempt.subject, requestId: request.id },
      data: {
        ...{ nodes: askedIds, justification, incident, windowSeconds, windowStart },
        ...(selector ? { selector: selectorJson(selector), mostNodes } : {}),
        ...(osUser === null ? {} : { osUser }),
        ...(extension ? { extends: extension.grantId } : {}),
        ruleVersion: answer.ruleVersion,
        rules: answer.rules,
        ...(await contentOf(tx, "request", request.id)),
      },
    });
    if (isDecided)
      return allow(await decidedByRule(tx, actor, { ...request, nodes, extension, hash }, answer));
    await putItem(tx, {
      kind: "decision",
      subjectId: request.id,
      groups: groupsAsked(answer.obligations.approvals),
      exceptPersonIds: [actor.id],
      dueAt: request.lapsesAt,
    });
    return allow({ requestId: request.id, requestHash: hash });
  });
}
