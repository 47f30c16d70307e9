import type { ActionState } from "@/lib/nodes/views";

export const OPENING_STATES = ["asked", "confirmed", "withdrawn", "expired"] as const;
export type OpeningState = (typeof OPENING_STATES)[number];

/** An opening that waits for a second person, or whose sealed bytes can still be taken. */
export interface OpeningView {
  id: string;
  state: Extract<OpeningState, "asked" | "confirmed">;
  reason: string;
  askedBy: { id: string; name: string };
  askedAt: Date;
  confirmedBy: { id: string; name: string } | null;
  /** Asked: until when it can be confirmed. Confirmed: until when the sealed bytes can be taken. */
  until: Date;
}

/** What the page of a session says of opening what was typed in it. */
export interface InputOpeningView {
  opening: OpeningView | null;
  /** Null: the viewer is none who may, or no input is kept. */
  actions: {
    ask: ActionState;
    confirm: ActionState;
    withdraw: ActionState;
    download: ActionState;
  } | null;
}
