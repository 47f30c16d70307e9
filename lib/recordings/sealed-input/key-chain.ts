import { createHash, createHmac, hkdfSync } from "node:crypto";

/** Where sealed input belongs: no message of one session or epoch opens as another's. */
export interface SealedPlace {
  readonly sessionId: string;
  readonly epoch: number;
}

/** So many messages in a row are not sealed in vain: a number far ahead must not cost a reader an hour. */
const MOST_SKIPPED = 100_000;
const MESSAGE_KEY = Buffer.of(1);
const NEXT_STATE = Buffer.of(2);

/**
 * The keys of an epoch's messages, one after the other, each made of the one before by a one-way step (the symmetric
 * ratchet of Signal's Double Ratchet, §2.2): whoever takes the gateway's memory can't open what was typed before.
 * https://signal.org/docs/specifications/doubleratchet/
 */
export class KeyChain {
  #state: Buffer;
  #next = 0;

  /** @param keyBlock what stands on record of the content key: a changed one gives other keys */
  constructor(contentKey: Uint8Array, place: SealedPlace, keyBlock: Uint8Array) {
    const salt = createHash("sha256").update(keyBlock).digest();
    const info = `halligan-input-1 ${place.sessionId} ${place.epoch}`;
    this.#state = Buffer.from(hkdfSync("sha256", contentKey, salt, info, 32));
  }

  /** The next message's number and key. The key is used once, and cleared by whoever used it. */
  take(): { number: number; key: Buffer } {
    const key = createHmac("sha256", this.#state).update(MESSAGE_KEY).digest();
    const state = createHmac("sha256", this.#state).update(NEXT_STATE).digest();
    this.#state.fill(0);
    this.#state = state;
    return { number: this.#next++, key };
  }

  /** The key of a later message: those between were sealed and never stored. @returns undefined: it can't come now */
  takeAt(number: number): Buffer | undefined {
    if (number < this.#next || number - this.#next > MOST_SKIPPED) return undefined;
    for (;;) {
      const taken = this.take();
      if (taken.number === number) return taken.key;
      taken.key.fill(0);
    }
  }
}
