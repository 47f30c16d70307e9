import { encodeMessage, parseMessage } from "../wire/message";
import {
  buildAcknowledgement,
  buildChannelClosed,
  buildHandshakeComplete,
  buildHandshakeRequest,
  parseAcknowledgement,
  parseHandshakeResponse,
} from "../wire/payloads";
import { messageFlags, messageTypes, payloadTypes } from "../wire/wire-types";

export interface AgentOptions {
  clock: () => number;
  newId: () => string;
  /** Newer agents acknowledge a number they have processed already; others keep silent. */
  acknowledgesOldNumbers?: boolean;
  /** Frames beyond this many unacknowledged are sent once and not kept. */
  cap?: number;
}

export interface TakenInput {
  sequence: number;
  payloadType: number;
  payload: string;
}

const resendAfterMs = 200;

/** A node's agent, as far as a client can tell: sends, resends its oldest, runs input in order. */
export class ScriptedAgent {
  /** Set by the link: the way to the client. */
  transmit: (frame: Uint8Array) => void = () => {};
  /** Input that was run, in order; handshake answers and what was thrown away are left out. */
  readonly taken: TakenInput[] = [];
  readonly acknowledged = new Set<number>();
  /** Every number ever acknowledged to the client, in order, repetitions included. */
  readonly inputAcknowledgements: number[] = [];
  /** How often a message was sent again. */
  resent = 0;
  responses = 0;
  refusedActions: string[] = [];
  /** While false, the next expected input is dropped without acknowledgement. */
  isTerminalUp = true;
  #isHandshaking = false;
  #nextOutput = 0;
  #expectedInput = 0;
  readonly #outgoing = new Map<number, { frame: Uint8Array; sentAt: number }>();
  readonly #early = new Map<number, TakenInput>();

  readonly #options: AgentOptions;

  constructor(options: AgentOptions) {
    this.#options = options;
  }

  get unacknowledged(): number {
    return this.#outgoing.size;
  }

  get outputCount(): number {
    return this.#nextOutput;
  }

  /** The keystrokes that were run, as one text. */
  get typed(): string {
    return this.taken
      .filter((input) => input.payloadType === payloadTypes.output)
      .map((input) => input.payload)
      .join("");
  }

  startHandshake(sessionType = "Standard_Stream", extra: { actionType: string; parameters: unknown }[] = []) {
    this.#isHandshaking = true;
    const actions = [
      ...extra,
      { actionType: "SessionType", parameters: { SessionType: sessionType, Properties: null } },
    ];
    const payload = buildHandshakeRequest({ agentVersion: "3.3.987.0", actions });
    return this.output(payload, payloadTypes.handshakeRequest);
  }

  completeHandshake(customerMessage = "") {
    this.#isHandshaking = false;
    const payload = buildHandshakeComplete({ timeToCompleteNanoseconds: 1_000_000, customerMessage });
    return this.output(payload, payloadTypes.handshakeComplete);
  }

  /** Sends one output message; returns its number. */
  output(payload: Uint8Array | string, payloadType: number = payloadTypes.output): number {
    const sequence = this.#nextOutput++;
    const frame = this.#encode(messageTypes.outputStreamData, {
      sequence,
      payloadType,
      payload: typeof payload === "string" ? Buffer.from(payload) : payload,
      flags: sequence === 0 ? messageFlags.syn : messageFlags.none,
    });
    if (this.#outgoing.size < (this.#options.cap ?? 100_000))
      this.#outgoing.set(sequence, { frame, sentAt: this.#options.clock() });
    this.transmit(frame);
    return sequence;
  }

  /** A number that is used up and whose message nobody holds. */
  loseOutput(): number {
    return this.#nextOutput++;
  }

  close(output = "") {
    const payload = buildChannelClosed({
      messageId: this.#options.newId(),
      createdDate: new Date(this.#options.clock()).toISOString(),
      destinationId: "i-0123456789abcdef0",
      sessionId: "alice-0a1b2c3d4e5f60718",
      output,
    });
    this.service(messageTypes.channelClosed, payload);
  }

  /** A message that the service, not the agent, would send. */
  service(messageType: string, payload: Uint8Array = Buffer.from("{}")) {
    this.transmit(this.#encode(messageType, { sequence: 0, payloadType: 0, payload, flags: 0 }));
  }

  receive(data: string | Uint8Array) {
    if (typeof data === "string") return;
    const message = parseMessage(data);
    if (message.messageType === messageTypes.acknowledge) {
      const { sequenceNumber } = parseAcknowledgement(message.payload);
      this.acknowledged.add(sequenceNumber);
      this.#outgoing.delete(sequenceNumber);
      return;
    }
    if (message.messageType !== messageTypes.inputStreamData) return;
    const input = {
      sequence: message.sequenceNumber,
      payloadType: message.payloadType,
      payload: Buffer.from(message.payload).toString("utf8"),
    };
    if (input.sequence < this.#expectedInput) {
      if (this.#options.acknowledgesOldNumbers !== false)
        this.#acknowledge(message.messageId, input.sequence);
    } else if (input.sequence > this.#expectedInput) {
      this.#early.set(input.sequence, input);
      this.#acknowledge(message.messageId, input.sequence);
    } else if (this.isTerminalUp || this.#isHandshaking) {
      this.#acknowledge(message.messageId, input.sequence);
      this.#run(input);
    }
  }

  /** Every 100 ms: resends the oldest message that is not acknowledged. */
  tick() {
    for (const entry of this.#outgoing.values()) {
      if (this.#options.clock() - entry.sentAt >= resendAfterMs) {
        entry.sentAt = this.#options.clock();
        this.resent++;
        this.transmit(entry.frame);
      }
      return;
    }
  }

  #run(input: TakenInput | undefined) {
    for (let next = input; next !== undefined; next = this.#early.get(this.#expectedInput)) {
      this.#early.delete(next.sequence);
      this.#expectedInput++;
      if (next.payloadType === payloadTypes.handshakeResponse) {
        this.responses++;
        const { actions } = parseHandshakeResponse(Buffer.from(next.payload));
        this.refusedActions = actions.filter((a) => a.status !== 1).map((a) => `${a.actionType}:${a.status}`);
      } else if (!this.#isHandshaking) this.taken.push(next);
    }
  }

  #acknowledge(messageId: string, sequenceNumber: number) {
    this.inputAcknowledgements.push(sequenceNumber);
    const payload = buildAcknowledgement({
      messageType: messageTypes.inputStreamData,
      messageId,
      sequenceNumber,
    });
    const stream = { sequence: 0, payloadType: 0, payload, flags: messageFlags.synFin };
    this.transmit(this.#encode(messageTypes.acknowledge, stream));
  }

  #encode(
    messageType: string,
    stream: { sequence: number; payloadType: number; payload: Uint8Array; flags: number },
  ): Uint8Array {
    return encodeMessage({
      messageType,
      schemaVersion: 1,
      createdDate: this.#options.clock(),
      sequenceNumber: stream.sequence,
      flags: stream.flags,
      messageId: this.#options.newId(),
      payloadType: stream.payloadType,
      payload: stream.payload,
    });
  }
}
