import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { askDeletion } from "@/lib/keeping/deletion/ask-deletion";
import { DELETION_LIMITS } from "@/lib/keeping/deletion/rules";
import { typedId, typedText } from "@/lib/kernel/text";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({ sessionId: typedId("session"), reason: typedText(0, DELETION_LIMITS.max) }),
  handle: askDeletion,
});
