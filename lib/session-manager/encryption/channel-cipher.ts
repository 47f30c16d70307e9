import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { ChannelKey } from "./channel-key";
import { EncryptionError } from "./faults";
import { SeenNonces } from "./seen-nonces";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM as agent and client use it: nonce, ciphertext, tag; no additional data. One half of the key for each
 * direction, so that nothing of ours comes back as the node's.
 */
export class ChannelCipher {
  readonly #key: ChannelKey;
  readonly #seen = new SeenNonces();
  readonly #random: (bytes: number) => Uint8Array;

  /** @param random of so many bytes; each nonce is a new one, also of a successor under the same key */
  constructor(key: ChannelKey, random: (bytes: number) => Uint8Array = randomBytes) {
    this.#key = key;
    this.#random = random;
  }

  /**
   * Reads what the node encrypted. UNTRUSTED until it returns.
   * @param sequence the message's number: under another one the same payload is refused
   * @throws EncryptionError ENCRYPTION_PAYLOAD_SHORT | ENCRYPTION_TAG_WRONG | ENCRYPTION_NONCE_REPEATED
   */
  open(payload: Uint8Array, sequence: number): Uint8Array {
    if (payload.byteLength < NONCE_BYTES + TAG_BYTES)
      throw new EncryptionError("ENCRYPTION_PAYLOAD_SHORT", `message ${sequence} is not encrypted`);
    const nonce = payload.subarray(0, NONCE_BYTES);
    const end = payload.byteLength - TAG_BYTES;
    const decipher = createDecipheriv("aes-256-gcm", ChannelKey.fromNode(this.#key), nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(payload.subarray(end));
    const opened = decipher.update(payload.subarray(NONCE_BYTES, end));
    try {
      decipher.final();
    } catch (cause) {
      opened.fill(0);
      throw new EncryptionError("ENCRYPTION_TAG_WRONG", `message ${sequence} is not of the session's key`, {
        cause,
      });
    }
    if (this.#seen.accept(nonce, sequence)) return opened;
    throw new EncryptionError("ENCRYPTION_NONCE_REPEATED", `message ${sequence} is an earlier one`);
  }

  /** Encrypts what goes to the node. */
  seal(payload: Uint8Array): Uint8Array {
    const nonce = this.#random(NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", ChannelKey.toNode(this.#key), nonce, {
      authTagLength: TAG_BYTES,
    });
    const sealed = cipher.update(payload);
    cipher.final();
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
  }

  /** Overwrites the key. */
  destroy(): void {
    this.#key.destroy();
  }
}
