import { isIP } from "node:net";
import { z } from "zod";

/** Networks of one's own: addresses and ranges with commas between them. */
export const networks = z.string().transform((text, context) => {
  const list = text.split(",").map((entry) => entry.trim());
  if (list.every(isNetwork)) return list;
  context.addIssue({ code: "custom", message: "must be addresses and ranges with commas between them" });
  return z.NEVER;
});

function isNetwork(entry: string): boolean {
  const [address = "", bits, ...more] = entry.split("/");
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
