import type { Sort, SortColumns } from "@/lib/kernel/sort-rules";
import type { NodeSelector } from "@/lib/nodes/selector";
import type { ActionState, KnownState, NodeLabel, NodeNarrowing, NodeState } from "@/lib/nodes/views";
import type { OnCallNow } from "@/lib/people/on-call/views";
import type { ObligationSentence, Obligations } from "@/lib/policy/obligations";
import type { RequestEntry } from "./entries/views";
import type { Glass } from "./glass/views";

/** What pages are given about requests: plain values. Justification, incident and comments are people's own text. */

export const REQUEST_STATES = ["waiting", "approved", "denied", "withdrawn", "lapsed"] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** break-glass: opened without waiting for anybody, answered for afterwards. */
export const REQUEST_KINDS = ["regular", "break-glass"] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** approval: the window runs from the last yes; first-use: from the first session, within the time to start. */
export const WINDOW_STARTS = ["approval", "first-use"] as const;
export type WindowStart = (typeof WINDOW_STARTS)[number];

export interface RequestRow {
  id: string;
  kind: RequestKind;
  requesterId: string;
  requesterName: string;
  /** The nodes it names; with a selector: those that it matched when it was asked. */
  nodes: NodeLabel[];
  /** Null: the nodes it names. Else the nodes are found when a session starts. */
  selector: NodeSelector | null;
  /** Of the selector's nodes at most so many; null where nodes are named. */
  mostNodes: number | null;
  /** The user on the nodes; null: none is named. */
  osUser: string | null;
  justification: string;
  incident: string | null;
  /** Where the incident can be read, by configuration; always https. */
  incidentLink: string | null;
  windowSeconds: number;
  windowStart: WindowStart;
  state: RequestState;
  version: number;
  createdAt: Date;
  lapsesAt: Date;
  closedAt: Date | null;
  grantId: string | null;
  /** Whether the access that came of it has ended. */
  isAccessOver: boolean;
  /** Whether it waits for the viewer. */
  waitsForMe: boolean;
}

export interface RequestDetail extends RequestRow {
  /** Of what is shown here: a decision names it, and is refused when the request has become another. */
  requestHash: string;
  ruleVersion: string;
  /** The access that it extends, by its request, and from when on it follows that; null: a request of its own. */
  extension: { requestId: string; until: Date; isEndedEarly: boolean } | null;
  obligations: Obligations;
  sentences: ObligationSentence[];
  /** Who must decide, in words: one per obligation, with the people who could (never the requester). */
  deciders: RequestDeciders[];
  /** In the order they were given. */
  decisions: RequestDecision[];
  /** What a yes as it stands would grant now; once approved, what was granted. */
  effective: RequestEffect;
  /** What the selector matches today; null where nodes are named. */
  matches: RequestMatches | null;
  /** With `windowStart` first-use: how long after the last yes the first session may start. */
  startWithinSeconds: number;
  /** How long after a shell's end its review is due. */
  reviewWithinSeconds: number;
  /** The requester's last 30 days, this request not counted. */
  history: {
    sessions: number;
    sessionsOnTheseNodes: number;
    /** Shells that nobody has judged yet, older ones too. */
    waitForReview: number;
    /** Reviews closed, by verdict. */
    inOrder: number;
    followUps: number;
    violations: number;
  };
  /** The last session on each of its nodes, whoever's. */
  lastSessions: {
    nodeId: string;
    sessionId: string;
    personName: string | null;
    createdAt: Date;
    verdict: string | null;
  }[];
  grant: RequestGrant | null;
  /** Of a break-glass alone. */
  glass: RequestGlass | null;
  /** What is known of each of its nodes now: whether a shell could open there. */
  nodesNow: (KnownState & { nodeId: string; pingAt: Date | null })[];
  /** What people did with it while it waited, besides deciding it, in order. */
  entries: RequestEntry[];
  /** The question that its requester still owes an answer. */
  openQuestionId: string | null;
  /** Whether it is to be recorded that the viewer has it on the screen. */
  isFirstLook: boolean;
  /** Of those who could decide: whether they are signed in now, and when they signed in last. */
  presence: PersonPresence[];
  /** Of those who could decide, who is on call. */
  onCall: OnCallNow[];
  actions: {
    approve: ActionState;
    deny: ActionState;
    withdraw: ActionState;
    comment: ActionState;
    ask: ActionState;
    remind: ActionState;
  };
}

