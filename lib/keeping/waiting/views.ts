/** Something about recordings that waits for a second person. */
export interface WaitingForSecond {
  id: string;
  kind: "deletion" | "lifting" | "opening" | "rule";
  /** Whose page has it; null: of a rule of retention, the page of those. */
  sessionId: string | null;
  nodeName: string | null;
  /** Whose session it was. */
  ownerName: string | null;
  /** Of a rule: production or staging, and its days; null days: without end. */
  protection: string | null;
  days: number | null;
  askedByName: string;
  reason: string;
  askedAt: Date;
  expiresAt: Date;
}
