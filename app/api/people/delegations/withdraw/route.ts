import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { withdrawDelegation } from "@/lib/inbox/delegating/withdraw-delegation";

export const POST = postRoute({
  input: z.strictObject({ delegationId: z.string().max(64) }),
  handle: (actor, input) => withdrawDelegation(actor, input),
});