/** A break-glass as its page shows it. */
export interface RequestGlass extends Glass {
  isNoteOverdue: boolean;
  actions: { note: ActionState; judge: ActionState };
}

/** What was requested before, as the form can hold it. */
export interface RequestTemplate {
  id: string;
  /** With a selector: what it matched. */
  nodeIds: string[];
  selector: NodeSelector | null;
  mostNodes: number | null;
  osUser: string | null;
  justification: string;
  incident: string | null;
  windowSeconds: number;
  windowStart: WindowStart;
}

export interface PersonPresence {
  personId: string;
  isSignedIn: boolean;
  lastSignInAt: Date | null;
}

export interface RequestDeciders {
  count: number;
  groups: string[];
  people: { id: string; name: string; groups: string[] }[];
  /** Those whose approval counts for it already. */
  given: { id: string; name: string }[];
}

export interface RequestDecision {
  id: string;
  /** Null: the rule asked for nobody, its version is the decision. */
  personId: string | null;
  personName: string | null;
  /** For whom who was away it counts as well; null: for nobody. */
  absentName: string | null;
  verdict: "approve" | "deny";
  comment: string | null;
  /** The decider's narrowing; null: as asked. */
  windowSeconds: number | null;
  /** Of the named nodes only these ids; empty: all. */
  nodeIds: string[];
  /** Of the selector's nodes at most so many; null: as asked. */
  mostNodes: number | null;
  /** A lesser user on the nodes; null: as asked. */
  osUser: string | null;
  requestVersion: number;
  ruleVersion: string;
  createdAt: Date;
}

/** The request after every decider's narrowing: the shortest window, the nodes that all of them left. */
export interface RequestEffect {
  windowSeconds: number;
  /** The named nodes that are left; null with a selector. */
  nodes: NodeLabel[] | null;
  /** Null where nodes are named. */
  mostNodes: number | null;
  /** The users on the nodes that it could still be, least mighty first; the last is the one it is for. */
  osUsers: readonly string[];
  /** Whether it is less than was asked. */
  isNarrowed: boolean;
}

export interface RequestMatches {
  /** By name. */
  nodes: (NodeLabel & { state: NodeState; readAt: Date; wasAsked: boolean })[];
  /** How many there are; more than `nodes` only when it has become too many to list. */
  count: number;
}

export interface RequestGrant {
  id: string;
  startsAt: Date;
  /** While `useBy` is there, the same instant: by then it must be used. */
  endsAt: Date;
  windowStart: WindowStart;
  windowSeconds: number;
  firstUsedAt: Date | null;
  /** While it is unused and its window starts with the first use: the instant by which that must be. */
  useBy: Date | null;
  endedAt: Date | null;
  endReason: string | null;
  isRunning: boolean;
  /** Sessions under it, newest first. */
  sessions: { id: string; nodeId: string; state: string; createdAt: Date }[];
}

/** By state: what waits first, the newest of each state first. */
export const REQUEST_SORTS = { state: "ascending", requested: "descending" } as const satisfies SortColumns;
export type RequestSort = Sort<typeof REQUEST_SORTS>;

export interface RequestFilters extends NodeNarrowing {
  state?: RequestState;
  /** Only those the viewer asked for. */
  mine?: boolean;
  /** Only those that wait for the viewer's decision. */
  needsMe?: boolean;
  /** Who asked: an id, or part of a name. */
  personId?: string;
  personName?: string;
  /** Part of the incident. */
  incident?: string;
  /** Asked at or after `from`, before `until`. */
  from?: Date;
  until?: Date;
  /** Words, each of which stands in justification, incident, requester's or a node's name, or is an id. */
  search?: string;
}
