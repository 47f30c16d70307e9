import type { ChannelKey } from "./channel-key";

/** What an encrypted channel needs of its owner: a key for a new one. */
export interface ChannelEncryption {
  /** ARN of the KMS key that the session's document names. */
  readonly keyArn: string;
  /**
   * Makes the channel's key, or gives the one that a predecessor made: whatever a successor needs is durable before
   * this resolves. Rejects with EncryptionError.
   * @param challenge the agent's, base64: both ends bind the key to it
   */
  makeKey(challenge: string | undefined): Promise<{ key: ChannelKey; ciphertextBlob: Uint8Array }>;
}

/** Numbers of the node's first three messages: request, challenge, end of the handshake. */
export const HANDSHAKE_NUMBERS = { request: 0, challenge: 1, complete: 2 } as const;
export const FIRST_OUTPUT_NUMBER = 3;

/** Whether an agent means the key that we expect: it names it by ARN or by id. */
export function namesKey(named: string, keyArn: string): boolean {
  return named === keyArn || named === keyArn.slice(keyArn.indexOf("/") + 1);
}
