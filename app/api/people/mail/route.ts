import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { chooseMail } from "@/lib/inbox/deliveries/choose-mail";

export const POST = postRoute({
  input: z.strictObject({ isWanted: z.boolean() }),
  handle: (actor, input) => chooseMail(actor, input),
});
