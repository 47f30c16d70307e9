import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { placeHold } from "@/lib/keeping/hold/place-hold";
import { HOLD_LIMITS } from "@/lib/keeping/hold/rules";
import { typedId, typedText } from "@/lib/kernel/text";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({ sessionId: typedId("session"), reason: typedText(0, HOLD_LIMITS.max) }),
  handle: placeHold,
});
