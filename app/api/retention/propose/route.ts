import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { proposeRule } from "@/lib/keeping/retention/propose-rule";
import { RULE_REASON_LIMITS } from "@/lib/keeping/retention/rules";
import { typedText } from "@/lib/kernel/text";
import { PROTECTIONS } from "@/lib/nodes/views";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({
    protection: z.enum(PROTECTIONS),
    // The rule itself says which days can be.
    days: z.int().nullable(),
    reason: typedText(0, RULE_REASON_LIMITS.max),
  }),
  handle: proposeRule,
});
