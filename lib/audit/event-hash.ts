import { createHash } from "node:crypto";

/** An audit event as it is hashed: every column, instants and data as the text PostgreSQL gives, so nothing is rounded. */
export interface EventRecord {
  id: string;
  /** `2026-11-23T17:00:00.123456Z` */
  at: string;
  code: string;
  outcome: string;
  actorKind: string;
  actorId: string | null;
  requestId: string | null;
  grantId: string | null;
  sessionId: string | null;
  nodeId: string | null;
  personId: string | null;
  reviewId: string | null;
  /** The jsonb column's text. */
  data: string;
  origin: string | null;
}

/** What stands before the first batch. */
export const FIRST_HASH = "0".repeat(64);

/** SHA-256 of the event as JSON with sorted keys and no spaces. */
export function hashEvent(event: EventRecord): string {
  const sorted = Object.entries(event).sort(([one], [other]) => (one < other ? -1 : 1));
  return sha256(JSON.stringify(Object.fromEntries(sorted)));
}

/** SHA-256 over the previous batch's hash, this batch's number and time, and its events' hashes, a line each. */
export function hashBatch(batch: {
  number: number;
  sealedAt: string;
  previousHash: string;
  eventHashes: readonly string[];
}): string {
  return sha256([batch.previousHash, batch.number, batch.sealedAt, ...batch.eventHashes].join("\n"));
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
