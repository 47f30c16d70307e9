import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId } from "@/lib/kernel/text";
import { remindApprovers } from "@/lib/requests/entries/remind-approvers";

export const POST = postRoute({
  input: z.strictObject({ requestId: typedId("request") }),
  handle: remindApprovers,
});
