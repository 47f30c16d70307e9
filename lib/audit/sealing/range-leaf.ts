import { createHash } from "node:crypto";
import type { RangeKind } from "@/lib/recorded-ranges/range";
import { type Hash, hashLeaf } from "../merkle/tree";

/** A recorded range as it is sealed: every column, numbers and the instant as text, so that nothing is rounded. */
export interface SealedRange {
  sessionId: string;
  id: string;
  epoch: number;
  kind: RangeKind;
  firstSequence: string;
  lastSequence: string;
  byteCount: number;
  /** `2026-11-23T17:00:00.123Z` */
  at: string;
  /**
   * SHA-256 of the bytes in hex, wherever they lie; null: it has none, as the input of a rule that does not record it.
   */
  bytesSha256: string | null;
}

/**
 * A range as a leaf of its batch. The first line keeps it apart from an event's leaf; what follows the session has no
 * line ends in it, so two ranges never share a text. `RANGE_LEAF` is the same in SQL: a test compares them.
 */
export function rangeLeaf(range: SealedRange): Hash {
  const { sessionId, id, epoch, kind, firstSequence, lastSequence, byteCount, at, bytesSha256 } = range;
  const lines = [sessionId, id, epoch, kind, firstSequence, lastSequence, byteCount, at, bytesSha256 ?? "-"];
  return hashLeaf(Buffer.from(["range", ...lines].join("\n")));
}

export function hashBytes(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A range's instant as it is sealed; `g` is the range's table. */
export const RANGE_AT = `to_char(g.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * SQL for the leaf of a range, so that its bytes need not leave the database, or be in it; `g` is the range's table.
 */
export const RANGE_LEAF = `sha256('\\x00'::bytea || convert_to(concat_ws(e'\\n', 'range', g.session_id, g.id, g.epoch, g.kind,
  g.first_sequence, g.last_sequence, g.byte_count, ${RANGE_AT}, coalesce(encode(coalesce(sha256(g.bytes), g.moved_sha256), 'hex'), '-')), 'UTF8'))`;
