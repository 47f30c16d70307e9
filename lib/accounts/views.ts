import type { Protection } from "@/lib/nodes/views";
import { CHECK_OUTCOMES, type CheckRole } from "./connection/plan";
import type { Remedy } from "./connection/remedy";
import type { DocumentState } from "./documents/store";

/**
 * What a step of the connection test says now. Beside its outcome: `never` nobody has ever tried it; `waiting` it was
 * ordered; `unanswered` it was ordered, and the process that should try it does not answer; `not-needed` there is
 * nothing in the account to try it on.
 */
export const CHECK_STATES = [...CHECK_OUTCOMES, "not-needed", "never", "waiting", "unanswered"] as const;
export type CheckState = (typeof CHECK_STATES)[number];

export interface CheckView {
  role: CheckRole;
  action: string;
  state: CheckState;
  /** AWS's words: hostile text. */
  words: string | null;
  remedy: Remedy | null;
}

/** The connection test of a region: how it stands as a whole. */
export const TEST_STATES = ["never", "running", "unanswered", "passed", "broken"] as const;
export type TestState = (typeof TEST_STATES)[number];

export interface TestView {
  state: TestState;
  orderedAt: Date | null;
  checks: CheckView[];
}

/** `unknown`: nobody has looked yet. */
export type DocumentViewState = DocumentState | "unknown";

export interface DocumentView {
  name: string;
  state: DocumentViewState;
  detail: string | null;
  checkedAt: Date | null;
}

export interface RegionView {
  region: string;
  /** Nodes that are there. */
  nodes: number;
  readAt: Date | null;
  failure: string | null;
  test: TestView;
  /** The document that sessions use, and the one that the settings ask for; often the same. */
  inUse: DocumentView;
  expected: DocumentView;
}

/** A region as the printed card has it. */
export interface LastResortView {
  accountId: string;
  name: string;
  region: string;
  /** Null: none was set up there. */
  roleArn: string | null;
  documentName: string;
}

export interface AccountView {
  accountId: string;
  name: string;
  protection: Protection;
  /** Short names of its roles, by what they are for. */
  roles: { role: "broker" | "target" | "reader" | "closer" | "author"; arn: string }[];
  logGroupName: string;
  /** The content of the document that the settings ask for. */
  documentContent: string;
  canCreateDocuments: boolean;
  regions: RegionView[];
}
