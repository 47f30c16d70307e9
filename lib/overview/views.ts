import type { AuditCode } from "@/lib/audit/catalogue";
import type { GrantRow } from "@/lib/grants/views";
import type { RequestRow } from "@/lib/requests/views";
import type { ReviewRow } from "@/lib/reviews/views";

/** What waits for the viewer. */
export type WaitingItem =
  | { kind: "decision"; since: Date; request: RequestRow }
  | { kind: "review"; since: Date; dueAt: Date; review: ReviewRow };

/** One audit event, to be said as the sentence of its code. */
export interface AuditSentence {
  id: string;
  at: Date;
  code: AuditCode;
  outcome: "done" | "refused" | "failed";
  actorKind: "person" | "system" | "anonymous";
  /** A person's name, or the process's. */
  actorName: string | null;
  requestId: string | null;
  grantId: string | null;
  sessionId: string | null;
  reviewId: string | null;
  nodeId: string | null;
  /** Of the event's node or, when it names none, of its session's or request's first. */
  nodeName: string | null;
  personId: string | null;
  personName: string | null;
  data: Readonly<Record<string, unknown>>;
}

export interface HomeView {
  /** Decisions first, oldest first; then reviews by due date. At most twenty; `waitingCount` is all. */
  waiting: WaitingItem[];
  waitingCount: number;
  /** The viewer's own requests that wait for somebody else. */
  asked: RequestRow[];
  /** Running grants the viewer may see, what ends first on top. At most fifty; `openCount` is all. */
  openNow: GrantRow[];
  openCount: number;
  /** The last five events the viewer may know of. */
  lately: AuditSentence[];
}
