import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { pack, SEGMENT_VERSION } from "../segments/format";
import { findLines, findSegment, findSegmentAt, findSegmentOfLine, type Progress } from "../segments/store";
import { readTail } from "./read-tail";
import { replaying } from "./replaying";

/** Which part: by its number, or the last one that begins at or before a moment. */
export type SegmentPlace = { number: number } | { ms: number };

/** A part of a recording as it is sent: JSON, packed by brotli. */
export interface PackedPart {
  packed: Uint8Array;
  /** It will never be another: it may be kept. */
  isFinal: boolean;
}

/**
 * One segment.
 * @returns JSON of a `Segment`
 * @throws AppError ROLE_MISSING | NOT_FOUND when the session is not theirs to see, or there is no such segment (yet);
 *   RECORDING_MISSING
 */
export async function readSegment(
  actor: PersonActor,
  sessionId: SessionId,
  place: SegmentPlace,
): Promise<PackedPart> {
  const progress = await replaying(actor, sessionId, { always: false });
  const made = await tailOf(sessionId, progress, place);
  if (made) return { packed: await pack(made.segment), isFinal: false };
  const tx = reading();
  const stored = await ("ms" in place
    ? findSegmentAt(tx, sessionId, place.ms)
    : findSegment(tx, sessionId, place.number));
  if (!stored) throw new AppError("NOT_FOUND", "no such segment");
  return { packed: stored, isFinal: true };
}

/**
 * The lines that were left while a segment lasted.
 * @param place a segment's number, or that of a line in it
 * @returns JSON of `SegmentLines`
 * @throws AppError as `readSegment`
 */
export async function readLines(
  actor: PersonActor,
  sessionId: SessionId,
  place: SegmentPlace | { line: number },
): Promise<PackedPart> {
  const progress = await replaying(actor, sessionId, { always: false });
  const made = await tailOf(sessionId, progress, place);
  if (made) {
    const { segment, lines, firstLine } = made;
    const value = { version: SEGMENT_VERSION, number: segment.number, firstLine, lines };
    return { packed: await pack(value), isFinal: false };
  }
  const tx = reading();
  const number = "line" in place ? await findSegmentOfLine(tx, sessionId, place.line) : place;
  const stored = number && (await findLines(tx, sessionId, number));
  if (!stored) throw new AppError("NOT_FOUND", "no such lines");
  return { packed: stored, isFinal: true };
}

/** The part of what is not stored yet, if the place lies in it. */
async function tailOf(sessionId: string, progress: Progress, place: SegmentPlace | { line: number }) {
  const isStored = progress.finishedAt !== null || ("number" in place && place.number < progress.segments);
  const tail = isStored ? undefined : await readTail(sessionId, progress);
  let firstLine = progress.lines;
  const made = (tail?.made ?? []).map((part) => {
    const placed = { ...part, firstLine };
    firstLine += part.lines.length;
    return placed;
  });
  if ("number" in place) return made.find(({ segment }) => segment.number === place.number);
  if ("line" in place) return made.findLast((part) => part.firstLine <= place.line);
  return made.findLast(({ segment }) => segment.fromMs <= place.ms);
}
