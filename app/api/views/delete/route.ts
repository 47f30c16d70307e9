import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { typedId } from "@/lib/kernel/text";
import { deleteView } from "@/lib/overview/saved-views/delete-view";

export const POST = postRoute({
  input: z.strictObject({ viewId: typedId("savedView") }),
  handle: deleteView,
});
