import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId } from "@/lib/kernel/text";
import { approveVersion } from "@/lib/policy/versions/decide-version";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({
    policyId: typedId("policyVersion"),
    insteadOf: z.int().min(1).max(2_147_483_647).nullable(),
  }),
  handle: approveVersion,
});
