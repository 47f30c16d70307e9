import type { ChannelEvent } from "../channel-events";
import { customerMessageOf } from "../handshake";
import type { ReceivedFrame } from "../output/output-receiver-options";
import type { OutputFrame } from "../output/recorder";
import { FrameError } from "../wire/message";
import { buildHandshakeResponse, parseHandshakeRequest } from "../wire/payloads";
import { actionStatuses, payloadTypes, shellSessionTypes } from "../wire/wire-types";
import { ChannelCipher } from "./channel-cipher";
import {
  type ChannelEncryption,
  FIRST_OUTPUT_NUMBER,
  HANDSHAKE_NUMBERS,
  namesKey,
} from "./channel-encryption";
import type { ChannelKey } from "./channel-key";
import { EncryptionError, type EncryptionFault } from "./faults";
import {
  buildChallenge,
  buildKmsResult,
  CHALLENGE_BYTES,
  parseChallenge,
  parseKmsParameters,
} from "./payloads";

export interface EncryptedStartOptions {
  clientVersion: string;
  encryption: ChannelEncryption;
  /** The first number that is not durable: it tells how far a predecessor came. */
  outputExpected: number;
  /** Sends an answer of the handshake; `onAcknowledged` is called when the agent has it. */
  sendAnswer: (answer: { payloadType: number; payload: Uint8Array; onAcknowledged: () => void }) => void;
  /** The agent has the last answer, however we know: it need not be sent again. */
  retireAnswer: () => void;
  /** Hands a held message of the handshake to the recorder. */
  accept: (frame: ReceivedFrame) => void;
  /** Whether a number is durable, or on its way there. */
  isKnown: (sequence: number) => boolean;
  onReady: () => void;
  onEvent: (event: ChannelEvent) => void;
}

/**
 * Each stage waits for one message of the node, under one number; that number is durable only when the next stage is
 * reached, so that a successor finds the stage by the first number that is missing. broken: nothing is taken any more.
 */
type Stage = "awaiting-request" | "making-key" | "awaiting-challenge" | "awaiting-end" | "ready" | "broken";
const STAGE_AT: readonly Stage[] = ["awaiting-request", "awaiting-challenge", "awaiting-end"];

/** What the node sends to be shown; in an encrypted session nothing else comes after the handshake. */
const SHOWN: ReadonlySet<number> = new Set([payloadTypes.output, payloadTypes.stdErr, payloadTypes.exitCode]);

/**
 * The start of an encrypted channel and its cipher. The node must ask for encryption with the key that the session's
 * document names, and must show by a challenge that it has the data key, before anything it prints is taken. Whatever
 * else comes breaks the channel: it is neither recorded nor shown, as nobody can say whose it is.
 */
export class EncryptedStart {
  readonly #options: EncryptedStartOptions;
  #stage: Stage;
  #cipher: ChannelCipher | undefined;
  /** A message of the handshake until the agent has our answer: acknowledged earlier, it would not come again to a
   * successor that has to answer it. */
  #held: ReceivedFrame | undefined;
  #agentVersion = "";
  #isTold: boolean;

  constructor(options: EncryptedStartOptions) {
    this.#options = options;
    this.#stage = STAGE_AT[options.outputExpected] ?? "ready";
    this.#isTold = this.#stage === "ready";
  }

  /** Whether a first client or a predecessor came to the end of the handshake. */
  static isComplete(outputExpected: number): boolean {
    return outputExpected >= FIRST_OUTPUT_NUMBER;
  }

  /** The key of a session that a predecessor began. It is needed before the first frame comes. */
  takeKey(key: ChannelKey): void {
    this.#cipher?.destroy();
    this.#cipher = new ChannelCipher(key);
  }

