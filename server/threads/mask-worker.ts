import { maskSegment, type SegmentPlaceInRecording } from "@/lib/recordings/masking/screen/mask-segment";
import { answerSteps } from "./answer-steps";

/** What masking a segment gives; null: it has nothing to mask. */
export type MaskAnswer = ReturnType<typeof maskSegment> | null;

answerSteps((place: SegmentPlaceInRecording): MaskAnswer => {
  const masked = maskSegment(place);
  return masked === place.segment ? null : masked;
});
