import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { clearUntil } from "../masking/clearance";
import { pack, SEGMENT_VERSION, type Segment, type SegmentLines } from "../segments/format";
import { findLines, findSegment, findSegmentAt, findSegmentOfLine, type Progress } from "../segments/store";
import { maskedLines, maskedSegment, parse } from "./masked-parts";
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
  const isClear = (await clearUntil(actor, sessionId)) !== null;
  const tail = await tailOf(sessionId, progress, place);
  const made = partAt(tail, place);
  if (made) {
    if (isClear) return { packed: await pack(made.segment), isFinal: false };
    return maskedSegment(sessionId, made.segment.number, { progress, tail });
  }
  const tx = reading();
  const stored = await ("ms" in place
    ? findSegmentAt(tx, sessionId, place.ms)
    : findSegment(tx, sessionId, place.number));
  if (!stored) throw new AppError("NOT_FOUND", "no such segment");
  if (isClear) return { packed: stored, isFinal: true };
  const { number } = "ms" in place ? await parse<Segment>(stored) : place;
  return maskedSegment(sessionId, number, { progress, tail, packed: stored });
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
  const tail = await tailOf(sessionId, progress, place);
  const made = partAt(tail, place);
  if (made) {
    const { segment, lines, firstLine } = made;
    const value = { version: SEGMENT_VERSION, number: segment.number, firstLine, lines };
    const shown = isClear ? value : await maskedLines(sessionId, value, { progress, tail });
    return { packed: await pack(shown), isFinal: false };
  }
  const tx = reading();
  const number = "line" in place ? await findSegmentOfLine(tx, sessionId, place.line) : place;
  const stored = number && (await findLines(tx, sessionId, number));
  if (!stored) throw new AppError("NOT_FOUND", "no such lines");
  if (isClear) return { packed: stored, isFinal: true };
  const part = await parse<SegmentLines>(stored);
  const isFinal = part.number + 1 < progress.segments || progress.finishedAt !== null;
  return { packed: await pack(await maskedLines(sessionId, part, { progress, tail })), isFinal };
}

type PlacedPart = Tail["made"][number] & { firstLine: number };

/** What is not stored yet, unless the place and what follows it lie before that. */
async function tailOf(
  sessionId: string,
  progress: Progress,
  place: SegmentPlace | { line: number },
): Promise<PlacedPart[]> {
  const isStored =
    progress.finishedAt !== null || ("number" in place && place.number + 1 < progress.segments);
  const tail = isStored ? undefined : await readTail(sessionId, progress);
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
