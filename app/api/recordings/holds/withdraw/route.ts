import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { withdrawLifting } from "@/lib/keeping/hold/lift-hold";
import { typedId } from "@/lib/kernel/text";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({ liftingId: typedId("lifting") }),
  handle: withdrawLifting,
});