  /** Looks at each output frame as it comes. UNTRUSTED. @returns what is to be recorded now, decrypted */
  take(frame: ReceivedFrame): ReceivedFrame | undefined {
    if (this.#stage === "broken") return undefined;
    if (this.#options.isKnown(frame.sequence)) return frame;
    try {
      return this.#read(frame);
    } catch (error) {
      if (!(error instanceof EncryptionError)) throw error;
      this.#break(error);
      return undefined;
    }
  }

  /** Looks at each frame in its turn, durable and acknowledged. True: it is output to show. */
  shows(frame: OutputFrame): boolean {
    if (frame.payloadType === payloadTypes.handshakeComplete && !this.#isTold) {
      this.#isTold = true;
      const customerMessage = customerMessageOf(frame.payload);
      const agentVersion = this.#agentVersion;
      this.#options.onEvent({ type: "ready", hasHandshake: true, agentVersion, customerMessage });
      this.#options.onReady();
    }
    return SHOWN.has(frame.payloadType);
  }

  /** Gives what is held to the recorder: the agent has the answer, or will never need one. */
  agentHasAnswer(): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    this.#options.retireAnswer();
    this.#options.accept(held);
  }

  /** Encrypts keystrokes. @throws EncryptionError KEY_UNAVAILABLE: nothing typed ever goes unencrypted */
  seal(payload: Uint8Array): Uint8Array {
    return this.#cipherOf().seal(payload);
  }

  /** Overwrites the key; nothing is taken or sent any more. */
  destroy(): void {
    this.#stage = "broken";
    this.#cipher?.destroy();
    this.#cipher = undefined;
  }

  #read(frame: ReceivedFrame): ReceivedFrame | undefined {
    switch (frame.payloadType) {
      case payloadTypes.handshakeRequest:
        return this.#request(frame);
      case payloadTypes.encryptionChallengeRequest:
        return this.#challenge(frame);
      case payloadTypes.handshakeComplete:
        return this.#complete(frame);
      default:
        return this.#output(frame);
    }
  }

