import { z } from "zod";
import { endGrant } from "@/lib/grants/end-grant";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";

/** Without confirmed groups: ending access must work while the identity provider does not answer. */
export const POST = postRoute({
  input: z.strictObject({ grantId: typedId("grant"), reason: typedText(0, 500).optional() }),
  handle: (actor, { grantId, reason }) =>
    endGrant(actor, reason === undefined ? { grantId } : { grantId, reason }),
});
