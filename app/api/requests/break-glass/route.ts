import { z } from "zod";
import { breakGlass } from "@/lib/grants/glass/break-glass";
import { postRoute } from "@/lib/http/route";
import { osUserSchema } from "@/lib/kernel/config/os-user";
import { typedId, typedText } from "@/lib/kernel/text";
import { NODE_ID } from "@/lib/nodes/rules";
import { TEXT_LIMITS } from "@/lib/requests/rules";

export const POST = postRoute({
  confirm: true,
  isEmergency: async () => true,
  input: z.strictObject({
    nodeId: z.string().regex(NODE_ID),
    justification: typedText(TEXT_LIMITS.justification.min, TEXT_LIMITS.justification.max),
    incident: typedText(0, TEXT_LIMITS.incident.max).exactOptional(),
    windowSeconds: z.int(),
    osUser: osUserSchema.exactOptional(),
    confirmation: z.string().max(300),
    insteadOf: typedId("request").exactOptional(),
  }),
  handle: breakGlass,
});
