import { z } from "zod";
import { decideRequest } from "@/lib/grants/decide-request";
import { postRoute } from "@/lib/http/route";
import { osUserSchema } from "@/lib/kernel/config/os-user";
import { typedId, typedText } from "@/lib/kernel/text";
import { NODE_ID } from "@/lib/nodes/rules";
import { MOST_NODES, TEXT_LIMITS } from "@/lib/requests/rules";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({
    requestId: typedId("request"),
    version: z.int().min(1),
    requestHash: z.string().regex(/^[0-9a-f]{64}$/),
    verdict: z.enum(["approve", "deny"]),
    windowSeconds: z.int().exactOptional(),
    nodeIds: z.array(z.string().regex(NODE_ID)).min(1).max(MOST_NODES).exactOptional(),
    mostNodes: z.int().min(1).max(MOST_NODES).exactOptional(),
    osUser: osUserSchema.exactOptional(),
    comment: typedText(0, TEXT_LIMITS.comment.max).exactOptional(),
  }),
  handle: decideRequest,
});
