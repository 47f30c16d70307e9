import { ChannelError } from "../channel-events";

interface Write {
  bytes: Uint8Array;
  resolve: () => void;
  reject: (error: ChannelError) => void;
}

/** The next bytes to send and the writes that end with them. */
export interface Chunk {
  payload: Uint8Array;
  writes: Write[];
}

/** Keystrokes that wait for a number: bounded, and cut into messages of bounded size. */
export class KeystrokeQueue {
  #writes: Write[] = [];
  /** How much of the first write has been taken. */
  #offset = 0;
  #queuedBytes = 0;

  readonly #limits: { maxQueuedInputBytes: number; maxQueuedWrites: number };

  constructor(limits: { maxQueuedInputBytes: number; maxQueuedWrites: number }) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#writes.length === 0;
  }

  /** Resolves when `settle` is called for the chunk that holds the last byte. */
  add(bytes: Uint8Array): Promise<void> {
    if (bytes.byteLength === 0) return Promise.resolve();
    const { maxQueuedInputBytes, maxQueuedWrites } = this.#limits;
    if (this.#queuedBytes + bytes.byteLength > maxQueuedInputBytes || this.#writes.length >= maxQueuedWrites)
      return Promise.reject(new ChannelError("INPUT_QUEUE_FULL", "too much input waits to be sent"));
    this.#queuedBytes += bytes.byteLength;
    return new Promise((resolve, reject) => {
      this.#writes.push({ bytes, resolve, reject });
    });
  }

  /** Takes up to `maxBytes`, out of several writes when they are short. */
  take(maxBytes: number): Chunk {
    const parts: Uint8Array[] = [];
    let room = maxBytes;
    let ended = 0;
    for (const write of this.#writes) {
      if (room === 0) break;
      const part = write.bytes.subarray(this.#offset, this.#offset + room);
      parts.push(part);
      room -= part.byteLength;
      this.#offset += part.byteLength;
      if (this.#offset < write.bytes.byteLength) break;
      ended++;
      this.#offset = 0;
    }
    this.#queuedBytes -= maxBytes - room;
    const [only] = parts;
    const payload = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    return { payload, writes: this.#writes.splice(0, ended) };
  }

  /**
   * Refuses everything that waits, and the rest of a write whose beginning was taken: a command with a
   * hole in it is worse than one that was not typed.
   */
  refuse(error: ChannelError): void {
    const writes = this.#writes;
    this.#writes = [];
    this.#offset = 0;
    this.#queuedBytes = 0;
    for (const write of writes) write.reject(error);
  }
}
