import { z } from "zod";
import { createRequest } from "@/lib/grants/create-request";
import { postRoute } from "@/lib/http/route";
import { typedText } from "@/lib/kernel/text";
import { NODE_ID } from "@/lib/nodes/rules";
import { MOST_NODES, TEXT_LIMITS } from "@/lib/requests/rules";

export const POST = postRoute({
  input: z.strictObject({
    nodeIds: z.array(z.string().regex(NODE_ID)).min(1).max(MOST_NODES),
    justification: typedText(TEXT_LIMITS.justification.min, TEXT_LIMITS.justification.max),
    incident: typedText(0, TEXT_LIMITS.incident.max).optional(),
    windowSeconds: z.int(),
  }),
  handle: (actor, { incident, ...input }) =>
    createRequest(actor, incident === undefined ? input : { ...input, incident }),
});
