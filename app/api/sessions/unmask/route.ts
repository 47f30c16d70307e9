import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";
import { UNMASKING_LIMITS } from "@/lib/reviews/rules";
import { unmaskRecording } from "@/lib/reviews/unmasking/unmask-recording";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({ sessionId: typedId("session"), reason: typedText(0, UNMASKING_LIMITS.max) }),
  handle: unmaskRecording,
});
