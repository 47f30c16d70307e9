import type { ActionState, NodeLabel } from "@/lib/nodes/views";
import type { RequestDecision } from "@/lib/requests/views";

export const REVIEW_STATES = ["open", "closed"] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export const REVIEW_VERDICTS = ["in-order", "follow-up", "violation"] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

export interface ReviewRow {
  id: string;
  state: ReviewState;
  dueAt: Date;
  isOverdue: boolean;
  createdAt: Date;
  closedAt: Date | null;
  closedByName: string | null;
  verdict: ReviewVerdict | null;
  node: NodeLabel;
  session: {
    id: string;
    kind: string;
    state: string;
    /** Null only for imported sessions of nobody we know. */
    personId: string | null;
    personName: string | null;
    createdAt: Date;
    openedAt: Date | null;
    endedAt: Date | null;
    endReason: string | null;
  };
  /** Null for imported sessions. */
  request: { id: string; justification: string; incident: string | null } | null;
  /** Whether the viewer may close it. */
  waitsForMe: boolean;
}

export interface ReviewDetail extends ReviewRow {
  notes: string | null;
  decisions: RequestDecision[];
  grant: { id: string; startsAt: Date; endsAt: Date; endedAt: Date | null; endReason: string | null } | null;
  /** The requester and everybody who held the keyboard: they may not close it. */
  excluded: { id: string; name: string }[];
  actions: { close: ActionState };
}

export interface ReviewFilters {
  state?: ReviewState;
  isOverdue?: boolean;
  verdict?: ReviewVerdict;
  nodeId?: string;
  personId?: string;
  /** In person's and node's name, justification, incident. */
  search?: string;
}
