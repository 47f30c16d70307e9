import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";
import { NOTE_LIMITS } from "@/lib/reviews/noting/rules";
import { writeNote } from "@/lib/reviews/noting/write-note";

const moment = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const POST = postRoute({
  confirm: true,
  input: z.strictObject({
    sessionId: typedId("session"),
    fromMs: moment,
    toMs: moment,
    text: typedText(NOTE_LIMITS.min, NOTE_LIMITS.max),
  }),
  handle: writeNote,
});
