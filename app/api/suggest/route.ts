import { z } from "zod";
import { readRoute } from "@/lib/http/read-route";
import { typedText } from "@/lib/kernel/text";
import { suggestNames } from "@/lib/overview/search/suggest-names";
import { SUGGESTED } from "@/lib/overview/search/views";

export const GET = readRoute({
  input: z.strictObject({ kind: z.enum(SUGGESTED), q: typedText(0, 200) }),
  handle: (actor, { kind, q }) => suggestNames(actor, { kind, text: q }),
});
