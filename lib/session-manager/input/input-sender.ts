import { ChannelError, type ChannelEvent, type ChannelLimits } from "../channel-events";
import type { DurableCounters, Recorder } from "../output/recorder";
import { RetryDelay } from "../retry-delay";
import { buildSize, type TerminalSize } from "../wire/payloads";
import { payloadTypes } from "../wire/wire-types";
import {
  type InputLink,
  type InputLinkStep,
  type InputPause,
  inputPauses,
  isStopped,
  nextInputLink,
  nextShellState,
  type ShellState,
  type ShellStep,
} from "./input-states";
import { type Chunk, KeystrokeQueue } from "./keystroke-queue";
import { type Outgoing, UnacknowledgedInput } from "./unacknowledged-input";

export interface InputSenderOptions {
  counters: DurableCounters;
  size: TerminalSize;
  limits: ChannelLimits;
  recorder: Recorder;
  clock: () => number;
  /** Encodes one input_stream_data message. */
  encode: (sequence: number, payloadType: number, payload: Uint8Array) => Uint8Array;
  transmit: (frame: Uint8Array) => void;
  onEvent: (event: ChannelEvent) => void;
}

interface Control {
  payloadType: number;
  payload: Uint8Array;
  onAcknowledged: () => void;
}

/**
 * The sending half: gives each message its number, has it recorded, sends it, and resends the oldest
 * until the agent has it. Handshake answers go first, then the terminal size, then keystrokes; the last
 * two wait until the shell is there.
 */
export class InputSender {
  #next: number;
  /** Numbers that a predecessor may have used, until they are filled; both ends included. */
  #unfilled: { from: number; to: number } | undefined;
  #size: TerminalSize;
  /** The size that is still to be sent. */
  #pendingSize: TerminalSize | undefined;
  #control: Control | undefined;
  readonly #keystrokes: KeystrokeQueue;
  readonly #unacknowledged: UnacknowledgedInput;
  readonly #retry: RetryDelay;
  #link: InputLink = "detached";
  #shell: ShellState = "absent";
  /** One message at a time is recorded and sent. */
  #worker: "idle" | "recording" = "idle";
  #task = Promise.resolve();

  readonly #options: InputSenderOptions;

  constructor(options: InputSenderOptions) {
    this.#options = options;
    const { counters, limits } = options;
    const { inputFillFrom, inputNext } = counters;
    if (inputFillFrom > inputNext) throw new TypeError("inputFillFrom is beyond inputNext");
    this.#next = inputNext;
    this.#unfilled = inputFillFrom < inputNext ? { from: inputFillFrom, to: inputNext - 1 } : undefined;
    this.#size = options.size;
    this.#pendingSize = options.size;
    this.#keystrokes = new KeystrokeQueue(limits);
    this.#retry = new RetryDelay(limits.retryMs, limits.maxRetryMs);
    this.#unacknowledged = new UnacknowledgedInput(options);
  }

  get nextSequence(): number {
    return this.#next;
  }

  /** Every reason for which typing waits now; none: it goes at once. */
  get pauses(): ReadonlySet<InputPause> {
    return inputPauses({
      link: this.#link,
      shell: this.#shell,
      isRecorderFailing: this.#isWaitingToRetry(),
      inFlight: this.#unacknowledged.spanBefore(this.#next),
      maxInFlight: this.#options.limits.maxInFlight,
    });
  }

