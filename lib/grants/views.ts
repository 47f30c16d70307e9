import type { NodeSelector } from "@/lib/nodes/selector";
import type { ActionState, NodeLabel, NodeState } from "@/lib/nodes/views";
import type { ObligationSentence, Obligations } from "@/lib/policy/obligations";
import type { WindowStart } from "@/lib/requests/views";

export interface GrantRow {
  id: string;
  requestId: string;
  /** Opened without waiting for anybody. */
  isBreakGlass: boolean;
  personId: string;
  personName: string;
  /** The nodes it names; with a selector: those that were used under it. */
  nodes: NodeLabel[];
  /** Null: the nodes it names. */
  selector: NodeSelector | null;
  /** Of the selector's nodes at most so many that are there at once; null where nodes are named. */
  mostNodes: number | null;
  /** The user on the nodes; null: none is named. */
  osUser: string | null;
  /** Where a shell could be opened under it today, with the reason where not. Empty once it is over. */
  matches: GrantMatch[];
  justification: string;
  incident: string | null;
  incidentLink: string | null;
  startsAt: Date;
  /** While `useBy` is there, the same instant: the window itself has not begun. */
  endsAt: Date;
  windowStart: WindowStart;
  /** The window that was decided. */
  windowSeconds: number;
  firstUsedAt: Date | null;
  /** While it is unused and its window starts with the first use: the instant by which that must be. */
  useBy: Date | null;
  endedAt: Date | null;
  endReason: string | null;
  isRunning: boolean;
  /** While its window is still ahead, as of an extension: when that begins. */
  opensAt: Date | null;
  /** Names of those who said yes; empty: the rule asked for nobody. */
  approvedBy: string[];
  /** Its sessions that are not over, newest first. */
  openSessions: GrantSession[];
  actions: { start: ActionState; end: ActionState };
}

/** A node that the grant is about today. */
export interface GrantMatch {
  node: NodeLabel;
  state: NodeState;
  /** Whether a shell was opened on it under this grant. */
  isUsed: boolean;
  /** The session under this grant on it that is not over, to go on with. */
  sessionId: string | null;
  /** Whether the viewer may start one: NOT_THE_GRANTEE, NODE_OFFLINE, NODES_EXHAUSTED, SESSION_RUNNING, … */
  start: ActionState;
}

export interface GrantSession {
  id: string;
  nodeId: string;
  state: string;
  createdAt: Date;
  openedAt: Date | null;
  endedAt: Date | null;
  endReason: string | null;
  /** How its recording and the node's log were graded. */
  completeness: string | null;
  corroboration: string | null;
  /** Of its review, once there is one. */
  reviewDueAt: Date | null;
  /** Of its review, once that is closed. */
  verdict: string | null;
  reviewedAt: Date | null;
}

export interface GrantExtension {
  requestId: string;
  state: "waiting" | "approved";
  /** Once it is approved: when the access that follows ends. */
  endsAt: Date | null;
}

export interface GrantDetail extends GrantRow {
  ruleVersion: string;
  obligations: Obligations;
  sentences: ObligationSentence[];
  /** The request that extends it, if any that waits or was approved. */
  extension: GrantExtension | null;
  /** Whether the viewer may ask for more time after it. */
  extend: ActionState;
  endedByName: string | null;
  /** All its sessions, newest first. */
  sessions: GrantSession[];
}

export interface GrantFilters {
  /** running (default) or over. */
  state?: "running" | "over";
  mine?: boolean;
}
