import { z } from "zod";
import { decideRequest } from "@/lib/grants/decide-request";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";
import { TEXT_LIMITS } from "@/lib/requests/rules";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({
    requestId: typedId("request"),
    version: z.int().min(1),
    verdict: z.enum(["approve", "deny"]),
    windowSeconds: z.int().optional(),
    comment: typedText(0, TEXT_LIMITS.comment.max).optional(),
  }),
  handle: (actor, { windowSeconds, comment, ...input }) =>
    decideRequest(actor, {
      ...input,
      ...(windowSeconds === undefined ? {} : { windowSeconds }),
      ...(comment === undefined ? {} : { comment }),
    }),
});
