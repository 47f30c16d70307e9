import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { askLifting } from "@/lib/keeping/hold/lift-hold";
import { HOLD_LIMITS } from "@/lib/keeping/hold/rules";
import { typedId, typedText } from "@/lib/kernel/text";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({ holdId: typedId("hold"), reason: typedText(0, HOLD_LIMITS.max) }),
  handle: askLifting,
});
