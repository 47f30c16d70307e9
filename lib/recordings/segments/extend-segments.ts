import { inTransaction, reading } from "@/lib/db/client";
import { markUngraded } from "@/lib/sessions/grades-store";
import { withBlocks } from "./blocks";
import { commandRows } from "./command-rows";

import { parseDark } from "./dark-rules";
import { type MadeSegment, pack, parsePart, SEGMENT_VERSION } from "./format";
import { readItems } from "./read-items";
import { firstState, type makeSegments, type SegmentState } from "./segmenter";
import {
  findProgress,
  insertCommands,
  insertSegments,
  lockProgress,
  type Progress,
  type SegmentRow,
  saveProgress,
} from "./store";

/** Makes segments as `makeSegments` does, wherever that is done. */
export type SegmentMaker = (
  ...given: Parameters<typeof makeSegments>
) => Promise<ReturnType<typeof makeSegments>>;

/** Bytes of output that are made into segments in one step and one transaction. */
const STEP_BYTES = 4 * 1024 * 1024;

/**
 * Makes the next segments of one recording. Another process that does the same meanwhile loses: what it made is thrown
 * away.
 * @returns whether there may be more
 * @throws AppError RECORDING_UNREADABLE; whatever the maker throws
 */
export async function extendSegments(
  { sessionId, isClosed }: { sessionId: string; isClosed: boolean },
  make: SegmentMaker,
): Promise<boolean> {
  const progress = await findProgress(reading(), sessionId);
  if (!progress || progress.finishedAt) return false;
  const state = await readState(progress);
  const page = await readItems({ sessionId, ...progress }, { bytes: STEP_BYTES, isClosed });
  const isFinished = isClosed && page.isEnd;
  if (page.items.length === 0 && !isFinished) return false;
  const result = await make(state, page.items, isFinished);
  const rows = await rowsOf(result.made, progress.lines);
  const commands = commandRows(result.made, progress.commands);
  const packed = isFinished ? null : await pack(result.state);
  return inTransaction(async (tx) => {
    const now = await lockProgress(tx, sessionId);
    if (now?.afterRangeId !== progress.afterRangeId || now.segments !== progress.segments || now.finishedAt)
      return false;
    await insertSegments(tx, sessionId, await withBlocks(tx, sessionId, rows));
    await insertCommands(tx, sessionId, commands);
    if (rows.some(hasHiddenInput)) await markUngraded(tx, sessionId);
    await saveProgress(tx, sessionId, {
      ...{ afterRangeId: page.afterRangeId, nextFrame: page.nextFrame },
      ...{ segments: progress.segments + rows.length, commands: progress.commands + commands.length },
      lines: progress.lines + rows.reduce((sum, { lineCount }) => sum + lineCount, 0),
      ...{ state: packed, isFinished },
    });
    return !page.isEnd;
  });
}

/** Where the next segment of a recording begins. */
export async function readState(progress: Progress): Promise<SegmentState> {
  if (progress.state === null) return firstState(progress);
  return parsePart<SegmentState>(progress.state);
}

/** Something was typed and not printed, outside full-screen programs. */
const hasHiddenInput = ({ summary }: SegmentRow): boolean =>
  summary.marks.some(([, , label]) => parseDark(label)?.isInProgram === false);

async function rowsOf(made: readonly MadeSegment[], linesBefore: number): Promise<SegmentRow[]> {
  const rows: SegmentRow[] = [];
  let firstLine = linesBefore;
  for (const { segment, lines, summary, outputBytes } of made) {
    const { number, fromMs, toMs } = segment;
    const [content, packedLines] = await Promise.all([
      pack(segment),
      pack({ version: SEGMENT_VERSION, number, firstLine, lines }),
    ]);
    rows.push({
      ...{ number, fromMs, toMs, outputBytes, content, summary },
      ...{ lines: packedLines, firstLine, lineCount: lines.length },
    });
    firstLine += lines.length;
  }
  return rows;
}
