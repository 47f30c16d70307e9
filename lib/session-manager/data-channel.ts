import { type ChannelEvent, type ChannelLimits, defaultLimits } from "./channel-events";
import { type ChannelStart, createStart, isShellThere } from "./channel-start";
import { CHANNEL, type ChannelState, type ChannelStep, nextChannelState } from "./channel-states";
import type { ChannelEncryption } from "./encryption/channel-encryption";
import type { ChannelKey } from "./encryption/channel-key";
import { EncryptedStart } from "./encryption/encrypted-start";
import { InputSender } from "./input/input-sender";
import { OutputReceiver } from "./output/output-receiver";
import type { ReceivedFrame } from "./output/output-receiver-options";
import type { DurableCounters, OutputFrame, Recorder } from "./output/recorder";
import { encodeMessage, FrameError, type Message, parseMessage } from "./wire/message";
import {
  buildAcknowledgement,
  buildOpenDataChannel,
  parseAcknowledgement,
  parseChannelClosed,
  type TerminalSize,
} from "./wire/payloads";
import { messageFlags, messageTypes, payloadTypes } from "./wire/wire-types";

export interface DataChannelOptions {
  /** A UUID, the same for the life of this client, reconnections included. */
  clientId: string;
  clientVersion: string;
  counters: DurableCounters;
  size: TerminalSize;
  recorder: Recorder;
  /** Milliseconds since 1970; used for CreatedDate and all timing. */
  clock: () => number;
  /** A new UUID at each call. */
  newId: () => string;
  /** Gives one frame to the socket: a string is a text frame, bytes are a binary one. */
  send: (frame: string | Uint8Array) => void;
  /**
   * Output to show, in order, each number once, durable and acknowledged. Handshake messages are left
   * out; every other payload type is handed on, unknown ones too, as AWS's plugin shows them all.
   */
  onOutput: (frame: OutputFrame) => void;
  /** Whether those who are shown output have taken most of it; true by default. */
  mayReadOn?: () => boolean;
  /** The service closed the channel, and all that came before is recorded and shown. UNTRUSTED text. */
  onClosed: (output: string) => void;
  onEvent: (event: ChannelEvent) => void;
  limits?: Partial<ChannelLimits>;
  /** Where the session's document names a key: the channel is encrypted, or there is none. */
  encryption?: ChannelEncryption | undefined;
}

/**
 * The client's end of a Session Manager data channel, without socket and timer of its own.
 *
 * The owner connects a WebSocket to the StreamUrl and calls `open`; passes every frame to `receive`;
 * calls `tick` every 100 ms; calls `detach` when the socket is gone and `open` again, with the token of
 * ResumeSession, when there is another. Numbers go on. `close` ends it for good.
 */
export class DataChannel {
  readonly #receiver: OutputReceiver;
  readonly #sender: InputSender;
  readonly #start: ChannelStart;
  #state: ChannelState = "detached";
  readonly #droppedCodes = new Set<string>();

  readonly #options: DataChannelOptions;

