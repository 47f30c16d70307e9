import { makeSegments } from "@/lib/recordings/segments/segmenter";
import { answerSteps } from "./answer-steps";

answerSteps((step: Parameters<typeof makeSegments>) => makeSegments(...step));
