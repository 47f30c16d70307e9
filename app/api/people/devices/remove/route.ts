import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { removeDevice } from "@/lib/inbox/devices/own-devices";

export const POST = postRoute({
  input: z.strictObject({ deviceId: z.string().max(64) }),
  handle: (actor, input) => removeDevice(actor, input),
});
