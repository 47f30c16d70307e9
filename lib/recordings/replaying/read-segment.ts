import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { clearUntil } from "../masking/clearance";
import { pack, parsePart, SEGMENT_VERSION, type SegmentLines } from "../segments/format";
import { findLines, findSegment, findSegmentAt, findSegmentOfLine, type Progress } from "../segments/store";
import { findShownLines, findShownSegment } from "../stored-masks/store";
import { maskedLines, maskedSegment } from "./masked-parts";
import { readTail, type Tail } from "./read-tail";
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
 * One segment, its secrets masked unless the person has unmasked the recording.
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
  const tail = await tailOf(sessionId, progress, place);
  return shownSegment(actor, sessionId, place, { progress, tail });
}

/** The same for somebody whose replay is on record. @param tail what is not stored yet, where it was made */
export async function shownSegment(
  actor: PersonActor,
  sessionId: SessionId,
  place: SegmentPlace,
  { progress, tail: unplaced }: { progress: Progress; tail: Tail | undefined },
): Promise<PackedPart> {
  const tail = placedParts(progress, unplaced);
  const isClear = (await clearUntil(actor, sessionId)) !== null;
  const made = partAt(tail, place);
  if (made) {
    if (isClear) return { packed: await pack(made.segment), isFinal: false };
    return maskedSegment(sessionId, made.segment.number, { progress, tail });
  }
  const tx = reading();
  if (isClear) {
    const packed = await ("ms" in place
      ? findSegmentAt(tx, sessionId, place.ms)
      : findSegment(tx, sessionId, place.number));
    return { packed: packed ?? notThere("segment"), isFinal: true };
  }
  const { number, packed, isMasked } = (await findShownSegment(tx, sessionId, place)) ?? notThere("segment");
  return isMasked ? { packed, isFinal: true } : maskedSegment(sessionId, number, { progress, tail, packed });
}

function notThere(what: "segment" | "lines"): never {
  throw new AppError("NOT_FOUND", `no such ${what}`);
}

/**
 * The lines that were left while a segment lasted, their secrets masked as in `readSegment`.
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
  const isClear = (await clearUntil(actor, sessionId)) !== null;
  const tail = placedParts(progress, await tailOf(sessionId, progress, place));
  const made = partAt(tail, place);
  if (made) {
    const { segment, lines, firstLine } = made;
    const value = { version: SEGMENT_VERSION, number: segment.number, firstLine, lines };
    const shown = isClear ? value : await maskedLines(sessionId, value, { progress, tail });
    return { packed: await pack(shown), isFinal: false };
  }
  const tx = reading();
  const stands =
    "line" in place ? ((await findSegmentOfLine(tx, sessionId, place.line)) ?? notThere("lines")) : place;
  if (isClear)
    return { packed: (await findLines(tx, sessionId, stands)) ?? notThere("lines"), isFinal: true };
  const { packed, isMasked } = (await findShownLines(tx, sessionId, stands)) ?? notThere("lines");
  if (isMasked) return { packed, isFinal: true };
  const part = await parsePart<SegmentLines>(packed);
  const isFinal = part.number + 1 < progress.segments || progress.finishedAt !== null;
  return { packed: await pack(await maskedLines(sessionId, part, { progress, tail })), isFinal };
}

type PlacedPart = Tail["made"][number] & { firstLine: number };

/** What is not stored yet, unless the place and what follows it lie before that. */
async function tailOf(
  sessionId: string,
  progress: Progress,
  place: SegmentPlace | { line: number },
): Promise<Tail | undefined> {
  const isStored =
    progress.finishedAt !== null || ("number" in place && place.number + 1 < progress.segments);
  return isStored ? undefined : readTail(sessionId, progress);
}

function placedParts(progress: Progress, tail: Tail | undefined): PlacedPart[] {
  let firstLine = progress.lines;
  return (tail?.made ?? []).map((part) => {
    const placed = { ...part, firstLine };
    firstLine += part.lines.length;
    return placed;
  });
}

function partAt(tail: readonly PlacedPart[], place: SegmentPlace | { line: number }): PlacedPart | undefined {
  if ("number" in place) return tail.find(({ segment }) => segment.number === place.number);
  if ("line" in place) return tail.findLast((part) => part.firstLine <= place.line);
  return tail.findLast(({ segment }) => segment.fromMs <= place.ms);
}
