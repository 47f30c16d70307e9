import { z } from "zod";
import { writeGlassNote } from "@/lib/grants/glass/write-note";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";
import { GLASS_TEXT } from "@/lib/requests/glass/rules";

export const POST = postRoute({
  input: z.strictObject({
    requestId: typedId("request"),
    note: typedText(GLASS_TEXT.note.min, GLASS_TEXT.note.max),
  }),
  handle: writeGlassNote,
});
