import { randomUUID } from "node:crypto";
import WebSocket from "ws";
import {
  type ChannelMessage,
  decodeMessage,
  encodeMessage,
  FLAG,
  MESSAGE_TYPE,
  PAYLOAD_TYPE,
  type ReceivedMessage,
} from "../channel/codec";
import { acknowledgeFrame } from "../channel/payloads";

/** What a started or resumed session hands to its client. */
export interface ChannelCredentials {
  sessionId: string;
  tokenValue?: string;
  streamUrl?: string;
}

const CLIENT_VERSION = "1.2.677.0";
const RESEND_TICK_MS = 100;
const RESEND_AFTER_MS = 200;

export interface PluginClientOptions {
  /** Plays ResumeSession when the socket closes without `channel_closed`; without it the client stays away. */
  resume?: () => ChannelCredentials;
  /** False: answers nothing, to see what an agent without acknowledgements does. */
  acknowledges?: boolean;
  size?: { cols: number; rows: number };
}

/**
 * A client that does on the wire what Session Manager's plugin does: opens the channel with a text frame, acknowledges
 * output (numbers below the expected one not at all), answers the handshake, resends its oldest unacknowledged input on
 * every tick, and resumes when the socket closes without a word.
 */
export class PluginClient {
  /** Terminal output in order, as text. */
  output = "";
  /** Payloads in order with their types. */
  readonly payloads: { type: number; bytes: Buffer }[] = [];
  /** Every frame as it came, acknowledgements included. */
  readonly received: ReceivedMessage[] = [];
  /** What the user would read at the end: undefined while the session lives. */
  lastLine: string | undefined;
  closeCode: number | undefined;
  connections = 0;
  expectedOutput = 0;
  nextInput = 0;
  #socket: WebSocket | undefined;
  readonly #early = new Map<number, ReceivedMessage>();
  readonly #unacknowledged = new Map<number, { frame: Buffer; sentAt: number }>();
  readonly #clientId = randomUUID();
  readonly #ticker: NodeJS.Timeout;
  #isTypeKnown = false;
  #streamUrl: string;

  readonly #credentials: ChannelCredentials;
  readonly #options: PluginClientOptions;

  constructor(credentials: ChannelCredentials, options: PluginClientOptions = {}) {
    this.#credentials = credentials;
    this.#options = options;
    this.#streamUrl = credentials.streamUrl ?? "";
    this.#ticker = setInterval(() => this.#resend(), RESEND_TICK_MS);
    this.connect(credentials.tokenValue ?? "");
  }

