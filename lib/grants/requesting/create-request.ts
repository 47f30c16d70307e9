import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { putItem } from "@/lib/inbox/put-item";
import type { PersonActor, SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { type GrantId, newId, type RequestId } from "@/lib/kernel/ids";
import { addSeconds } from "@/lib/kernel/time";
import { type NodeSelector, selectorJson } from "@/lib/nodes/selector";
import { onCallGroups } from "@/lib/people/on-call/on-call-now";
import { lockPerson } from "@/lib/people/store";
import { groupsAsked } from "@/lib/policy/approvals";
import { type Evaluation, evaluateRequest, ruleSettings } from "@/lib/policy/evaluate";
import { activePolicy } from "@/lib/policy/versions/active-policy";
import { insertAskedFacts } from "@/lib/requests/asked-facts-store";
import { osUserOf } from "@/lib/requests/os-user-rules";
import { requestHash } from "@/lib/requests/request-hash";
import { askedOf, checkRequest } from "@/lib/requests/rules";
import { countWaiting, insertDecision, insertRequest, moveRequest } from "@/lib/requests/store";
import type { WindowStart } from "@/lib/requests/views";
import { issueGrant } from "../issue-grant";
import { refuseStale } from "../queue-reading";
import { findRunningCovering } from "../store";
import { askedOsUsers, sharedOsUsers } from "./os-users";
import { findWantedNodes } from "./wanted-nodes";

const FIRST_VERSION = 1;
/** Requests of one person that wait for a decision at once. */
const MOST_WAITING = 50;

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
}

/** `grantId` is there when the rule asked for nobody and the grant was issued at once. */
export interface CreatedRequest {
  requestId: RequestId;
  /** Of what was asked: whoever decides names it. */
  requestHash: string;
  grantId?: GrantId;
}

/**
 * Asks for a shell on one or several nodes, or on whatever has some tags when the shell is opened.
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
    if (!actor.roles.includes("engineer")) return refuse("ROLE_MISSING", { roles: ["engineer"] });
    const checked = checkRequest(asked, {
      shortestSeconds: settings.WINDOW_MIN_SECONDS,
      longestSeconds: settings.WINDOW_MAX_SECONDS,
      incident: settings.HALLIGAN_INCIDENT,
    });
    if (!checked.ok) return checked;
    const wanted = await findWantedNodes(tx, actor, asked);
    if (!wanted.ok) return wanted;
    const nodes = wanted.value;
    const shared = sharedOsUsers(nodes);
    if (!shared.ok) return shared;
    const users = askedOsUsers(shared.value, input.osUser);
    if (!users.ok) return users;
    const osUsers = users.value;
    const osUser = osUserOf({ osUsers });
    // Two tabs of one person take turns, so that the second sees the first one's grant.
    await lockPerson(tx, actor.id);
    const at = await databaseNow(tx);
    const running = await findRunningCovering(tx, actor.id, { nodes, selector, mostNodes }, osUser, at);
    if (running)
      return refuse("GRANT_RUNNING", { grantId: running.id, endsAt: running.endsAt.toISOString() });

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
    const askedIds = nodes.map(({ id }) => id);
    await insertRequest(tx, request, nodes);
    await insertAskedFacts(tx, request.id, { person, nodes });
    const hash = requestHash({ ...request, nodes }, FIRST_VERSION);
    await appendEvent(tx, {
      ...attempt,
      subject: { ...attempt.subject, requestId: request.id },
      data: {
        ...{ nodes: askedIds, justification, incident, windowSeconds, windowStart },
        ...(selector ? { selector: selectorJson(selector), mostNodes } : {}),
        ...(osUser === null ? {} : { osUser }),
        ruleVersion: answer.ruleVersion,
        rules: answer.rules,
        ...(await contentOf(tx, "request", request.id)),
      },
    });
    if (isDecided) return decidedByRule(tx, actor, { ...request, nodes, hash }, answer);
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

/** The rule asked for nobody: its version is the decision, recorded as one, and the portal's own act. */
async function decidedByRule(
  tx: Tx,
  asker: PersonActor,
  request: Parameters<typeof issueGrant>[1]["request"] &
    Parameters<typeof askedOf>[0] & { id: RequestId; hash: string; createdAt: Date },
  answer: Evaluation & { permitted: true },
): Promise<Verdict<CreatedRequest>> {
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
  return allow({ requestId, requestHash: hash, grantId });
}
