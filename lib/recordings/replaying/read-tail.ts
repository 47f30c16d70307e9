import { readState } from "../segments/extend-segments";
import type { MadeSegment } from "../segments/format";
import { readItems } from "../segments/read-items";
import type { Progress } from "../segments/store";
import { terminalWork } from "../terminal-work/terminal-work";

/** As much as may be made into segments while somebody waits; more is left to the process that does it all the time. */
const TAIL_BYTES = 512 * 1024;

/** What was recorded and is in no stored segment yet, in segments that nobody keeps. */
export interface Tail {
  made: MadeSegment[];
  /** There is more than this. */
  isCut: boolean;
}

/**
 * The end of a recording that still grows, or whose segments are being made.
 * @returns undefined when all of it is in stored segments
 * @throws AppError RECORDING_UNREADABLE
 */
export async function readTail(sessionId: string, progress: Progress): Promise<Tail | undefined> {
  if (progress.finishedAt) return undefined;
  const state = await readState(progress);
  const page = await readItems({ sessionId, ...progress }, { bytes: TAIL_BYTES, isClosed: false });
  if (page.items.length === 0) return { made: [], isCut: !page.isEnd };
  const { made } = await terminalWork("replay").makeSegments(state, page.items, false);
  return { made, isCut: !page.isEnd };
}
