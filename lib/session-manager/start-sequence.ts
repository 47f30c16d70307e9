import type { ChannelEvent } from "./channel-events";
import { answerHandshake, customerMessageOf } from "./handshake";
import type { ReceivedFrame } from "./output/output-receiver-options";
import type { OutputFrame } from "./output/recorder";
import { payloadTypes } from "./wire/wire-types";

export interface StartSequenceOptions {
  clientVersion: string;
  /** The shell was there before this client: nothing is asked or answered any more. */
  isReady: boolean;
  /** Sends a handshake response; `onAcknowledged` is called when the agent has it. */
  sendAnswer: (payload: Uint8Array, onAcknowledged: () => void) => void;
  /** The agent has the answer, however we know: it need not be sent again. */
  retireAnswer: () => void;
  /** Hands a held request to the recorder. */
  accept: (frame: ReceivedFrame) => void;
  onReady: () => void;
  onEvent: (event: ChannelEvent) => void;
}

/** From the first frame to a shell that takes input: with a handshake, or without when none is asked. */
export class StartSequence {
  #stage: "starting" | "answering" | "refused" | "ready";
  #agentVersion = "";
  /** The handshake request until the agent has our answer: acknowledged earlier, it would not come
   * again to a successor that has to answer it. */
  #heldRequest: ReceivedFrame | undefined;

  readonly #options: StartSequenceOptions;

  constructor(options: StartSequenceOptions) {
    this.#options = options;
    this.#stage = options.isReady ? "ready" : "starting";
  }

  /** Looks at each output frame as it comes. True: it is held, and accepted later. */
  holds(frame: ReceivedFrame, isNext: boolean): boolean {
    if (frame.payloadType === payloadTypes.handshakeComplete) this.agentHasAnswer();
    if (frame.payloadType !== payloadTypes.handshakeRequest || !isNext) return false;
    if (this.#heldRequest !== undefined) return true; // The answer is under way and is resent by itself.
    if (this.#stage !== "starting") return false;
    this.#answer(frame);
    return true;
  }

  /** Looks at each frame in its turn, durable and acknowledged. True: it is output to show. */
  shows(frame: OutputFrame): boolean {
    switch (frame.payloadType) {
      case payloadTypes.handshakeRequest:
      case payloadTypes.encryptionChallengeRequest:
        return false;
      case payloadTypes.handshakeComplete:
        this.#becomeReady(true, customerMessageOf(frame.payload));
        return false;
      default:
        this.#becomeReady(false, "");
        return true;
    }
  }

  /** Gives a held request to the recorder: the agent has the answer, or will never need one. */
  agentHasAnswer(): void {
    const request = this.#heldRequest;
    if (request === undefined) return;
    this.#heldRequest = undefined;
    this.#options.retireAnswer();
    this.#options.accept(request);
  }

  #answer(frame: ReceivedFrame): void {
    const { agentVersion, payload, refusals } = answerHandshake(frame.payload, this.#options.clientVersion);
    this.#heldRequest = frame;
    this.#stage = refusals.length === 0 ? "answering" : "refused";
    this.#agentVersion = agentVersion;
    this.#options.sendAnswer(payload, () => this.agentHasAnswer());
    if (this.#stage === "refused") this.#options.onEvent({ type: "handshake.refused", reasons: refusals });
  }

  #becomeReady(hasHandshake: boolean, customerMessage: string): void {
    if (this.#stage === "ready" || this.#stage === "refused") return;
    this.#stage = "ready";
    const agentVersion = this.#agentVersion;
    this.#options.onEvent({ type: "ready", hasHandshake, agentVersion, customerMessage });
    this.#options.onReady();
  }
}
