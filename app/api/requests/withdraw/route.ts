import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { withdrawRequest } from "@/lib/requests/withdraw-request";

export const POST = postRoute({
  input: z.strictObject({ requestId: z.string().max(64) }),
  handle: withdrawRequest,
});
