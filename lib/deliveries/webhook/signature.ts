import { createHmac } from "node:crypto";

/**
 * The headers of Standard Webhooks (https://www.standardwebhooks.com): whoever has the secret can tell that a message is
 * ours, when it was sent, and that it came before.
 * @param secret whsec_ and base64
 * @param id the same at each try
 * @param seconds since 1970, of this try
 */
export function signatureHeaders(
  secret: string,
  { id, seconds, body }: { id: string; seconds: number; body: string },
): Record<string, string> {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1,${signature}`,
  };
}
