import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId, typedText } from "@/lib/kernel/text";
import { WRITTEN_KINDS } from "@/lib/requests/entries/views";
import { writeEntry } from "@/lib/requests/entries/write-entry";
import { TEXT_LIMITS } from "@/lib/requests/rules";

export const POST = postRoute({
  input: z.strictObject({
    requestId: typedId("request"),
    kind: z.enum(WRITTEN_KINDS),
    text: typedText(TEXT_LIMITS.entry.min, TEXT_LIMITS.entry.max),
    questionId: typedId("requestEntry").exactOptional(),
  }),
  handle: writeEntry,
});
