import type { ActionState } from "@/lib/nodes/views";

export const LIFTING_STATES = ["asked", "lifted", "withdrawn", "expired"] as const;
export type LiftingState = (typeof LIFTING_STATES)[number];

/** A hold that is in force. */
export interface HoldView {
  id: string;
  reason: string;
  placedBy: { id: string; name: string };
  placedAt: Date;
  /** Who asked to lift it; null: nobody did, or it was withdrawn or has expired. */
  lifting: {
    id: string;
    reason: string;
    askedBy: { id: string; name: string };
    askedAt: Date;
    /** Until when it can be confirmed. */
    expiresAt: Date;
  } | null;
}

/** What the page of a session says of the hold on its recording. */
export interface HoldingView {
  hold: HoldView | null;
  /** Null: the viewer is none who may. */
  actions: { place: ActionState; lift: ActionState; confirm: ActionState; withdraw: ActionState } | null;
}
