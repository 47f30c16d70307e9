import { reading } from "@/lib/db/client";
import { AppError } from "@/lib/kernel/errors";
import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import { isBeingDeleted } from "../deleted/store";
import { readState } from "../segments/extend-segments";
import { type MadeSegment, parsePart, type Segment, type SegmentLines } from "../segments/format";
import { readItems } from "../segments/read-items";
import { findLines, findSegment, type Progress } from "../segments/store";
import { findShownSegment } from "../stored-masks/store";
import { terminalWork } from "../terminal-work/terminal-work";

/** Bytes of output that are made into segments at once, where they are in no stored one. */
const STEP_BYTES = 1024 * 1024;

/** What is exported: how far its segments are made, and whether nothing is added to it any more. */
export interface Exported {
  sessionId: string;
  progress: Progress;
  isClosed: boolean;
}

/**
 * What was read of a recording, and at its end a look whether the recording is still there: while it is being deleted it
 * would seem to end earlier.
 * @throws AppError RECORDING_DELETED
 */
export async function* ofWholeRecording<T>(sessionId: string, items: AsyncIterable<T>): AsyncGenerator<T> {
  yield* items;
  if (await isBeingDeleted(reading(), sessionId))
    throw new AppError(
      "RECORDING_DELETED",
      `the recording of ${sessionId} was deleted while it was exported`,
    );
}

/** The stored segments of a recording, without masks. @throws AppError RECORDING_UNREADABLE */
export async function* recordedSegments({ sessionId, progress }: Exported): AsyncGenerator<Segment> {
  for (let number = 0; number < progress.segments; number += 1) {
    const packed = await findSegment(reading(), sessionId, number);
    if (!packed) throw new AppError("RECORDING_UNREADABLE", `segment ${number} of ${sessionId} is missing`);
    yield await parsePart<Segment>(packed);
  }
}

/** The stored segments of a recording whose masked form is kept of each. @throws AppError RECORDING_UNREADABLE */
export async function* maskedSegments({ sessionId, progress }: Exported): AsyncGenerator<Segment> {
  for (let number = 0; number < progress.segments; number += 1) {
    const found = await findShownSegment(reading(), sessionId, { number });
    if (!found?.isMasked)
      throw new AppError("RECORDING_UNREADABLE", `segment ${number} of ${sessionId} is missing`);
    yield await parsePart<Segment>(found.packed);
  }
}

/** The stored lines of a recording, segment by segment, without masks. @throws AppError RECORDING_UNREADABLE */
export async function* recordedLines({
  sessionId,
  progress,
}: Exported): AsyncGenerator<readonly TranscriptLine[]> {
  for (let number = 0; number < progress.segments; number += 1) {
    const packed = await findLines(reading(), sessionId, { number });
    if (!packed)
      throw new AppError("RECORDING_UNREADABLE", `lines of segment ${number} of ${sessionId} are missing`);
    yield (await parsePart<SegmentLines>(packed)).lines;
  }
}

/** What is in no stored segment, without masks; lines that still stand on the screen are taken too. */
export async function* unstoredParts({
  sessionId,
  progress,
  isClosed,
}: Exported): AsyncGenerator<MadeSegment> {
  if (progress.finishedAt) return;
  const { makeSegments } = terminalWork("export");
  const { startedAt } = progress;
  let state = await readState(progress);
  let from: Pick<Progress, "afterRangeId" | "nextFrame"> = progress;
  for (;;) {
    const page = await readItems({ sessionId, startedAt, ...from }, { bytes: STEP_BYTES, isClosed });
    const result = await makeSegments(state, page.items, page.isEnd);
    yield* result.made;
    if (page.isEnd) return;
    state = result.state;
    from = page;
  }
}
