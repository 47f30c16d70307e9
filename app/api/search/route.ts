import { z } from "zod";
import { readRoute } from "@/lib/http/read-route";
import { typedText } from "@/lib/kernel/text";
import { search } from "@/lib/overview/search/search";

export const GET = readRoute({
  input: z.strictObject({ q: typedText(1, 200) }),
  handle: (actor, { q }) => search(actor, { text: q }),
});
