import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId } from "@/lib/kernel/text";
import { openRequest } from "@/lib/requests/entries/open-request";

export const POST = postRoute({
  input: z.strictObject({ requestId: typedId("request") }),
  handle: openRequest,
});
