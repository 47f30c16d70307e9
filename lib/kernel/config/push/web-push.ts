import { createECDH } from "node:crypto";
import { z } from "zod";

/** The services that browsers' makers run: a browser names the address at which it is reached, and it is at one of these. */
const KNOWN_SERVICES = [
  "https://fcm.googleapis.com",
  "https://updates.push.services.mozilla.com",
  "https://*.push.apple.com",
  "https://*.notify.windows.com",
];

const BASE64URL = /^[\w-]+$/;

/** An uncompressed point of P-256, as the VAPID of Web Push has it (RFC 8292). */
export const pushPublicKey = z
  .string()
  .refine((text) => BASE64URL.test(text) && Buffer.from(text, "base64url").length === 65, {
    message: "must be 65 bytes in base64url, as `npx web-push generate-vapid-keys` prints them",
  });
export const pushPrivateKey = z
  .string()
  .refine((text) => BASE64URL.test(text) && Buffer.from(text, "base64url").length === 32, {
    message: "must be 32 bytes in base64url, as `npx web-push generate-vapid-keys` prints them",
  });
/** Whether two keys are halves of one. */
export function isPushKeyPair(privateKey: string, publicKey: string): boolean {
  const pair = createECDH("prime256v1");
  try {
    pair.setPrivateKey(Buffer.from(privateKey, "base64url"));
  } catch {
    // A number that is no key of this curve.
    return false;
  }
  return pair.getPublicKey().equals(Buffer.from(publicKey, "base64url"));
}

/** To whom a push service turns when something is wrong with what we send. */
export const pushContact = z
  .string()
  .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, "must be mailto:… or an https address");

/** Origins with commas between them; `*.` stands for one or more names before the rest. */
export const pushServices = z
  .string()
  .default(KNOWN_SERVICES.join(","))
  .transform((text, context) => {
    const list = text.split(",").map((entry) => entry.trim());
    if (list.every((entry) => /^https?:\/\/(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/.test(entry))) return list;
    context.addIssue({
      code: "custom",
      message: "must be origins with commas between them, such as https://*.push.apple.com",
    });
    return z.NEVER;
  });

/**
 * Whether a browser may be reached at an address: it is hostile, since whoever is signed in sends what they like.
 * @param services as the settings have them
 */
export function isPushAddress(services: readonly string[], address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, username, password, hash, protocol, host } = new URL(address);
  if (username !== "" || password !== "" || hash !== "") return false;
  return services.some((service) => {
    const [scheme, name = ""] = service.split("//");
    if (!name.startsWith("*.")) return service === origin;
    return protocol === scheme && host.endsWith(name.slice(1));
  });
}
