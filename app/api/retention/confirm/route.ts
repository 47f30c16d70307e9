import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { confirmRule } from "@/lib/keeping/retention/confirm-rule";
import { typedId } from "@/lib/kernel/text";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({ ruleId: typedId("retentionRule") }),
  handle: confirmRule,
});
