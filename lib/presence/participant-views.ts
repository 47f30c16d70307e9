/** keyboard: the attached client, which types. watch: sees the session, types nothing. */
export const PARTICIPANT_KINDS = ["keyboard", "watch"] as const;
export type ParticipantKind = (typeof PARTICIPANT_KINDS)[number];

/** The client of whoever is connected to a session. Browser and address are what it says and where it calls from: hostile. */
export interface ClientInfo {
  /** The browser's window, as its page names it; empty when it doesn't. */
  windowId: string;
  browser: string;
  address: string;
}

/** Who is connected to a session. */
export interface Participant extends ClientInfo {
  id: string;
  kind: ParticipantKind;
  personId: string;
  personName: string;
  gatewayId: string;
  since: Date;
}
