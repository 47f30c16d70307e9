import type { NodeProcess, NodeProcessEvents } from "../nodes/processes/node-process";
import { decodeMessage, MESSAGE_TYPE, PAYLOAD_TYPE, type ReceivedMessage } from "./channel/codec";
import { InputReceiver } from "./channel/input-receiver";
import { OutputSender, RESEND_TICK_MS } from "./channel/output-sender";
import {
  acknowledgeFrame,
  handshakeCompletePayload,
  handshakeRequestPayload,
  type KmsAnswer,
  kmsAnswerIn,
  parseAcknowledgement,
  parseHandshakeResponse,
  parseSize,
  SESSION_FLAG,
} from "./channel/payloads";
import type { SessionSettings } from "./document-settings";
import { AgentEncryption, type AgentFault, type OpenDataKey } from "./encryption/agent-encryption";
import type { OutgoingFrames } from "./session-port";
import { Utf8Chunker } from "./utf8-chunks";

/** How long the agent waits for acknowledgements when the shell has ended. */
export const EXIT_WAIT_MS = 2000;
/** How long a client has to answer the handshake. */
export const HANDSHAKE_LIMIT_MS = 15_000;

/** How a session ended at the node: by itself, or because the agent could not run it. */
export interface AgentEnd {
  kind: "exit" | "failed" | "flag";
  /** What the user is told; empty for a plain exit. */
  output: string;
}

export interface AgentSessionOptions {
  settings: SessionSettings;
  session: { sessionId: string; target: string };
  openDataKey: OpenDataKey;
  /** What it does wrong, on order. */
  fault(): AgentFault | undefined;
  /** Delay before the first read of the terminal: a second in the real agent. */
  promptDelayMs: number;
  /** How many frames wait for a client that is gone before the terminal is no longer read. */
  unheardFrames: number;
  /** Opens the shell or the command on the node. */
  open(events: NodeProcessEvents): NodeProcess;
  /** Puts a frame on the way to the client. */
  transmit(frame: Buffer): void;
  /** Terminal output as it is sent, for the agent's log. */
  onTerminalBytes(bytes: Buffer): void;
  onEnd(end: AgentEnd): void;
  now(): number;
}

/** challenge: the client has to show that it has the key of an encrypted session. */
type Phase = "idle" | "handshake" | "challenge" | "running" | "over";

/** A key for an agent that asks for encryption out of its own head. */
const NO_KEY = "00000000-0000-4000-8000-000000000000";

/** The agent's half of one session: a program on the node, and the two numbered streams that carry it. */
export class AgentSession {
  #phase: Phase = "idle";
  #program: NodeProcess | undefined;
  readonly #sender: OutputSender;
  readonly #receiver: InputReceiver;
  readonly #chunker = new Utf8Chunker();
  readonly #errorChunker = new Utf8Chunker();
  readonly #ticker: NodeJS.Timeout;
  #handshakeStartedAt = 0;
  #hasExited = false;
  #hasListener = false;
  #encryption: AgentEncryption | undefined;

  readonly #options: AgentSessionOptions;

