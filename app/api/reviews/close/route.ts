import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";
import { closeReview } from "@/lib/reviews/close-review";
import { NOTES_LIMITS } from "@/lib/reviews/rules";
import { REVIEW_VERDICTS } from "@/lib/reviews/views";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({
    reviewId: typedId("review"),
    verdict: z.enum(REVIEW_VERDICTS),
    notes: typedText(NOTES_LIMITS.min, NOTES_LIMITS.max),
  }),
  handle: closeReview,
});
