import { z } from "zod";
import { readRoute } from "@/lib/http/read-route";
import { typedId, typedText } from "@/lib/kernel/text";
import { suggestMentions } from "@/lib/reviews/noting/suggest-mentions";

export const GET = readRoute({
  input: z.strictObject({ sessionId: typedId("session"), q: typedText(0, 200) }),
  handle: suggestMentions,
});
