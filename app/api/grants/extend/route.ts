import { z } from "zod";
import { extendGrant } from "@/lib/grants/requesting/extend-grant";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";
import { TEXT_LIMITS } from "@/lib/requests/rules";

export const POST = postRoute({
  input: z.strictObject({
    grantId: typedId("grant"),
    justification: typedText(TEXT_LIMITS.justification.min, TEXT_LIMITS.justification.max),
    windowSeconds: z.int(),
  }),
  handle: extendGrant,
});
