import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedText } from "@/lib/kernel/text";
import { POLICY_LIMITS } from "@/lib/policy/text/cut";
import { proposeVersion } from "@/lib/policy/versions/propose-version";
import { POLICY_REASON_LIMITS } from "@/lib/policy/versions/rules";

/** As many rules as there may be, as JSON writes them. */
const MOST_BYTES = 1_048_576;

export const POST = postRoute({
  confirm: true,
  mostBytes: MOST_BYTES,
  input: z.strictObject({
    // What is wrong with a text is said with its place, by whoever checks it.
    files: z
      .array(z.strictObject({ name: z.string().max(100), text: z.string().max(POLICY_LIMITS.setBytes) }))
      .max(POLICY_LIMITS.files),
    reason: typedText(0, POLICY_REASON_LIMITS.max),
  }),
  handle: proposeVersion,
});
