import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";
import { requestEnd } from "@/lib/sessions/ending/request-end";

/**
 * `reason` is what a person says; which reason the row gets is worked out from who they are. Without confirmed
 * groups: ending access must work while the identity provider does not answer.
 */
export const POST = postRoute({
  input: z.strictObject({ sessionId: typedId("session"), reason: typedText(0, 500).optional() }),
  handle: (actor, { sessionId, reason }) =>
    requestEnd(actor, reason === undefined ? { sessionId } : { sessionId, note: reason }),
});
