import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { seeNotices } from "@/lib/inbox/notices/see-notices";
import { MOST_UNSEEN } from "@/lib/inbox/notices/views";
import { typedId } from "@/lib/kernel/text";

export const POST = postRoute({
  input: z.strictObject({ noticeIds: z.array(typedId("notice")).min(1).max(MOST_UNSEEN) }),
  handle: seeNotices,
});
