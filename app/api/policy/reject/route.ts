import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";
import { rejectVersion } from "@/lib/policy/versions/decide-version";
import { POLICY_REASON_LIMITS } from "@/lib/policy/versions/rules";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({
    policyId: typedId("policyVersion"),
    reason: typedText(0, POLICY_REASON_LIMITS.max),
  }),
  handle: rejectVersion,
});
