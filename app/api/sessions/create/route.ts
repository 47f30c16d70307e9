import { z } from "zod";
import { isEmergency } from "@/lib/grants/glass/is-emergency";
import { postRoute } from "@/lib/http/route";
import { typedId } from "@/lib/kernel/text";
import { NODE_ID } from "@/lib/nodes/rules";
import { createSession } from "@/lib/sessions/opening/create-session";

export const POST = postRoute({
  confirm: true,
  isEmergency,
  input: z.strictObject({
    grantId: typedId("grant"),
    nodeId: z.string().regex(NODE_ID),
    isContinued: z.boolean().exactOptional(),
  }),
  handle: createSession,
});
