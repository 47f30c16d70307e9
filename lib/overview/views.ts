import type { AuditCode } from "@/lib/audit/catalogue";
import type { GrantRow } from "@/lib/grants/views";
import type { InboxPart, Urgency } from "@/lib/inbox/views";
import type { WaitingForSecond } from "@/lib/keeping/waiting/views";
import type { NodeLabel } from "@/lib/nodes/views";
import type { RequestRow } from "@/lib/requests/views";
import type { ReviewRow } from "@/lib/reviews/views";

/** What people do that others want to hear of; the machine's own steps and results are the audit's. */
export const TOLD = [
  "request.created",
  "request.approved",
  "request.denied",
  "request.withdrawn",
  "session.created",
  "session.end-requested",
  "grant.ended",
  "glass.broken",
  "glass.cosigned",
  "glass.ratified",
  "glass.disowned",
  "review.closed",
  "person.disabled",
  "person.enabled",
] as const satisfies readonly AuditCode[];

/** One of the viewer's own open shells. */
export interface OpenShell {
  /** The session. */
  id: string;
  node: NodeLabel;
  endsAt: Date;
}

/** What every item of the inbox says of itself. */
export interface WaitingFacts {
  id: string;
  /** find: it was escalated to the viewer, whose yes does not count; they are to find somebody whose does. */
  part: InboxPart;
  since: Date;
  dueAt: Date | null;
  remindedAt: Date | null;
  escalatedAt: Date | null;
  escalatedTo: string[];
  /** Any of these groups may take it. */
  groups: string[];
  /** Names of those besides the viewer who may take it, as far as they have ever signed in. */
  others: string[];
}

/** What somebody asked of the viewer, answered or said to them, about a request that waits. */
export interface TalkItem {
  id: string;
  kind: "question" | "answer" | "comment";
  personName: string;
  /** The other's own words. */
  text: string;
  at: Date;
  request: RequestRow;
}

/** Something that waits for the viewer. */
export type WaitingItem = WaitingFacts &
  (
    | { kind: "decision"; request: RequestRow }
    | { kind: "ratification" | "note"; request: RequestRow }
    | { kind: "review"; review: ReviewRow }
  );

export type InboxRow = WaitingItem & { urgency: Urgency };

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
  /** How many more nodes the request named, where the node is the request's first. */
  moreNodes: number;
  personId: string | null;
  personName: string | null;
  /** Whose session or request it is about. */
  ownerName: string | null;
  data: Readonly<Record<string, unknown>>;
}

/** Something that a person did, to be said as the sentence of its code. */
export interface Activity {
  id: string;
  at: Date;
  code: (typeof TOLD)[number];
  actorId: string | null;
  actorName: string | null;
  requestId: string | null;
  grantId: string | null;
  sessionId: string | null;
  reviewId: string | null;
  /** Of the event's node or, when it names none, of its session's or request's first. */
  nodeName: string | null;
  /** How many more nodes the request named, where the node is the request's first. */
  moreNodes: number;
  personId: string | null;
  personName: string | null;
  data: Readonly<Record<string, unknown>>;
}

/** One of the viewer's own requests that nobody has decided. */
export interface AskedItem {
  request: RequestRow;
  /** Names of those who may decide it, as far as they have ever signed in. */
  waitsFor: string[];
}

export interface HomeView {
  /** The viewer's accesses in force: those with an open shell first, each by its end. At most thirty. */
  access: GrantRow[];
  /** The viewer's own requests that wait for somebody else, what expires first on top. At most twenty. */
  asked: AskedItem[];
  /** Decisions first, then reviews, each by due time. At most ten; `waitingCount` is all, to a hundred of a kind. */
  waiting: WaitingItem[];
  waitingCount: number;
  /** What waits for the viewer as the second person: at most fifty, counted above. */
  keeping: WaitingForSecond[];
  /** What others asked the viewer and nobody has answered. */
  questions: TalkItem[];
  /** Shells that the viewer may see, what ends first on top. At most ten; `openCount` is all, to a hundred. */
  open: SeenShell[];
  openCount: number;
  /** The last five things that people did and the viewer may know of. */
  activity: Activity[];
}

/** An open shell, anybody's. */
export interface SeenShell extends OpenShell {
  personId: string | null;
  personName: string | null;
  state: "opening" | "open";
  /** The whole window of its access. */
  windowSeconds: number;
  /** Whether the viewer may watch it live. */
  mayWatch: boolean;
}
