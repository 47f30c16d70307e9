import type { ActionState, NodeLabel } from "@/lib/nodes/views";
import type { ObligationSentence, Obligations } from "@/lib/policy/obligations";

/** What pages are given about requests: plain values. Justification, incident and comments are people's own text. */

export const REQUEST_STATES = ["waiting", "approved", "denied", "withdrawn", "lapsed"] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export interface RequestRow {
  id: string;
  requesterId: string;
  requesterName: string;
  nodes: NodeLabel[];
  justification: string;
  incident: string | null;
  windowSeconds: number;
  state: RequestState;
  version: number;
  createdAt: Date;
  lapsesAt: Date;
  closedAt: Date | null;
  grantId: string | null;
  /** Whether it waits for the viewer. */
  waitsForMe: boolean;
}

export interface RequestDetail extends RequestRow {
  ruleVersion: string;
  obligations: Obligations;
  sentences: ObligationSentence[];
  /** Who must decide, in words: one per obligation, with the people who could (never the requester). */
  deciders: RequestDeciders[];
  /** In the order they were given. */
  decisions: RequestDecision[];
  /** The requester's last 30 days, this request not counted. */
  history: {
    sessions: number;
    sessionsOnTheseNodes: number;
    reviewsOpen: number;
    /** Reviews closed with another verdict than in order. */
    reviewsNotInOrder: number;
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
  /** When each node's tags were read last; a yes needs them fresh. */
  nodesReadAt: { nodeId: string; readAt: Date; isOnline: boolean; isMissing: boolean }[];
  actions: { approve: ActionState; deny: ActionState; withdraw: ActionState };
}

export interface RequestDeciders {
  count: number;
  groups: string[];
  people: { id: string; name: string; groups: string[] }[];
  /** Names of those whose yes counts for it already. */
  given: string[];
}

export interface RequestDecision {
  id: string;
  /** Null: the rule asked for nobody, its version is the decision. */
  personId: string | null;
  personName: string | null;
  verdict: "approve" | "deny";
  comment: string | null;
  /** The decider's narrowing; null: as asked. */
  windowSeconds: number | null;
  requestVersion: number;
  ruleVersion: string;
  createdAt: Date;
}

export interface RequestGrant {
  id: string;
  startsAt: Date;
  endsAt: Date;
  endedAt: Date | null;
  endReason: string | null;
  isRunning: boolean;
  /** Sessions under it, newest first. */
  sessions: { id: string; nodeId: string; state: string; createdAt: Date }[];
}

export interface RequestFilters {
  state?: RequestState;
  /** Only those the viewer asked for. */
  mine?: boolean;
  nodeId?: string;
  /** In justification, incident, requester's and node's name. */
  search?: string;
}