  constructor(options: AgentSessionOptions) {
    this.#options = options;
    this.#sender = new OutputSender(options.transmit, () => performance.now(), options.now);
    this.#receiver = new InputReceiver(
      (message) => this.#processInput(message),
      (message) => options.transmit(acknowledgeFrame(message, options.now())),
    );
    this.#ticker = setInterval(() => this.#tick(), RESEND_TICK_MS);
  }

  start(): void {
    const fault = this.#options.fault();
    const isForced = fault === "asks-for-encryption";
    if (!(this.#options.settings.hasHandshake || isForced) || fault === "does-not-encrypt") {
      this.#run();
      return;
    }
    const keyId = this.#options.settings.kmsKeyId ?? (isForced ? NO_KEY : undefined);
    if (keyId !== undefined) this.#encryption = new AgentEncryption(keyId, this.#options.fault);
    this.#phase = "handshake";
    this.#handshakeStartedAt = performance.now();
    const { sessionType, properties } = this.#options.settings;
    this.#sender.send(
      PAYLOAD_TYPE.handshakeRequest,
      handshakeRequestPayload(sessionType, properties, this.#encryption),
    );
  }

  /** Takes a frame that came from the client; what is not valid is dropped in silence. */
  receive(frame: Buffer): ReceivedMessage | undefined {
    const message = decodeMessage(frame);
    if (!message || this.#phase === "over") return undefined;
    if (message.messageType === MESSAGE_TYPE.acknowledge) {
      const sequenceNumber = parseAcknowledgement(message.payload);
      if (sequenceNumber !== undefined) this.#sender.acknowledge(sequenceNumber);
    } else if (message.messageType === MESSAGE_TYPE.input) {
      this.#receiver.receive(message);
    } else {
      return undefined;
    }
    return message;
  }

  /** Stops reading the terminal while the client's line is full or gone. */
  pauseOutput(): void {
    this.#program?.pause();
  }

  resumeOutput(): void {
    this.#program?.resume();
  }

  /** Tells whether a client is connected. */
  setListener(hasListener: boolean): void {
    this.#hasListener = hasListener;
    if (hasListener) this.#program?.resume();
  }

  /** Ends the session at once: no waiting for acknowledgements, and `onEnd` is not called. */
  stop(): void {
    this.#phase = "over";
    clearInterval(this.#ticker);
    if (!this.#hasExited) this.#program?.hangUp();
  }

  get outgoing(): OutgoingFrames {
    const { nextSequenceNumber: sent, pending: unacknowledged, resent } = this.#sender;
    return { sent, unacknowledged, resent };
  }

  #tick(): void {
    this.#sender.tick();
    const isShaking = this.#phase === "handshake" || this.#phase === "challenge";
    if (isShaking && performance.now() - this.#handshakeStartedAt > HANDSHAKE_LIMIT_MS) {
      this.#end({ kind: "failed", output: "Handshake with the client timed out." });
    }
  }

  #run(): void {
    this.#phase = "running";
    try {
      this.#program = this.#options.open({
        onOutput: (bytes, stream) => this.#sendOutput(bytes, stream),
        onExit: (exitCode) => void this.#finish(exitCode),
      });
    } catch (error) {
      this.#end({
        kind: "failed",
        output: `Unable to start shell: ${error instanceof Error ? error.message : error}`,
      });
      return;
    }
    const { shellProfile, sessionType } = this.#options.settings;
    if (sessionType === "NonInteractiveCommands") return;
    if (shellProfile !== "") this.#program.write(Buffer.from(`${shellProfile}\n`));
    this.#program.pause();
    setTimeout(() => this.#program?.resume(), this.#options.promptDelayMs);
  }

  #sendOutput(bytes: Buffer, stream: "stdout" | "stderr"): void {
    if (this.#phase !== "running") return;
    const isError = stream === "stderr" && this.#options.settings.hasSeparateErrors;
    const chunker = isError ? this.#errorChunker : this.#chunker;
    for (const chunk of chunker.push(bytes)) this.#sendChunk(isError, chunk);
    if (!this.#hasListener && this.#sender.pending >= this.#options.unheardFrames) this.#program?.pause();
  }

  #sendChunk(isError: boolean, chunk: Buffer): void {
    this.#send(isError ? PAYLOAD_TYPE.stdErr : PAYLOAD_TYPE.output, chunk);
    if (!isError) this.#options.onTerminalBytes(chunk);
  }

  #send(payloadType: number, payload: Buffer): void {
    this.#sender.send(payloadType, this.#encryption?.encrypt(payloadType, payload) ?? payload);
  }

  async #finish(exitCode: number): Promise<void> {
    if (this.#hasExited) return;
    this.#hasExited = true;
    if (this.#phase !== "running") return;
    this.#sendChunk(false, this.#chunker.flush());
    this.#sendChunk(true, this.#errorChunker.flush());
    if (this.#options.settings.sessionType === "NonInteractiveCommands") {
      this.#send(PAYLOAD_TYPE.exitCode, Buffer.from(`EXIT_CODE: ${exitCode}`));
    }
    const deadline = performance.now() + EXIT_WAIT_MS;
    while (this.#sender.pending > 0 && performance.now() < deadline && this.#isRunning()) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    if (this.#isRunning()) this.#end({ kind: "exit", output: "" });
  }

  #isRunning(): boolean {
    return this.#phase === "running";
  }

  #end(end: AgentEnd): void {
    this.stop();
    this.#options.onEnd(end);
  }

  #processInput(message: ReceivedMessage): boolean {
    if (this.#phase === "idle") return false;
    if (this.#phase === "handshake") {
      if (message.payloadType === PAYLOAD_TYPE.handshakeResponse) this.#completeHandshake(message.payload);
      return true; // Anything else is acknowledged and thrown away until the handshake is complete.
    }
    if (this.#phase === "challenge") {
      if (message.payloadType === PAYLOAD_TYPE.challengeResponse) this.#checkChallenge(message.payload);
      return true;
    }
    if (message.payloadType === PAYLOAD_TYPE.output) {
      if (this.#encryption) return this.#typeEncrypted(message.payload);
      // What the terminal does not take is not acknowledged: it comes again.
      return this.#program?.write(message.payload) ?? true;
    } else if (message.payloadType === PAYLOAD_TYPE.size) {
      const size = parseSize(message.payload);
      if (size) this.#program?.resize(size.cols, size.rows);
    } else if (message.payloadType === PAYLOAD_TYPE.flag && message.payload.length === 4) {
      if (message.payload.readUInt32BE(0) === SESSION_FLAG.terminateSession) {
        // The acknowledgement leaves first.
        setImmediate(() => this.#isRunning() && this.#end({ kind: "flag", output: "" }));
      }
    }
    return true;
  }

  #completeHandshake(payload: Buffer): void {
    const response = parseHandshakeResponse(payload);
    const failed = response?.ProcessedClientActions.find((action) => action.ActionStatus !== 1);
    if (!response || failed) {
      setImmediate(() =>
        this.#end({
          kind: "failed",
          output: `Handshake failed: ${failed?.Error || "the client's answer can't be read"}`,
        }),
      );
      return;
    }
    if (!this.#encryption) {
      this.#openShell("");
      return;
    }
    const answer = kmsAnswerIn(response);
    if (answer) void this.#challenge(this.#encryption, answer);
    else setImmediate(() => this.#fail("Handshake failed: the client gave no key"));
  }

  async #challenge(encryption: AgentEncryption, answer: KmsAnswer): Promise<void> {
    this.#phase = "challenge";
    try {
      const { session, openDataKey } = this.#options;
      const payload = await encryption.accept(answer, session, openDataKey);
      if (this.#phase === "challenge") this.#sender.send(PAYLOAD_TYPE.challengeRequest, payload);
    } catch (error) {
      this.#fail(`Handshake failed: ${error instanceof Error ? `${error.name} ${error.message}` : error}`);
    }
  }

  #checkChallenge(payload: Buffer): void {
    if (this.#encryption?.isAnswered(payload)) this.#openShell("This session is encrypted using AWS KMS.");
    else setImmediate(() => this.#fail("Handshake failed: the challenge was not answered"));
  }

  #openShell(customerMessage: string): void {
    const nanoseconds = Math.round((performance.now() - this.#handshakeStartedAt) * 1e6);
    this.#sender.send(PAYLOAD_TYPE.handshakeComplete, handshakeCompletePayload(nanoseconds, customerMessage));
    this.#run();
  }

  #typeEncrypted(payload: Buffer): boolean {
    const typed = this.#encryption?.decrypt(payload);
    if (typed) return this.#program?.write(typed) ?? true;
    setImmediate(() => this.#fail("Input that is not encrypted with the session's key"));
    return true;
  }

  #fail(output: string): void {
    if (this.#phase !== "over") this.#end({ kind: "failed", output });
  }
}
