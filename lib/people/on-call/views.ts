/** Somebody who is on call for a group at this moment, and whose word that is. */
export interface OnCallNow {
  personId: string;
  personName: string;
  group: string;
  until: Date;
  /** The host that says so, and when it was read. */
  source: string;
  readAt: Date;
}

/** How a feed is read. */
export interface OnCallFeedState {
  name: string;
  group: string;
  source: string;
  /** Null: never. */
  readAt: Date | null;
  triedAt: Date;
  /** Why it could not be read the last time. */
  failure: string | null;
}
