import type { ErrorCode, ErrorParams } from "@/lib/kernel/errors";
import type { ObligationSentence } from "@/lib/policy/obligations";
import type { RehearsalKind } from "@/lib/policy/rehearsal/compare";

/** How far a rehearsal came: all, or why only the newest requests. */
export const REHEARSAL_EXTENTS = ["all", "most", "time", "failed"] as const;
export type RehearsalExtent = (typeof REHEARSAL_EXTENTS)[number];

/** A request that proposed rules would have decided otherwise. Names were written by others: hostile text. */
export interface RehearsedRow {
  requestId: string;
  requesterName: string;
  nodeNames: string[];
  createdAt: Date;
  /** Whether it was asked with groups and tags of today, since those of then were not kept. */
  isOfToday: boolean;
  /** What it needed and would not need any more, and the other way round. */
  before: ObligationSentence[];
  after: ObligationSentence[];
  /** Why it would be refused. */
  refusal: { code: ErrorCode; params: ErrorParams } | null;
}

/** What proposed rules would have made of the requests of the last months. */
export interface RehearsalView {
  since: Date;
  finishedAt: Date;
  extent: RehearsalExtent;
  requestCount: number;
  rehearsedCount: number;
  todayCount: number;
  /** Loosening first; each with its newest requests. */
  differences: { kind: RehearsalKind; isLoosening: boolean; count: number; rows: RehearsedRow[] }[];
}
