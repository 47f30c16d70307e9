import type { Sort, SortColumns } from "@/lib/kernel/sort-rules";
import type { ActionState, NodeLabel, NodeNarrowing } from "@/lib/nodes/views";
import type { GlassVerdict } from "@/lib/requests/glass/views";
import type { RequestDecision } from "@/lib/requests/views";
import type { SessionGrades } from "@/lib/sessions/grades";
import type { EndReason } from "@/lib/sessions/views";

export const REVIEW_STATES = ["open", "closed"] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export const REVIEW_VERDICTS = ["in-order", "follow-up", "violation"] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

export interface ReviewRow {
  id: string;
  state: ReviewState;
  dueAt: Date;
  /** Where it stands in the queue, if not at its due time. */
  queueAt: Date | null;
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
    grades: SessionGrades;
  };
  /** Null for imported sessions. */
  request: { id: string; justification: string; incident: string | null } | null;
  /** Of a break-glass: what an approver said of it. */
  glass: { verdict: GlassVerdict | null } | null;
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

/** The reviews that wait for somebody, seen from one of them. */
export interface ReviewQueue {
  /** From 1. */
  position: number;
  count: number;
  /** There are more than were counted. */
  hasMore: boolean;
  /** The session whose review comes next; null: this is the only one. */
  nextSessionId: string | null;
}

/** By closing: of closed reviews alone. */
export const REVIEW_SORTS = { due: "ascending", closed: "descending" } as const satisfies SortColumns;
export type ReviewSort = Sort<typeof REVIEW_SORTS>;

export interface ReviewFilters extends NodeNarrowing {
  state?: ReviewState;
  isOverdue?: boolean;
  verdict?: ReviewVerdict;
  /** Only of the viewer's own sessions. */
  mine?: boolean;
  /** Whose session it was: an id, or part of a name. */
  personId?: string;
  personName?: string;
  endReason?: EndReason;
  /** Part of the incident. */
  incident?: string;
  /** Due at or after `from`, before `until`. */
  from?: Date;
  until?: Date;
  /** Words, each of which stands in person's or node's name, justification or incident, or is an id. */
  search?: string;
}
