import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { MAX_VIEW_QUERY } from "@/lib/overview/saved-views/rules";
import { saveView } from "@/lib/overview/saved-views/save-view";
import { SAVED_LISTS } from "@/lib/overview/saved-views/views";

export const POST = postRoute({
  input: z.strictObject({
    list: z.enum(SAVED_LISTS),
    name: z.string().max(500),
    query: z.string().max(MAX_VIEW_QUERY),
    isReplacing: z.boolean().default(false),
  }),
  handle: saveView,
});
