import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { askOpening } from "@/lib/keeping/input-opening/ask-opening";
import { OPENING_LIMITS } from "@/lib/keeping/input-opening/rules";
import { typedId, typedText } from "@/lib/kernel/text";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({ sessionId: typedId("session"), reason: typedText(0, OPENING_LIMITS.max) }),
  handle: askOpening,
});
