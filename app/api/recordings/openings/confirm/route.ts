import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { confirmOpening } from "@/lib/keeping/input-opening/confirm-opening";
import { typedId } from "@/lib/kernel/text";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({ openingId: typedId("opening") }),
  handle: confirmOpening,
});
