/** The reading half of the encryption that browsers have for push messages (RFC 8188, RFC 8291). */
declare module "http_ece" {
  import type { ECDH } from "node:crypto";

  function decrypt(
    body: Uint8Array,
    options: { version: "aes128gcm"; privateKey: ECDH; authSecret: string },
  ): Buffer;
  export default { decrypt };
}
