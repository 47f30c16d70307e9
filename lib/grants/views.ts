import type { ActionState, NodeLabel } from "@/lib/nodes/views";
import type { ObligationSentence, Obligations } from "@/lib/policy/obligations";

export interface GrantRow {
  id: string;
  requestId: string;
  personId: string;
  personName: string;
  nodes: NodeLabel[];
  justification: string;
  incident: string | null;
  startsAt: Date;
  endsAt: Date;
  endedAt: Date | null;
  endReason: string | null;
  isRunning: boolean;
  /** Names of those who said yes; empty: the rule asked for nobody. */
  approvedBy: string[];
  /** Its sessions that are not over, newest first. */
  openSessions: GrantSession[];
  actions: { start: ActionState; end: ActionState };
}

export interface GrantSession {
  id: string;
  nodeId: string;
  state: string;
  createdAt: Date;
  openedAt: Date | null;
  endedAt: Date | null;
}

export interface GrantDetail extends GrantRow {
  ruleVersion: string;
  obligations: Obligations;
  sentences: ObligationSentence[];
  endedByName: string | null;
  /** All its sessions, newest first. */
  sessions: GrantSession[];
}

export interface GrantFilters {
  /** running (default) or over. */
  state?: "running" | "over";
  mine?: boolean;
}
