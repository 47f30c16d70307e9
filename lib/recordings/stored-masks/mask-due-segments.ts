import { inTransaction, reading } from "@/lib/db/client";
import { log } from "@/lib/kernel/log/log";
import { maskPartLines } from "../masking/mask-part-lines";
import { maskSegment } from "../masking/screen/mask-segment";
import { pack, parsePart, type Segment, type SegmentLines } from "../segments/format";
import {
  findClearSegments,
  findMaskProgress,
  findUnmasked,
  lockMaskProgress,
  type MaskedSegment,
  saveMasked,
} from "./store";

/** Recordings looked at in one round. */
const BATCH = 20;
/** Segments that are masked in one step and one transaction: half a second of work. */
const STEP_SEGMENTS = 8;
/** One that failed is left alone for so long: it is masked while somebody waits, as it is shown. */
const AGAIN_MS = 10 * 60_000;

const failedAt = new Map<string, number>();

/**
 * Masks segments that stand and keeps them so, that a replay waits for no masking: of each recording a few, in turn.
 * Nothing depends on it: what is not masked yet, or was by other rules, is masked when it is shown. One that fails holds
 * up no other.
 * @param isLeavingOff asked before each step: whether something else is to be done first
 */
export async function maskDueSegments(isLeavingOff: () => Promise<boolean>): Promise<void> {
  for (const [sessionId, at] of failedAt) if (Date.now() - at > AGAIN_MS) failedAt.delete(sessionId);
  for (let isMore = true; isMore; ) {
    isMore = false;
    const due = await findUnmasked(reading(), BATCH + failedAt.size);
    for (const sessionId of due.filter((id) => !failedAt.has(id))) {
      if (await isLeavingOff()) return;
      try {
        isMore = (await maskNextSegments(sessionId)) || isMore;
      } catch (error) {
        failedAt.set(sessionId, Date.now());
        log.error("segments can't be masked", { sessionId, error });
      }
    }
  }
}

/**
 * Masks the next segments of one recording. Another process that does the same meanwhile loses: what it made is thrown
 * away.
 * @returns whether there may be more
 */
export async function maskNextSegments(sessionId: string): Promise<boolean> {
  const progress = await findMaskProgress(reading(), sessionId);
  if (!progress) return false;
  const { masked, segments } = progress;
  const until = Math.min(segments, masked + STEP_SEGMENTS);
  if (until <= masked) return false;
  const stored = await findClearSegments(reading(), sessionId, { from: masked - 1, to: until });
  const parts = await Promise.all(
    stored.map(async ({ number, content, lines }) => ({
      number,
      segment: await parsePart<Segment>(content),
      lines: await parsePart<SegmentLines>(lines),
    })),
  );
  const made: MaskedSegment[] = [];
  for (const [index, { number, segment, lines }] of parts.entries()) {
    if (number < masked || number >= until) continue;
    const [before, after] = [parts[index - 1], parts[index + 1]];
    const shown = maskSegment({ before: before?.segment, segment, after: after?.segment });
    const texts = maskPartLines(lines.lines, {
      before: before?.lines.lines ?? [],
      after: after?.lines.lines ?? [],
    });
    made.push({
      number,
      content: shown === segment ? null : await pack(shown),
      lines: texts === lines.lines ? null : await pack({ ...lines, lines: texts }),
    });
  }
  return inTransaction(async (tx) => {
    const now = await lockMaskProgress(tx, sessionId);
    if (now?.masked !== masked) return false;
    if (made.length !== until - masked) throw new TypeError("segments that were counted are missing");
    await saveMasked(tx, sessionId, made, until);
    return until < now.segments;
  });
}