  #request(frame: ReceivedFrame): undefined {
    if (frame.sequence !== HANDSHAKE_NUMBERS.request) throw this.#second(frame);
    if (this.#held !== undefined) return; // The answer is under way and is resent by itself.
    if (this.#stage !== "awaiting-request") throw this.#second(frame);
    const challenge = this.#readRequest(frame.payload);
    this.#held = frame;
    this.#stage = "making-key";
    this.#options.encryption.makeKey(challenge.text).then(
      ({ key, ciphertextBlob }) =>
        this.#answer(key, buildKmsResult(ciphertextBlob, challenge.text), challenge.types),
      (error: unknown) =>
        this.#break(
          error instanceof EncryptionError
            ? error
            : new EncryptionError("KEY_UNAVAILABLE", "the channel's key can't be made", { cause: error }),
        ),
    );
  }

  /** Exactly what is expected, or nothing at all. */
  #readRequest(payload: Uint8Array): { text: string | undefined; types: string[] } {
    const { agentVersion, actions } = parsed("ENCRYPTION_REQUEST_MALFORMED", () =>
      parseHandshakeRequest(payload),
    );
    const types = actions.map(({ actionType }) => actionType);
    const [wanted, ...others] = actions.filter(({ actionType }) => actionType === "KMSEncryption");
    if (!wanted) throw new EncryptionError("ENCRYPTION_NOT_OFFERED", "the node asks for no encryption");
    const [session, ...more] = actions.filter(({ actionType }) => actionType !== "KMSEncryption");
    if (others.length > 0 || more.length > 0 || !isShell(session))
      throw new EncryptionError("ENCRYPTION_REQUEST_MALFORMED", "the node asks for something else");
    const { keyId, challenge } = parsed("ENCRYPTION_REQUEST_MALFORMED", () =>
      parseKmsParameters(wanted.parameters),
    );
    if (!namesKey(keyId, this.#options.encryption.keyArn))
      throw new EncryptionError("ENCRYPTION_OTHER_KEY", "the node names another key");
    this.#agentVersion = agentVersion;
    return { text: challenge, types };
  }

  #answer(key: ChannelKey, result: object, types: readonly string[]): void {
    if (this.#stage !== "making-key") {
      key.destroy(); // Closed meanwhile.
      return;
    }
    this.takeKey(key);
    this.#stage = "awaiting-challenge";
    const payload = buildHandshakeResponse({
      clientVersion: this.#options.clientVersion,
      actions: types.map((actionType) => ({
        ...{ actionType, status: actionStatuses.success, error: "" },
        result: actionType === "KMSEncryption" ? result : null,
      })),
      errors: [],
    });
    this.#send(payloadTypes.handshakeResponse, payload);
  }

  /**
   * One challenge of 64 bytes and no more: whoever could have other messages of the node decrypted and encrypted
   * again for it could type with what it printed.
   */
  #challenge(frame: ReceivedFrame): undefined {
    if (this.#stage === "awaiting-request" || this.#stage === "making-key")
      throw new EncryptionError("ENCRYPTION_CHALLENGE_EARLY", "a challenge before the key");
    if (frame.sequence !== HANDSHAKE_NUMBERS.challenge) throw this.#second(frame);
    if (this.#stage === "awaiting-end" && this.#held !== undefined) return; // Our answer is under way.
    if (this.#stage !== "awaiting-challenge") throw this.#second(frame);
    const encrypted = parsed("ENCRYPTION_CHALLENGE_INVALID", () => parseChallenge(frame.payload));
    const opened = this.#cipherOf().open(encrypted, frame.sequence);
    if (opened.byteLength !== CHALLENGE_BYTES)
      throw new EncryptionError("ENCRYPTION_CHALLENGE_INVALID", "a challenge has 64 bytes");
    this.agentHasAnswer();
    this.#held = frame;
    this.#stage = "awaiting-end";
    this.#send(payloadTypes.encryptionChallengeResponse, buildChallenge(this.#cipherOf().seal(opened)));
  }

  #complete(frame: ReceivedFrame): ReceivedFrame {
    if (this.#stage === "awaiting-request" || this.#stage === "making-key")
      throw new EncryptionError("ENCRYPTION_NOT_OFFERED", "the handshake ends without encryption");
    if (this.#stage === "awaiting-challenge")
      throw new EncryptionError("ENCRYPTION_CHALLENGE_MISSING", "the handshake ends without a challenge");
    if (this.#stage !== "awaiting-end" || frame.sequence !== HANDSHAKE_NUMBERS.complete)
      throw this.#second(frame);
    this.agentHasAnswer();
    this.#stage = "ready";
    return frame;
  }

  /** What the node prints before the handshake's end is recorded is looked at and left to come again. */
  #output(frame: ReceivedFrame): ReceivedFrame | undefined {
    const { sequence, payloadType } = frame;
    if (this.#stage === "awaiting-request" || this.#stage === "making-key")
      throw new EncryptionError("ENCRYPTION_NOT_OFFERED", "the node prints without a handshake");
    if (!SHOWN.has(payloadType))
      throw new EncryptionError("ENCRYPTION_PAYLOAD_TYPE", `message ${sequence} is of type ${payloadType}`);
    const payload = this.#cipherOf().open(frame.payload, sequence);
    return this.#stage === "ready" ? { ...frame, payload } : undefined;
  }

  #send(payloadType: number, payload: Uint8Array): void {
    this.#options.sendAnswer({ payloadType, payload, onAcknowledged: () => this.agentHasAnswer() });
  }

  #cipherOf(): ChannelCipher {
    if (this.#cipher) return this.#cipher;
    throw new EncryptionError("KEY_UNAVAILABLE", "the channel has no key");
  }

  #second({ sequence, payloadType }: ReceivedFrame): EncryptionError {
    return new EncryptionError(
      "ENCRYPTION_SECOND_HANDSHAKE",
      `message ${sequence} of type ${payloadType} has no place here`,
    );
  }

  #break(error: EncryptionError): void {
    if (this.#stage === "broken") return;
    this.destroy();
    this.#options.onEvent({ type: "encryption.refused", fault: error.fault, error });
  }
}

function isShell(action: { actionType: string; parameters: unknown } | undefined): boolean {
  if (action?.actionType !== "SessionType") return false;
  const { parameters } = action;
  if (typeof parameters !== "object" || parameters === null || !("SessionType" in parameters)) return false;
  return shellSessionTypes.includes(String(parameters.SessionType));
}

function parsed<T>(fault: EncryptionFault, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof FrameError)) throw cause;
    throw new EncryptionError(fault, cause.message, { cause });
  }
}