  /** Dials the first stream URL, whatever a later answer said. */
  connect(tokenValue: string): void {
    const socket = new WebSocket(this.#streamUrl, { perMessageDeflate: false });
    this.#socket = socket;
    socket.on("open", () => {
      this.connections += 1;
      socket.send(
        JSON.stringify({
          MessageSchemaVersion: "1.0",
          RequestId: randomUUID(),
          TokenValue: tokenValue,
          ClientId: this.#clientId,
          ClientVersion: CLIENT_VERSION,
        }),
      );
    });
    socket.on("message", (data) => Buffer.isBuffer(data) && this.#take(data));
    socket.on("error", () => {});
    socket.on("close", (code) => {
      this.closeCode = code;
      if (socket === this.#socket && this.lastLine === undefined) this.#comeBack();
    });
  }

  /** Goes on where another client, whose socket is closed, left off. */
  continueAfter(earlier: PluginClient): void {
    this.nextInput = earlier.nextInput;
    this.expectedOutput = earlier.expectedOutput;
    this.#isTypeKnown = true;
    this.#drain();
  }

  type(text: string): void {
    this.#sendInput(PAYLOAD_TYPE.output, Buffer.from(text));
  }

  resize(cols: number, rows: number): void {
    this.#sendInput(PAYLOAD_TYPE.size, Buffer.from(JSON.stringify({ cols, rows })));
  }

  sendFlag(flag: number): void {
    const payload = Buffer.alloc(4);
    payload.writeUInt32BE(flag);
    this.#sendInput(PAYLOAD_TYPE.flag, payload);
  }

  /** Sends a frame of the caller's making; nothing is kept of it. */
  sendRaw(frame: Buffer | string): void {
    this.#socket?.send(frame);
  }

  acknowledge(message: ReceivedMessage): void {
    this.sendRaw(acknowledgeFrame(message, Date.now()));
  }

  inputFrame(about: Partial<ChannelMessage>): Buffer {
    return encodeMessage({
      messageType: MESSAGE_TYPE.input,
      createdDate: Date.now(),
      sequenceNumber: 0,
      flags: FLAG.none,
      payloadType: PAYLOAD_TYPE.output,
      payload: Buffer.alloc(0),
      ...about,
    });
  }

  /** Numbers of our input that the agent acknowledged, in the order of arrival. */
  get acknowledgedInput(): number[] {
    return this.received
      .filter((message) => message.messageType === MESSAGE_TYPE.acknowledge)
      .map((message) =>
        Number(/"AcknowledgedMessageSequenceNumber":(\d+)/.exec(message.payload.toString())?.[1]),
      );
  }

  /** Goes away as a killed terminal does. */
  disconnect(): void {
    clearInterval(this.#ticker);
    this.lastLine ??= "";
    this.#socket?.terminate();
  }

  #sendInput(payloadType: number, payload: Buffer): void {
    const sequenceNumber = this.nextInput;
    this.nextInput += 1;
    const frame = this.inputFrame({ sequenceNumber, payloadType, payload });
    this.#unacknowledged.set(sequenceNumber, { frame, sentAt: Date.now() });
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  #resend(): void {
    const [oldest] = this.#unacknowledged.values();
    // As the plugin: the time of sending is never refreshed, so this repeats on every tick.
    if (
      oldest &&
      Date.now() - oldest.sentAt > RESEND_AFTER_MS &&
      this.#socket?.readyState === WebSocket.OPEN
    ) {
      this.#socket.send(oldest.frame);
    }
  }

  #take(frame: Buffer): void {
    const message = decodeMessage(frame);
    if (!message?.isDigestRight) return;
    this.received.push(message);
    if (message.messageType === MESSAGE_TYPE.acknowledge) {
      const acknowledged = this.acknowledgedInput.at(-1);
      if (acknowledged !== undefined) this.#unacknowledged.delete(acknowledged);
    } else if (message.messageType === MESSAGE_TYPE.channelClosed) {
      this.#closeFor(message.payload.toString());
    } else if (message.messageType === MESSAGE_TYPE.output && this.#options.acknowledges !== false) {
      this.#takeOutput(message);
    }
  }

  #takeOutput(message: ReceivedMessage): void {
    if (message.sequenceNumber < this.expectedOutput) return;
    this.acknowledge(message);
    this.#early.set(message.sequenceNumber, message);
    this.#drain();
  }

  #drain(): void {
    for (let next = this.#early.get(this.expectedOutput); next; next = this.#early.get(this.expectedOutput)) {
      this.#early.delete(this.expectedOutput);
      this.expectedOutput += 1;
      this.#handle(next);
    }
  }

  #handle(message: ReceivedMessage): void {
    this.payloads.push({ type: message.payloadType, bytes: message.payload });
    if (message.payloadType === PAYLOAD_TYPE.handshakeRequest) {
      this.#sendInput(
        PAYLOAD_TYPE.handshakeResponse,
        Buffer.from(
          `{"ClientVersion":"${CLIENT_VERSION}","ProcessedClientActions":[{"ActionType":"SessionType","ActionStatus":1,"ActionResult":null,"Error":""}],"Errors":null}`,
        ),
      );
      return;
    }
    // The session type is known: the size goes out, once.
    if (!this.#isTypeKnown) {
      this.#isTypeKnown = true;
      const { cols, rows } = this.#options.size ?? { cols: 120, rows: 40 };
      this.resize(cols, rows);
    }
    if (message.payloadType !== PAYLOAD_TYPE.handshakeComplete) this.output += message.payload.toString();
  }

  #closeFor(payload: string): void {
    const output = /"Output":"((?:[^"\\]|\\.)*)"/.exec(payload)?.[1] ?? "";
    const { sessionId } = this.#credentials;
    this.#end(
      output === "" ? `Exiting session with sessionId: ${sessionId}.` : `SessionId: ${sessionId} : ${output}`,
    );
    this.#socket?.terminate(); // The plugin leaves without a closing handshake.
  }

  #comeBack(): void {
    const resumed = this.#options.resume?.();
    if (!resumed) return;
    if (resumed.tokenValue === undefined) this.#end(`Session: ${this.#credentials.sessionId} timed out.`);
    else this.connect(resumed.tokenValue);
  }

  #end(line: string): void {
    this.lastLine = line;
    clearInterval(this.#ticker);
  }
}