  constructor(options: DataChannelOptions) {
    this.#options = options;
    const limits = { ...defaultLimits, ...options.limits };
    const { counters, recorder, clock, onEvent } = options;
    this.#sender = new InputSender({
      counters,
      limits,
      recorder,
      clock,
      onEvent,
      size: options.size,
      encode: (sequenceNumber, payloadType, payload) =>
        this.#encode(messageTypes.inputStreamData, {
          ...{ sequenceNumber, payloadType },
          payload: payloadType === payloadTypes.output ? this.#sealed(payload) : payload,
        }),
      transmit: (frame) => options.send(frame),
    });
    this.#receiver = new OutputReceiver({
      counters,
      limits,
      recorder,
      clock,
      onEvent: (event) => {
        if (event.type === "recording.recovered") this.#sender.recorderWorks();
        onEvent(event);
      },
      acknowledge: (frame) => this.#acknowledge(frame),
      acknowledgeNumber: (sequence) => this.#acknowledge({ sequence, messageId: options.newId() }),
      deliver: (frame) => this.#deliver(frame),
      mayReadOn: options.mayReadOn ?? (() => true),
      probe: () => this.#sender.probe(),
    });
    this.#start = createStart(options, this.#sender, this.#receiver);
    if (isShellThere(options)) this.#sender.ready();
  }

  /** The key of an encrypted session that a predecessor began: before `open`. */
  takeKey(key: ChannelKey): void {
    if (this.#start instanceof EncryptedStart && this.#state !== "closed") this.#start.takeKey(key);
    else key.destroy();
  }

  /** The number of the next output frame to be shown. */
  get outputExpected(): number {
    return this.#receiver.nextSequence;
  }

  /** The number of the next input message. */
  get inputNext(): number {
    return this.#sender.nextSequence;
  }

  /** Sends the token over a new socket, then everything unacknowledged. A second call replaces the first. */
  open(token: string): void {
    if (!this.#step("open")) return;
    const { clientId, clientVersion, newId, send } = this.#options;
    this.#droppedCodes.clear();
    send(buildOpenDataChannel({ requestId: newId(), token, clientId, clientVersion }));
    this.#receiver.attached();
    this.#sender.attach();
  }

  /** The socket is gone, or no longer to be used. Nothing is sent until `open`. */
  detach(): void {
    if (!this.#step("detach")) return;
    this.#sender.detach();
    this.#receiver.detached();
  }

  /** Takes one WebSocket frame. UNTRUSTED; what is not understood is dropped without acknowledgement. */
  receive(data: string | Uint8Array): void {
    if (!CHANNEL[this.#state].takesFrames) return;
    if (typeof data === "string") {
      this.#dropped("TEXT_FRAME");
      return;
    }
    try {
      this.#take(parseMessage(data));
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.#dropped(error.code);
    }
  }

  /** Every 100 ms: retransmission, missing output, another try at the recorder. */
  tick(): void {
    if (!CHANNEL[this.#state].works) return;
    this.#receiver.tick(CHANNEL[this.#state].sends);
    this.#sender.tick();
  }

  /**
   * Sends keystrokes, in messages of at most 1024 bytes. They wait for the shell and for the connection.
   * `bytes` must not be changed afterwards. Resolves when all are recorded and given to the connection
   * (await it to slow a fast typist down); rejects with ChannelError: CHANNEL_CLOSED,
   * INPUT_NOT_RECORDED (the recorder failed; the bytes, and all that waited behind them, are not sent),
   * INPUT_QUEUE_FULL.
   */
  sendInput(bytes: Uint8Array): Promise<void> {
    return this.#sender.write(bytes);
  }

  /** The terminal's new size; sent when the shell is there. */
  resize(cols: number, rows: number): void {
    this.#sender.resize({ cols, rows });
  }

  /** Ends this client at once: nothing is acknowledged, shown or sent any more, `onClosed` isn't called. */
  close(): void {
    if (!this.#step("close")) return;
    this.#sender.close();
    this.#receiver.stop();
    if (this.#start instanceof EncryptedStart) this.#start.destroy();
  }

  /** Resolves when nothing is being recorded. */
  async settled(): Promise<void> {
    await this.#receiver.settled();
    await this.#sender.settled();
  }

  /** @returns false when the step is ignored */
  #step(step: ChannelStep): boolean {
    const next = nextChannelState(this.#state, step);
    if (next) this.#state = next;
    return next !== undefined;
  }

  #take(message: Message): void {
    switch (message.messageType) {
      case messageTypes.outputStreamData:
        this.#receiver.heard();
        this.#takeOutput(message);
        return;
      case messageTypes.acknowledge:
        this.#receiver.heard();
        this.#sender.acknowledged(parseAcknowledgement(message.payload).sequenceNumber);
        return;
      case messageTypes.channelClosed:
        this.#takeClosed(message.payload);
        return;
      default: // Publication control and unknown types say nothing to a client.
    }
  }

  #takeOutput(message: Message): void {
    const { sequenceNumber: sequence, payloadType, payload, messageId } = message;
    const frame: ReceivedFrame = { sequence, payloadType, payload, messageId };
    const start = this.#start;
    if (start instanceof EncryptedStart) {
      const opened = start.take(frame);
      if (opened) this.#receiver.accept(opened);
    } else if (!start.holds(frame, sequence === this.#receiver.nextSequence)) this.#receiver.accept(frame);
  }

  #sealed(payload: Uint8Array): Uint8Array {
    return this.#start instanceof EncryptedStart ? this.#start.seal(payload) : payload;
  }

  #deliver(frame: OutputFrame): void {
    if (!this.#start.shows(frame)) return;
    this.#sender.terminalIsUp();
    this.#options.onOutput(frame);
  }

  #takeClosed(payload: Uint8Array): void {
    this.#start.agentHasAnswer(); // A held request is part of the record even if nobody answered it.
    this.#step("channel-closed");
    const output = closingOutputOf(payload);
    this.#sender.close();
    this.#options.onEvent({ type: "closing", output });
    this.#receiver.finish(() => {
      this.close();
      this.#options.onClosed(output);
    });
  }

  #acknowledge(frame: Pick<ReceivedFrame, "sequence" | "messageId">): void {
    if (!CHANNEL[this.#state].sends) return; // The agent asks again over the next connection.
    const payload = buildAcknowledgement({
      messageType: messageTypes.outputStreamData,
      messageId: frame.messageId,
      sequenceNumber: frame.sequence,
    });
    const stream = { sequenceNumber: 0, payloadType: payloadTypes.none, payload };
    this.#options.send(this.#encode(messageTypes.acknowledge, stream, messageFlags.synFin));
  }

  #encode(
    messageType: string,
    stream: Pick<Message, "sequenceNumber" | "payloadType" | "payload">,
    flags: number = messageFlags.none,
  ): Uint8Array {
    const { clock, newId } = this.#options;
    return encodeMessage({
      ...stream,
      messageType,
      schemaVersion: 1,
      createdDate: clock(),
      flags,
      messageId: newId(),
    });
  }

  #dropped(code: FrameError["code"] | "TEXT_FRAME"): void {
    if (this.#droppedCodes.has(code)) return;
    this.#droppedCodes.add(code);
    this.#options.onEvent({ type: "frame.dropped", code });
  }
}

/** A reason that can't be read must not keep the channel open. */
function closingOutputOf(payload: Uint8Array): string {
  try {
    return parseChannelClosed(payload).output;
  } catch (error) {
    if (error instanceof FrameError) return "";
    throw error;
  }
}
