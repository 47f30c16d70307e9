import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { withdrawDeletion } from "@/lib/keeping/deletion/confirm-deletion";
import { typedId } from "@/lib/kernel/text";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({ deletionId: typedId("deletion") }),
  handle: withdrawDeletion,
});
