import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";
import { GLASS_TEXT } from "@/lib/requests/glass/rules";
import { GLASS_VERDICTS } from "@/lib/requests/glass/views";
import { judgeGlass } from "@/lib/reviews/judging/judge-glass";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({
    requestId: typedId("request"),
    verdict: z.enum(GLASS_VERDICTS),
    reason: typedText(GLASS_TEXT.verdict.min, GLASS_TEXT.verdict.max),
  }),
  handle: judgeGlass,
});
