import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId } from "@/lib/kernel/text";
import { withdrawNote } from "@/lib/reviews/noting/withdraw-note";

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({ sessionId: typedId("session"), noteId: typedId("auditEvent") }),
  handle: withdrawNote,
});
