import { reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { AppError, allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { actionState, nodeState } from "@/lib/nodes/rules";
import { isSelective, type NodeSelector, SELECTOR_LIMITS } from "@/lib/nodes/selector";
import { findMatching, findTagChoices, type TagChoice } from "@/lib/nodes/selector-store";
import { findFacets, findNodes, type RuleNode } from "@/lib/nodes/store";
import type { ActionState, NodeLabel, NodeState } from "@/lib/nodes/views";
import { onCallGroups, onCallNow } from "@/lib/people/on-call/on-call-now";
import type { OnCallNow } from "@/lib/people/on-call/views";
import { groupsAsked } from "@/lib/policy/approvals";
import { evaluateRequest, ruleSettings } from "@/lib/policy/evaluate";
import { type ObligationSentence, type Obligations, sentencesOf } from "@/lib/policy/obligations";
import { activePolicy } from "@/lib/policy/versions/active-policy";
import { decidersFor, onCallFirst } from "@/lib/requests/deciders";
import { osUserOf } from "@/lib/requests/os-user-rules";
import { findLastSessions, findPeopleIn, findPresence } from "@/lib/requests/reading/read-store";
import { requestRow } from "@/lib/requests/rows";
import { MOST_NODES, type WindowLimits } from "@/lib/requests/rules";
import { findWaitingOf } from "@/lib/requests/store";
import type { PersonPresence, RequestDeciders, RequestDetail, RequestRow } from "@/lib/requests/views";
import { glassOf } from "../glass/offer-glass";
import type { GlassOffer } from "../glass/views";
import { findFullGrant } from "../read-store";
import { grantRow } from "../rows";
import { coversWanted, type Wanted } from "../rules";
import { findRunningCovering } from "../store";
import type { GrantRow } from "../views";
import { sharedOsUsers } from "./os-users";
import { findWantedNodes } from "./wanted-nodes";

/** What somebody is about to ask for; either may still be empty. */
export type AskingFor = ({ nodeIds: readonly string[] } | { selector: NodeSelector; mostNodes?: number }) & {
  /** The user on the nodes; absent, or none that can be had: the least. */
  osUser?: string | undefined;
};

export interface OfferedMatch extends NodeLabel {
  state: NodeState;
  readAt: Date;
  /** When its agent was heard last, as far as the inventory says. */
  pingAt: Date | null;
}

/** What the form shows before anything is asked. */
export interface RequestOffer {
  /** The named nodes, or what the selector matches now (at most 100), by name. */
  nodes: OfferedMatch[];
  /** How many there are in all. */
  count: number;
  /**
   * Whether this could be asked for now, and if not why: NODE_UNKNOWN, SELECTOR_EMPTY, SELECTOR_TOO_WIDE, GRANT_RUNNING,
   * what the rules refuse with; INVALID_INPUT while nothing is chosen.
   */
  ask: ActionState;
  /** What it would need, the strictest of its nodes; empty while nothing is chosen or nothing may be asked. */
  obligations: Obligations | null;
  sentences: ObligationSentence[];
  /** Who could decide, one per obligation; never the viewer. Empty: the rule itself decides. */
  deciders: RequestDeciders[];
  /** Of those who could decide: whether they are signed in now, and when each signed in last. */
  presence: PersonPresence[];
  /** Of those who could decide, who is on call. */
  onCall: OnCallNow[];
  /** The last shell on each named node, whoever's. */
  lastSessions: RequestDetail["lastSessions"];
  /** The viewer's own running access that gives all of it already: its terminal is what is wanted. */
  running: GrantRow | null;
  /** The viewer's own request for it that waits. */
  waiting: RequestRow | null;
  /** What breaking the glass would be, of one named node where the rules permit it. */
  glass: GlassOffer | null;
  /** What a selector can be made of; null where nodes are named. */
  choices: SelectorChoices | null;
  limits: WindowLimits;
  usualSeconds: number;
  /** With the window starting at the first use: how long after the last yes that may be. */
  startWithinSeconds: number;
  /** Nodes in one request, and at once under a selector. */
  mostNodes: number;
  /** The users on the nodes to choose from, least mighty first, and the chosen one; null: their accounts name none. */
  osUsers: { choices: readonly string[]; chosen: string } | null;
  /** How incidents are written here; null: as one likes. */
  incidentPattern: string | null;
}

export interface SelectorChoices {
  accounts: { id: string; name: string }[];
  regions: string[];
  /** Tags of the nodes in the account and region that are chosen, the most used first. */
  tags: TagChoice[];
}

/**
 * What somebody is about to ask for: what it is today, what it needs, who could say yes, and whether there is nothing
 * to ask for, since an access or a request for it is there already.
 * @throws AppError ROLE_MISSING for whoever may not ask
 */
export async function offerRequest(viewer: PersonActor, asking: AskingFor): Promise<RequestOffer> {
  if (!viewer.roles.includes("engineer"))
    throw new AppError("ROLE_MISSING", "only engineers ask", { params: { roles: ["engineer"] } });
  const settings = config();
  const tx = reading();
  const at = await databaseNow(tx);
  const selector = "selector" in asking ? asking.selector : null;
  const mostNodes = "selector" in asking ? (asking.mostNodes ?? 1) : null;
  const nodeIds = "nodeIds" in asking ? [...new Set(asking.nodeIds)].slice(0, MOST_NODES) : [];
  const found = selector
    ? await findMatching(tx, selector, SELECTOR_LIMITS.matches)
    : await named(tx, nodeIds);
  const isEmpty = selector ? !isSelective(selector) : nodeIds.length === 0;
  const wanted = await findWantedNodes(tx, viewer, { nodeIds, selector });
  const shared = wanted.ok ? sharedOsUsers(wanted.value) : allow([]);
  const osUsers = chosenOf(shared, asking.osUser);
  const osUser = osUsers?.chosen ?? null;
  const isJudged = wanted.ok && !isEmpty;
  const needs = isJudged ? (shared.ok ? await needsOf(tx, viewer, wanted.value, osUser, at) : shared) : null;
  const obligations = needs?.ok ? needs.value : null;
  const approvals = obligations?.approvals ?? [];
  const about = { nodes: wanted.ok ? wanted.value : [], selector, mostNodes };
  const [onlyNode] = wanted.ok && !selector && wanted.value.length === 1 ? wanted.value : [];
  const [people, running, waiting, choices, glass] = await Promise.all([
    findPeopleIn(tx, groupsAsked(approvals)),
    isEmpty ? null : runningOf(tx, viewer, about, osUser, at),
    isEmpty ? null : waitingOf(tx, viewer, about, osUser, at),
    selector && choicesOf(tx, selector),
    onlyNode ? glassOf(tx, viewer, onlyNode, at) : null,
  ]);
  const [presence, lastSessions, onCall] = await Promise.all([
    findPresence(
      tx,
      people.map(({ id }) => id),
    ),
    findLastSessions(tx, nodeIds),
    onCallNow(tx, groupsAsked(approvals), at),
  ]);
  return {
    ...{ presence, lastSessions, onCall },
    nodes: found.nodes.map((node) => matchOf(node, at)),
    count: found.count,
    ask: actionState(mayAsk(isEmpty, running, needs ?? wanted)),
    obligations,
    sentences: obligations ? sentencesOf(obligations) : [],
    deciders: decidersFor(approvals, onCallFirst(people, onCall), viewer.id),
    running,
    ...{ waiting, choices, glass },
    limits: { shortestSeconds: settings.WINDOW_MIN_SECONDS, longestSeconds: settings.WINDOW_MAX_SECONDS },
    usualSeconds: settings.WINDOW_DEFAULT_SECONDS,
    startWithinSeconds: settings.START_WITHIN_SECONDS,
    mostNodes: MOST_NODES,
    osUsers,
    incidentPattern: settings.HALLIGAN_INCIDENT?.pattern ?? null,
  };
}

async function named(tx: Tx, nodeIds: readonly string[]): Promise<{ nodes: RuleNode[]; count: number }> {
  const nodes = await findNodes(tx, nodeIds);
  return { nodes, count: nodes.length };
}

function matchOf(node: RuleNode, at: Date): OfferedMatch {
  const { id, name, accountId, accountName, region, protection, tags, readAt, pingAt } = node;
  return {
    ...{ id, name, accountId, accountName, region, protection, tags, readAt, pingAt },
    state: nodeState(node, at, config()),
  };
}

async function needsOf(
  tx: Tx,
  viewer: PersonActor,
  nodes: readonly RuleNode[],
  osUser: string | null,
  at: Date,
): Promise<Verdict<Obligations>> {
  const settings = config();
  const answer = evaluateRequest({
    action: "request",
    person: {
      id: viewer.id,
      roles: viewer.roles,
      groups: viewer.groups,
      onCall: await onCallGroups(tx, viewer, at),
    },
    nodes,
    windowSeconds: settings.WINDOW_MIN_SECONDS,
    ...{ osUser, at },
    policy: await activePolicy(tx),
    settings: ruleSettings(settings),
  });
  return answer.permitted ? allow(answer.obligations) : refuse(answer.code, answer.params);
}

/** What was typed into the address may be nobody who can be had here: then the least. */
function chosenOf(shared: Verdict<readonly string[]>, wanted: string | undefined): RequestOffer["osUsers"] {
  const choices = shared.ok ? shared.value : [];
  const [least] = choices;
  if (least === undefined) return null;
  return { choices, chosen: choices.find((name) => name === wanted) ?? least };
}

function mayAsk(isEmpty: boolean, running: GrantRow | null, otherwise: Verdict<unknown>): Verdict<unknown> {
  if (isEmpty) return refuse("INVALID_INPUT", { fields: ["nodeIds", "selector"] });
  if (running) return refuse("GRANT_RUNNING", { grantId: running.id, endsAt: running.endsAt.toISOString() });
  return otherwise;
}

async function runningOf(
  tx: Tx,
  viewer: PersonActor,
  wanted: Wanted,
  osUser: string | null,
  at: Date,
): Promise<GrantRow | null> {
  if (wanted.nodes.length === 0) return null;
  const running = await findRunningCovering(tx, viewer.id, wanted, osUser, at);
  const grant = running && (await findFullGrant(tx, running.id, at));
  return grant && grantRow(viewer, grant, at);
}

/** A waiting request is judged as the grant that it would become. */
async function waitingOf(
  tx: Tx,
  viewer: PersonActor,
  wanted: Wanted,
  osUser: string | null,
  at: Date,
): Promise<RequestRow | null> {
  if (wanted.nodes.length === 0) return null;
  const asUser = (await findWaitingOf(tx, viewer.id, at)).filter((one) => osUserOf(one) === osUser);
  const waiting = asUser.find((request) =>
    coversWanted(
      {
        selector: request.selector,
        mostNodes: request.mostNodes,
        nodes: request.selector ? [] : request.nodes.map(({ id }) => ({ id, isMissing: false })),
      },
      wanted,
    ),
  );
  return waiting ? requestRow(viewer, waiting, at) : null;
}

async function choicesOf(tx: Tx, selector: NodeSelector): Promise<SelectorChoices> {
  const { accounts, regions } = await findFacets(tx);
  return {
    accounts: accounts.map(({ id, name }) => ({ id, name })),
    regions,
    tags: await findTagChoices(tx, selector),
  };
}
