import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId } from "@/lib/kernel/text";
import { withdrawRequest } from "@/lib/requests/withdraw-request";

export const POST = postRoute({
  input: z.strictObject({ requestId: typedId("request") }),
  handle: withdrawRequest,
});
