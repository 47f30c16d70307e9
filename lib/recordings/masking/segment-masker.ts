import type { Segment } from "../segments/format";
import { maskSegment, type SegmentPlaceInRecording } from "./screen/mask-segment";

/** Masks a segment as `maskSegment` does, wherever that is done. */
export type SegmentMasker = (place: SegmentPlaceInRecording) => Promise<Segment>;

let masker: SegmentMasker = async (place) => maskSegment(place);

/** From now on segments are masked by this one: a process that serves live terminals has a thread for it. */
export function maskBy(given: SegmentMasker): void {
  masker = given;
}

/** @returns the same segment if there is nothing to mask */
export function maskElsewhere(place: SegmentPlaceInRecording): Promise<Segment> {
  return masker(place);
}
