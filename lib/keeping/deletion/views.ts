import type { ActionState, Protection } from "@/lib/nodes/views";

export const DELETION_STATES = ["asked", "confirmed", "deleting", "deleted", "withdrawn", "expired"] as const;
export type DeletionState = (typeof DELETION_STATES)[number];

/** A deletion that was asked for and neither withdrawn nor expired. */
export interface DeletionView {
  id: string;
  state: Exclude<DeletionState, "withdrawn" | "expired">;
  reason: string;
  askedBy: { id: string; name: string };
  askedAt: Date;
  /** Until when it can be confirmed. */
  expiresAt: Date;
  confirmedBy: { id: string; name: string } | null;
  confirmedAt: Date | null;
  /** The version of the rule of retention that it is by; its two people set that rule. Null: they asked for this one. */
  rule: { protection: Protection; version: number; days: number } | null;
  /** What there was when it began. */
  bytes: number | null;
  /** When nothing was left. */
  deletedAt: Date | null;
}

/** What the page of a session says of the deletion of its recording. */
export interface KeepingView {
  deletion: DeletionView | null;
  /** Null: the viewer is none who may, and is not told of it. */
  actions: { ask: ActionState; confirm: ActionState; withdraw: ActionState } | null;
}
