import { maskBlock } from "../masking/mask-bytes";
import { maskPartLines } from "../masking/mask-part-lines";
import { maskLines } from "../masking/mask-text";
import { maskSegment, type SegmentPlaceInRecording } from "../masking/screen/mask-segment";
import type { Segment } from "../segments/format";
import { makeSegments } from "../segments/segmenter";

/** What takes long and needs nothing but what it is given. */
const WORK = {
  makeSegments,
  /** @returns null if there is nothing to mask: the segment need not be sent back */
  maskSegment: (place: SegmentPlaceInRecording): Segment | null => {
    const masked = maskSegment(place);
    return masked === place.segment ? null : masked;
  },
  maskLines,
  maskPartLines,
  maskBlock,
};

type Work = typeof WORK;

/** One piece of work, as it is sent to a thread. */
export type WorkStep = { [Name in keyof Work]: { name: Name; given: Parameters<Work[Name]> } }[keyof Work];

/** Does a piece of work, here and now. */
export function doWork(step: WorkStep): unknown {
  switch (step.name) {
    case "makeSegments":
      return WORK.makeSegments(...step.given);
    case "maskSegment":
      return WORK.maskSegment(...step.given);
    case "maskLines":
      return WORK.maskLines(...step.given);
    case "maskPartLines":
      return WORK.maskPartLines(...step.given);
    case "maskBlock":
      return WORK.maskBlock(...step.given);
  }
}

/** Whom somebody waits for: a player shows a part at once, an export takes its time. */
export type WorkFor = "replay" | "export";

type Doer = (step: WorkStep) => Promise<unknown>;

const here: Doer = async (step) => doWork(step);
let doers: Record<WorkFor, Doer> = { replay: here, export: here };

/** From now on work is done by these: a process that serves live terminals has threads for it. */
export function workBy(given: Record<WorkFor, Doer>): void {
  doers = given;
}

/**
 * The same work, wherever it is done.
 * @param whom who waits for it
 */
export function terminalWork(whom: WorkFor) {
  const ask = <Name extends keyof Work>(name: Name, ...given: Parameters<Work[Name]>) =>
    doers[whom]({ name, given } as WorkStep) as Promise<ReturnType<Work[Name]>>;
  return {
    makeSegments: (...given: Parameters<typeof makeSegments>) => ask("makeSegments", ...given),
    /** @returns the same segment if there is nothing to mask */
    maskSegment: async (place: SegmentPlaceInRecording): Promise<Segment> =>
      (await ask("maskSegment", place)) ?? place.segment,
    maskLines: (...given: Parameters<typeof maskLines>) => ask("maskLines", ...given),
    maskPartLines: (...given: Parameters<typeof maskPartLines>) => ask("maskPartLines", ...given),
    /** @returns as many bytes as the block has */
    maskBlock: async (before: Uint8Array, block: Uint8Array): Promise<Uint8Array> =>
      ask("maskBlock", before, block),
  };
}
