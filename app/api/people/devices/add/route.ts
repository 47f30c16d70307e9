import { headers } from "next/headers";
import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { addDevice } from "@/lib/inbox/devices/own-devices";
import { browserName } from "@/lib/kernel/browser-name";

const base64url = (bytes: number) =>
  z.string().refine((text) => /^[\w-]+$/.test(text) && Buffer.from(text, "base64url").length === bytes);

export const POST = postRoute({
  input: z.strictObject({
    address: z.string().min(1).max(2_000),
    publicKey: base64url(65),
    sharedSecret: base64url(16),
  }),
  handle: async (actor, input) => {
    const name = browserName((await headers()).get("user-agent") ?? undefined);
    return addDevice(actor, { ...input, name });
  },
});
