import type { Sort, SortColumns } from "@/lib/kernel/sort-rules";
import type { ActionState, NodeLabel, NodeNarrowing } from "@/lib/nodes/views";
import type { RecordedGap } from "@/lib/recorded-ranges/range";
import type { PolicyCheck, PolicySentence } from "@/lib/session-policy/views";
import type { FailureView } from "./failing/opening-failure";
import type { Completeness, Corroboration, SessionGrades } from "./grades";

export type { EncryptionFault } from "@/lib/session-manager/encryption/faults";

/** created → opening → open → ending → ended, or failed. Imported sessions start as open or ended. */
export const SESSION_STATES = ["created", "opening", "open", "ending", "ended", "failed"] as const;
export type SessionState = (typeof SESSION_STATES)[number];

export const SESSION_KINDS = ["brokered", "imported"] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

/** Why a session is over, or is about to be. */
export const END_REASONS = [
  "exited",
  "ended-by-person",
  "window-ended",
  "ended-by-approver",
  "ended-by-administrator",
  "grant-ended",
  "sign-in-ended",
  "person-disabled",
  "role-lost",
  "abandoned",
  "not-recorded",
  "recording-limit",
  "log-missing",
  "encryption-failed",
  "opening-failed",
  "aws-ended",
  "swept",
  "ended-outside",
] as const;
export type EndReason = (typeof END_REASONS)[number];

export interface SessionRow {
  id: string;
  kind: SessionKind;
  state: SessionState;
  /** Null only for imported sessions of nobody we know. */
  person: { id: string; name: string } | null;
  isMine: boolean;
  node: NodeLabel;
  /** The user on the node; null: as the document says. */
  osUser: string | null;
  grantId: string | null;
  requestId: string | null;
  justification: string | null;
  incident: string | null;
  /** Under access that waited for nobody. */
  isBreakGlass: boolean;
  createdAt: Date;
  openedAt: Date | null;
  windowEndsAt: Date | null;
  endedAt: Date | null;
  endReason: EndReason | null;
  /** When AWS, asked, no longer had it. */
  endConfirmedAt: Date | null;
  grades: SessionGrades;
  /** ARN of the principal that opened it past the portal; null: it was opened through it. */
  outsideOwner: string | null;
  /** Whether that was under a last-resort role: the way in while the portal is down. */
  isLastResort: boolean;
  /** Whether its recording is on legal hold. */
  isHeld: boolean;
  /** Whether its recording was deleted, or is being deleted. */
  isDeleted: boolean;
  review: { id: string; state: string; verdict: string | null } | null;
}

export interface SessionDetail extends SessionRow {
  awsSessionId: string | null;
  documentName: string;
  windowStartsAt: Date | null;
  cols: number;
  rows: number;
  endRequestedAt: Date | null;
  /** What whoever ended it wrote, or what AWS said: hostile text. */
  endNote: string | null;
  /** Why it did not open; null unless it failed. */
  failure: FailureView | null;
  endedByName: string | null;
  /** What AWS answered last when asked for it. */
  endAnswer: string | null;
  /** Names of those who said yes; empty: the rule asked for nobody. */
  approvedBy: string[];
  /** The inline policy it was opened with; null while it has none. */
  policy: SessionPolicyView | null;
  recording: RecordingView | null;
  /** What stands sealed of what was typed; null: keys are counted and not kept. */
  keptInput: KeptInput | null;
  /** When the agent's log and the trail were asked for last. */
  evidenceCheckedAt: Date | null;
  actions: { connect: ActionState; end: ActionState };
}

export interface SessionPolicyView {
  /** Indented JSON. */
  text: string;
  sentences: PolicySentence[];
  checks: PolicyCheck[];
}

export interface RecordingView {
  startedAt: Date;
  closedAt: Date | null;
  /** In the order of the stream. */
  gaps: RecordedGap[];
}

/** How much was typed and kept, sealed to people who can open it together. */
export interface KeptInput {
  messages: number;
  bytes: number;
}

/** What became of a recording that it is asked for by. */
export const RETENTION = ["held", "deleted"] as const;
export type Retention = (typeof RETENTION)[number];

/** By length: how long the shell was open; those that still are, and those that never were, have none. */
export const SESSION_SORTS = { started: "descending", length: "descending" } as const satisfies SortColumns;
export type SessionSort = Sort<typeof SESSION_SORTS>;

export interface SessionFilters extends NodeNarrowing {
  kind?: SessionKind;
  state?: SessionState;
  /** Not over yet: created, opening, open, ending. */
  isRunning?: boolean;
  endReason?: EndReason;
  completeness?: Completeness;
  corroboration?: Corroboration;
  retention?: Retention;
  mine?: boolean;
  personId?: string;
  /** Part of the person's name. */
  personName?: string;
  /** Part of the incident. */
  incident?: string;
  /** Created at or after `from`, before `until`. */
  from?: Date;
  until?: Date;
  /** Words, each of which stands in person's or node's name, justification or incident, or is an id. */
  search?: string;
}