  attach(): void {
    this.#stepLink("attach");
    if (this.#isClosed()) return;
    this.#unacknowledged.resendAll();
    this.#work();
  }

  detach(): void {
    this.#stepLink("detach");
  }

  /** The shell is there: size and keystrokes may go. */
  ready(): void {
    this.#stepShell("appeared");
    this.#work();
  }

  /** The terminal is up. For a first client that is enough to let the whole window go. */
  terminalIsUp(): void {
    if (this.#options.counters.inputNext > 0) return;
    this.#stepShell("taken");
    this.#work();
  }

  /** Resolves when all bytes are recorded and given to the connection (or kept for the next one). */
  write(bytes: Uint8Array): Promise<void> {
    if (this.#link === "closed") return Promise.reject(closedError());
    const written = this.#keystrokes.add(bytes);
    this.#work();
    return written;
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    this.#pendingSize = size;
    this.#work();
  }

  /** The size once more: harmless, and the agent must answer it. */
  probe(): void {
    this.resize(this.#size);
  }

  /** Sends a message that does not wait for the shell. One at a time. */
  sendControl(control: Control): void {
    this.#control = control;
    this.#work();
  }

  acknowledged(sequence: number): void {
    if (this.#unacknowledged.acknowledged(sequence)) this.#stepShell("taken");
    this.#work();
  }

  /** The agent has answered this message in another way. */
  retireControl(): void {
    this.#control = undefined;
    this.#unacknowledged.retireType(payloadTypes.handshakeResponse);
    this.#unacknowledged.retireType(payloadTypes.encryptionChallengeResponse);
  }

  tick(): void {
    if (this.#link === "closed") return;
    if (this.#link === "attached") this.#unacknowledged.tick();
    this.#work();
  }

  /** Something else could be recorded: what is typed now need not wait for the next try. */
  recorderWorks(): void {
    this.#retry.succeeded();
    this.#work();
  }

  close(): void {
    if (this.#link === "closed") return;
    this.#stepLink("close");
    this.#keystrokes.refuse(closedError());
  }

  async settled(): Promise<void> {
    while (this.#worker === "recording") await this.#task;
  }

  #stepLink(step: InputLinkStep): void {
    this.#link = nextInputLink(this.#link, step);
  }

  #stepShell(step: ShellStep): void {
    this.#shell = nextShellState(this.#shell, step);
  }

  #isClosed(): boolean {
    return this.#link === "closed";
  }

  #work(): void {
    if (this.#worker === "recording") return;
    if (this.#isWaitingToRetry())
      this.#keystrokes.refuse(new ChannelError("INPUT_NOT_RECORDED", "input can't be recorded now"));
    if (!this.#canSend()) return;
    this.#worker = "recording";
    this.#task = this.#run();
  }

  #isWaitingToRetry(): boolean {
    return this.#retry.isFailing && !this.#retry.isDue(this.#options.clock());
  }

  #canSend(): boolean {
    const { pauses } = this;
    if (this.#control !== undefined) return !isStopped(pauses, "answers");
    return (this.#pendingSize !== undefined || !this.#keystrokes.isEmpty) && !isStopped(pauses, "typing");
  }

  async #run(): Promise<void> {
    while (this.#canSend()) {
      this.#fill();
      if (this.#control !== undefined) {
        const control = this.#control;
        this.#control = undefined;
        if (!(await this.#record(control))) this.#control ??= control;
      } else if (this.#pendingSize !== undefined) {
        const outgoing = { payloadType: payloadTypes.size, payload: buildSize(this.#pendingSize) };
        this.#pendingSize = undefined;
        if (!(await this.#record(outgoing))) this.#pendingSize = this.#size;
      } else {
        await this.#sendKeystrokes(this.#keystrokes.take(this.#options.limits.maxInputBytes));
      }
    }
    this.#worker = "idle";
  }

  async #sendKeystrokes(chunk: Chunk): Promise<void> {
    const isSent = await this.#record({ payloadType: payloadTypes.output, payload: chunk.payload });
    const error = this.#isClosed()
      ? closedError()
      : new ChannelError("INPUT_NOT_RECORDED", "input could not be recorded");
    for (const write of chunk.writes) {
      if (isSent) write.resolve();
      else write.reject(error);
    }
    if (!isSent) this.#keystrokes.refuse(error);
  }

  /** Durable first, then sent. False: neither. */
  async #record(outgoing: Outgoing): Promise<boolean> {
    const sequence = this.#next;
    const { payloadType, payload } = outgoing;
    try {
      await this.#options.recorder.appendInput({ sequence, payloadType, payload });
    } catch (error) {
      this.#retry.failed(this.#options.clock());
      if (!this.#isClosed()) this.#options.onEvent({ type: "recording.failed", what: "input", error });
      return false;
    }
    if (this.#retry.isFailing) {
      this.#retry.succeeded();
      if (!this.#isClosed()) this.#options.onEvent({ type: "recording.recovered" });
    }
    if (this.#isClosed()) return false;
    this.#next = sequence + 1;
    const frame = this.#options.encode(sequence, payloadType, payload);
    this.#unacknowledged.add(sequence, frame, outgoing, this.#link === "attached");
    return true;
  }

  /**
   * Terminal sizes under every number a predecessor may have used: the agent runs nothing beyond a
   * number that is missing, and a size is harmless whether it is taken or thrown away as known. These
   * numbers are recorded as reserved already.
   */
  #fill(): void {
    if (!this.#unfilled) return;
    const { from, to } = this.#unfilled;
    this.#unfilled = undefined;
    const payload = buildSize(this.#size);
    for (let sequence = from; sequence <= to; sequence++) {
      const frame = this.#options.encode(sequence, payloadTypes.size, payload);
      this.#unacknowledged.add(
        sequence,
        frame,
        { payloadType: payloadTypes.size, payload, isFill: true },
        true,
      );
    }
    this.#options.onEvent({ type: "input.filled", from, to });
  }
}

function closedError(): ChannelError {
  return new ChannelError("CHANNEL_CLOSED", "the channel is closed");
}
