import { randomBytes } from "node:crypto";
import { PAYLOAD_TYPE } from "../channel/codec";
import { challengePayload, type KmsAnswer, parseChallenge } from "../channel/payloads";
import { AgentCipher } from "./agent-cipher";

/** What an agent does wrong on order, for tests of whoever talks to it. */
export const AGENT_FAULTS = [
  /** Asks for encryption although its document names no key. */
  "asks-for-encryption",
  /** Opens the shell without a handshake although its document names a key. */
  "does-not-encrypt",
  /** Prints in clear, from now on. */
  "prints-in-clear",
  /** Changes a bit of whatever it prints, from now on. */
  "garbles",
] as const;
export type AgentFault = (typeof AGENT_FAULTS)[number];

/** Gets the data key that the client had made: `kms:Decrypt` by the node's own role. */
export type OpenDataKey = (ciphertextBlob: Buffer, context: Record<string, string>) => Promise<Buffer>;

const ENCRYPTED: ReadonlySet<number> = new Set([
  PAYLOAD_TYPE.output,
  PAYLOAD_TYPE.stdErr,
  PAYLOAD_TYPE.exitCode,
]);

/** The agent's side of encryption: asks for it, gets the key, challenges the client, then encrypts what it prints. */
export class AgentEncryption {
  /** In the handshake request, base64: newer clients bind the key to it. */
  readonly requestChallenge = randomBytes(16).toString("base64");
  readonly #challenge = randomBytes(64);
  #cipher: AgentCipher | undefined;
  readonly #fault: () => AgentFault | undefined;

  constructor(
    readonly keyId: string,
    fault: () => AgentFault | undefined,
  ) {
    this.#fault = fault;
  }

  /** @returns the challenge that the client has to answer */
  async accept(
    answer: KmsAnswer,
    session: { sessionId: string; target: string },
    open: OpenDataKey,
  ): Promise<Buffer> {
    const context = {
      "aws:ssm:SessionId": session.sessionId,
      "aws:ssm:TargetId": session.target,
      ...(answer.ChallengeAcknowledgement ? { "aws:ssm:RandomChallenge": this.requestChallenge } : {}),
    };
    const dataKey = await open(Buffer.from(answer.KMSCipherTextKey, "base64"), context);
    if (dataKey.length !== 64) throw new Error("the data key has not 64 bytes");
    this.#cipher = new AgentCipher(dataKey);
    return challengePayload(this.#cipher.encrypt(this.#challenge));
  }

  /** Whether the client has shown that it has the key. */
  isAnswered(payload: Buffer): boolean {
    const encrypted = parseChallenge(payload);
    return (encrypted && this.#cipher?.decrypt(encrypted)?.equals(this.#challenge)) === true;
  }

  encrypt(payloadType: number, payload: Buffer): Buffer {
    if (!this.#cipher || !ENCRYPTED.has(payloadType) || payload.length === 0) return payload;
    const fault = this.#fault();
    if (fault === "prints-in-clear") return payload;
    const encrypted = this.#cipher.encrypt(payload);
    if (fault === "garbles") encrypted[12] = (encrypted[12] ?? 0) ^ 1;
    return encrypted;
  }

  /** Keystrokes; undefined for what can't be decrypted. */
  decrypt(payload: Buffer): Buffer | undefined {
    return this.#cipher?.decrypt(payload);
  }
}
