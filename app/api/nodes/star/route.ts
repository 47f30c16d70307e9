import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { starNode } from "@/lib/nodes/star-node";

export const POST = postRoute({
  input: z.strictObject({ nodeId: z.string().min(1).max(64), isStarred: z.boolean() }),
  handle: starNode,
});
