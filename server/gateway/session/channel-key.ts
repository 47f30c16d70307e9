import type { ChannelKey } from "@/lib/session-manager/encryption/channel-key";
import { EncryptionError, type EncryptionFault } from "@/lib/session-manager/encryption/faults";
import type { SessionEncryption } from "@/lib/sessions/encrypting/session-encryption";
import type { ToBrowser } from "@/lib/terminal-protocol/messages";

/**
 * The key of a channel that another gateway began: had before anything of the channel is read, and asked for again while
 * AWS does not give it. The person is told why the terminal stands still.
 */
export class RestoredKey {
  readonly #encryption: SessionEncryption;
  readonly #take: (key: ChannelKey) => void;
  readonly #tell: (message: ToBrowser) => void;
  #state: "missing" | "had" = "missing";
  /** Why it could not be had the last time. */
  fault: EncryptionFault | undefined;

  constructor(
    encryption: SessionEncryption,
    take: (key: ChannelKey) => void,
    tell: (message: ToBrowser) => void,
  ) {
    this.#encryption = encryption;
    this.#take = take;
    this.#tell = tell;
  }

  /** Resolves when the channel has it. Rejects with EncryptionError, and may be called again. */
  readonly restore = async (): Promise<void> => {
    if (this.#state === "had") return;
    try {
      this.#take(await this.#encryption.restoreKey());
    } catch (error) {
      this.fault = error instanceof EncryptionError ? error.fault : "KEY_UNAVAILABLE";
      this.tellAgain();
      throw error;
    }
    this.#state = "had";
    if (this.fault) this.#tell({ type: "notice", code: "CHANNEL_KEY_GIVEN" });
    this.fault = undefined;
  };

  /** Tells whoever has just come. */
  tellAgain(): void {
    const { fault } = this;
    if (fault) this.#tell({ type: "notice", code: "CHANNEL_KEY_AWAITED", params: { fault } });
  }
}
