import { inspect } from "node:util";

/** A data key of the channel: half of it for what the node sends, half for what we send. */
export const CHANNEL_KEY_BYTES = 64;

/** The key of one channel. It lives in memory, prints as nothing, and is overwritten when the session is let go of. */
export class ChannelKey {
  readonly #bytes: Buffer;

  /**
   * Takes the key over: the bytes that were given are overwritten.
   * Throws TypeError unless they are 64: whoever asked KMS has looked at them.
   */
  constructor(bytes: Uint8Array) {
    if (bytes.byteLength !== CHANNEL_KEY_BYTES) throw new TypeError("a channel's key has 64 bytes");
    this.#bytes = Buffer.alloc(CHANNEL_KEY_BYTES);
    this.#bytes.set(bytes);
    bytes.fill(0);
  }

  /** What the node encrypts with; a view. */
  static fromNode(key: ChannelKey): Uint8Array {
    return key.#bytes.subarray(0, 32);
  }

  /** What we encrypt with; a view. */
  static toNode(key: ChannelKey): Uint8Array {
    return key.#bytes.subarray(32);
  }

  destroy(): void {
    this.#bytes.fill(0);
  }

  toJSON(): string {
    return "[channel key]";
  }

  [inspect.custom](): string {
    return "[channel key]";
  }
}
