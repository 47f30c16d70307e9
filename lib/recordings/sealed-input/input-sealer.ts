import { randomBytes } from "node:crypto";
import type { InputRecipient } from "@/lib/kernel/config/input/input-settings";
import { AppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";
import { divideKey, KEY_BYTES } from "./custodian-shares";
import { KeyChain, type SealedPlace } from "./key-chain";
import { sealMessage } from "./sealed-message";

/**
 * Seals what is typed in one epoch of a session. Its content key is divided among the custodians and then forgotten: what
 * stays in memory opens only what is still to be typed.
 */
export class InputSealer {
  readonly #place: SealedPlace;
  readonly #recipients: readonly InputRecipient[];
  #begun: Promise<KeyChain> | undefined;
  #keyBlock: Uint8Array | undefined;
  #isKeyStored = false;

  constructor(place: SealedPlace, recipients: readonly InputRecipient[]) {
    this.#place = place;
    this.#recipients = recipients;
    // The first key pressed need not wait for it. That it failed is said there, where it is tried again.
    this.#begin().catch(() => {});
  }

  /**
   * @returns what may be stored and, once it is, the input sent
   * @throws AppError INPUT_NOT_SEALED (with the cause)
   */
  async seal(frame: { sequence: number; payload: Uint8Array }): Promise<Uint8Array<ArrayBuffer>> {
    try {
      const chain = await this.#begin();
      return sealMessage(chain, { ...this.#place, ...frame }, this.#isKeyStored ? undefined : this.#keyBlock);
    } catch (error) {
      log.error("Input could not be sealed", { sessionId: this.#place.sessionId, error });
      throw new AppError("INPUT_NOT_SEALED", "input could not be sealed, so it is not sent", {
        cause: error,
      });
    }
  }

  /** A sealed message is on record, so its key is, too: those after it come without. */
  stored(): void {
    this.#isKeyStored = true;
  }

  #begin(): Promise<KeyChain> {
    this.#begun ??= this.#makeKey().catch((error: unknown) => {
      this.#begun = undefined;
      throw error;
    });
    return this.#begun;
  }

  async #makeKey(): Promise<KeyChain> {
    const key = randomBytes(KEY_BYTES);
    this.#keyBlock = await divideKey(key, this.#recipients);
    const chain = new KeyChain(key, this.#place, this.#keyBlock);
    key.fill(0);
    return chain;
  }
}
