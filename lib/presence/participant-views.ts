/** At the keyboard, or watching without one. */
export const SEAT_KINDS = ["keyboard", "watch"] as const;
export type SeatKind = (typeof SEAT_KINDS)[number];

/** Where somebody sits at a session. Browser and address are what the browser says and where it calls from: hostile. */
export interface SeatPlace {
  /** The browser's window, as its page names it; empty when it doesn't. */
  windowId: string;
  browser: string;
  address: string;
}

export interface Seat extends SeatPlace {
  id: string;
  kind: SeatKind;
  personId: string;
  personName: string;
  gatewayId: string;
  since: Date;
}
