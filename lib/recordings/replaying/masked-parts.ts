import { reading } from "@/lib/db/client";
import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import { LINES_BESIDE } from "../masking/mask-part-lines";
import { RecentParts } from "../masking/recent-parts";
import { type MadeSegment, pack, parsePart, type Segment, type SegmentLines } from "../segments/format";
import { findLines, findSegment, type Progress } from "../segments/store";
import { terminalWork } from "../terminal-work/terminal-work";

const recent = new RecentParts();

/** The segments of a recording that are in no stored one yet. */
export type TailParts = readonly Pick<MadeSegment, "segment" | "lines">[];

/**
 * A segment without its secrets, packed. The segments beside it are read too, never more.
 * @param packed the stored one; @param tail what comes after the stored ones, where it was made
 * @returns isFinal: no later output can change what of it is masked
 */
export async function maskedSegment(
  sessionId: string,
  number: number,
  { progress, tail, packed }: { progress: Progress; tail: TailParts; packed?: Uint8Array | undefined },
): Promise<{ packed: Uint8Array; isFinal: boolean }> {
  const isFinal = number + 1 < progress.segments || (progress.finishedAt !== null && packed !== undefined);
  const key = `${sessionId} ${number}`;
  const kept = isFinal ? recent.get(key) : undefined;
  if (kept) return { packed: kept, isFinal };
  const read = (wanted: number) => segmentOf(sessionId, wanted, progress, tail);
  const segment = packed ? await parsePart<Segment>(packed) : await read(number);
  if (!segment) throw new TypeError("a segment that was found is missing");
  const [before, after] = await Promise.all([read(number - 1), read(number + 1)]);
  const masked = await terminalWork("replay").maskSegment({ before, segment, after });
  const result = masked === segment && packed ? Buffer.from(packed) : await pack(masked);
  if (isFinal) recent.put(key, result);
  return { packed: result, isFinal };
}

async function segmentOf(
  sessionId: string,
  number: number,
  progress: Progress,
  tail: TailParts,
): Promise<Segment | undefined> {
  if (number < 0) return undefined;
  if (number >= progress.segments) return tail.find(({ segment }) => segment.number === number)?.segment;
  const packed = await findSegment(reading(), sessionId, number);
  return packed && parsePart<Segment>(packed);
}

/** Lines without their secrets. @param lines of one part, stored or made */
export async function maskedLines<T extends SegmentLines>(
  sessionId: string,
  part: T,
  { progress, tail }: { progress: Progress; tail: TailParts },
): Promise<T> {
  const read = async (number: number): Promise<readonly TranscriptLine[]> => {
    if (number < 0) return [];
    if (number >= progress.segments)
      return tail.find(({ segment }) => segment.number === number)?.lines ?? [];
    const packed = await findLines(reading(), sessionId, { number });
    return packed ? (await parsePart<SegmentLines>(packed)).lines : [];
  };
  const [before, after] = await Promise.all([read(part.number - 1), read(part.number + 1)]);
  const lines = await terminalWork("replay").maskPartLines(part.lines, {
    before: before.slice(-LINES_BESIDE),
    after: after.slice(0, LINES_BESIDE),
  });
  return { ...part, lines };
}
