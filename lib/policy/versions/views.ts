import type { ActionState } from "@/lib/nodes/views";
import type { PolicyFile, PolicyProblem } from "../text/problems";

/** States of a set of rules. */
export type PolicyState = "proposed" | "active" | "rejected" | "replaced";

interface Named {
  id: string;
  name: string;
}

/** A set of rules in a list. Reasons were written by people: hostile text. */
export interface PolicyRow {
  id: string;
  state: PolicyState;
  /** Of what was approved. */
  number: number | null;
  reason: string;
  proposedBy: Named;
  proposedAt: Date;
  decidedBy: Named | null;
  decidedAt: Date | null;
  decisionReason: string | null;
}

/** What jobs found in it. */
export type PolicyCheck =
  | { state: "waiting" }
  | { state: "valid" | "invalid"; checkedAt: Date; problems: PolicyProblem[]; warnings: PolicyProblem[] };

/** One that waits for a second administrator. */
export interface ProposalView extends PolicyRow {
  files: PolicyFile[];
  check: PolicyCheck;
  approve: ActionState;
  reject: ActionState;
}

export interface PolicyView {
  /** Null: the rules that come with the portal. */
  active: PolicyRow | null;
  /** Under which requests and decisions name it. */
  version: string;
  files: readonly PolicyFile[];
  /** Oldest first. */
  proposals: ProposalView[];
  /** Decided ones, newest first. */
  history: PolicyRow[];
}
