import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
const NONCE = 12;
const TAG = 16;

/**
 * The agent's end of an encrypted channel: it encrypts with the first half of the data key and decrypts with the second.
 * The sandbox's own on purpose, as the codec is.
 */
export class AgentCipher {
  readonly #ours: Buffer;
  readonly #theirs: Buffer;

  constructor(dataKey: Buffer) {
    this.#ours = dataKey.subarray(0, 32);
    this.#theirs = dataKey.subarray(32, 64);
  }

  encrypt(plain: Buffer): Buffer {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(ALGORITHM, this.#ours, nonce);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** @returns undefined for what the client did not encrypt */
  decrypt(payload: Buffer): Buffer | undefined {
    if (payload.length < NONCE + TAG) return undefined;
    const decipher = createDecipheriv(ALGORITHM, this.#theirs, payload.subarray(0, NONCE), {
      authTagLength: TAG,
    });
    decipher.setAuthTag(payload.subarray(-TAG));
    try {
      return Buffer.concat([decipher.update(payload.subarray(NONCE, -TAG)), decipher.final()]);
    } catch {
      return undefined;
    }
  }
}
