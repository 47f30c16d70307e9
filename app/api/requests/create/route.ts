import { z } from "zod";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { postRoute } from "@/lib/http/route";
import { osUserSchema } from "@/lib/kernel/config/os-user";
import { typedText } from "@/lib/kernel/text";
import { NODE_ID } from "@/lib/nodes/rules";
import { selectorSchema } from "@/lib/nodes/selector-input";
import { MOST_NODES, TEXT_LIMITS } from "@/lib/requests/rules";
import { WINDOW_STARTS } from "@/lib/requests/views";

export const POST = postRoute({
  // Whether it names nodes or a selector, and not both, is the use case's rule.
  input: z.strictObject({
    nodeIds: z.array(z.string().regex(NODE_ID)).min(1).max(MOST_NODES).exactOptional(),
    selector: selectorSchema.exactOptional(),
    mostNodes: z.int().min(1).max(MOST_NODES).exactOptional(),
    justification: typedText(TEXT_LIMITS.justification.min, TEXT_LIMITS.justification.max),
    incident: typedText(0, TEXT_LIMITS.incident.max).exactOptional(),
    windowSeconds: z.int(),
    osUser: osUserSchema.exactOptional(),
    windowStart: z.enum(WINDOW_STARTS).default("approval"),
  }),
  handle: createRequest,
});
