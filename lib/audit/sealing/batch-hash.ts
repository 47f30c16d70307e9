import { createHash } from "node:crypto";
import { type Hash, hashLeaf } from "../merkle/tree";

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

/**
 * Hash of a batch of format 1: SHA-256 over the previous batch's hash, this batch's number and time, and its events'
 * hashes, a line each. Releases that sealed no ranges wrote it.
 */
export function hashEventBatch(batch: {
  number: number;
  sealedAt: string;
  previousHash: string;
  eventHashes: readonly string[];
}): string {
  return sha256([batch.previousHash, batch.number, batch.sealedAt, ...batch.eventHashes].join("\n"));
}

/** What the hash of a batch of format 2 is made of. */
export interface BatchHeader {
  /** From 1, without holes. */
  number: number;
  sealedAt: string;
  previousHash: string;
  /** How many events and recorded ranges. */
  events: number;
  ranges: number;
  /** The ranges are those numbered above the one and up to the other: decimal numbers. */
  rangesAfter: string;
  rangesThrough: string;
  /** Merkle root over the leaves of the events, then of the ranges, in hex. */
  root: string;
}

/** Hash of a batch of format 2: SHA-256 over the name of the format and the header, a line each. */
export function hashBatch(header: BatchHeader): string {
  const { previousHash, number, sealedAt, events, ranges, rangesAfter, rangesThrough, root } = header;
  const lines = [previousHash, number, sealedAt, events, ranges, rangesAfter, rangesThrough, root];
  return sha256(["halligan-batch-2", ...lines].join("\n"));
}

/** An event as a leaf of its batch. @param eventHash as `hashEvent` gives it */
export function eventLeaf(eventHash: string): Hash {
  return hashLeaf(Buffer.from(`event\n${eventHash}`));
}

/** A batch as a leaf of the log. @param batchHash of whatever format */
export function batchLeaf(batchHash: string): Hash {
  return hashLeaf(Buffer.from(batchHash, "hex"));
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
