import type { EventRecord } from "../sealing/batch-hash";

/** What the chain is made of, as its verifier gets it: from a database or from a file. UNTRUSTED, all of it. */

export interface BatchRow {
  kind: "batch";
  number: number;
  sealedAt: string;
  /** Of events. */
  count: number;
  previousHash: string;
  hash: string;
  /** 1: over the events' hashes. 2: over a Merkle root of events and ranges; what follows is only there. */
  format: number;
  ranges: number;
  rangesAfter: string | null;
  rangesThrough: string | null;
  root: string | null;
}
export interface LinkRow {
  kind: "link";
  batchNumber: number;
  position: number;
  eventId: string;
  eventHash: string;
  /** Null: there is no such event any more. */
  event: EventRecord | null;
}
/** An event that no batch has, or a note that waits for the sealer without its event. */
export interface LooseRow {
  kind: "loose";
  eventId: string;
  hasEvent: boolean;
  isPending: boolean;
  ageSeconds: number;
}
/** The ranges of one session that a batch seals. */
export interface SealRow {
  kind: "seals";
  batchNumber: number;
  position: number;
  sessionId: string;
  rangeIds: readonly string[];
  leafHashes: Uint8Array;
}

/** Each batch, by number, and after it its links and its seals of ranges, by position; then what is loose. */
export type ChainRow = BatchRow | LinkRow | SealRow | LooseRow;

/** How long an event or a range may wait for its seal, in seconds. */
export const UNSEALED_SECONDS = 10;
