import { ChannelError, type ChannelEvent, type ChannelLimits } from "../channel-events";
import type { DurableCounters, Recorder } from "../output/recorder";
import { RetryDelay } from "../retry-delay";
import { buildSize, type TerminalSize } from "../wire/payloads";
import { payloadTypes } from "../wire/wire-types";
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
  #hasFilled: boolean;
  #size: TerminalSize;
  #isSizePending = true;
  #control: Control | undefined;
  readonly #keystrokes: KeystrokeQueue;
  readonly #unacknowledged: UnacknowledgedInput;
  readonly #retry: RetryDelay;
  #isAttached = false;
  #isReady = false;
  /**
   * The agent is known to take input: until then one message at a time. A later one could be
   * acknowledged and buffered while the first was dropped because the terminal was not up; and a
   * successor that dies at once must not leave more numbers in doubt than the next one fills.
   */
  #isTaking = false;
  #isClosed = false;
  #isWorking = false;
  #task = Promise.resolve();

  readonly #options: InputSenderOptions;

  constructor(options: InputSenderOptions) {
    this.#options = options;
    const { counters, limits } = options;
    if (counters.inputFillFrom > counters.inputNext) throw new TypeError("inputFillFrom is beyond inputNext");
    this.#next = counters.inputNext;
    this.#hasFilled = counters.inputFillFrom === counters.inputNext;
    this.#size = options.size;
    this.#keystrokes = new KeystrokeQueue(limits);
    this.#retry = new RetryDelay(limits.retryMs, limits.maxRetryMs);
    this.#unacknowledged = new UnacknowledgedInput(options);
  }

  get nextSequence(): number {
    return this.#next;
  }

  attach(): void {
    this.#isAttached = true;
    this.#unacknowledged.resendAll();
    this.#work();
  }

  detach(): void {
    this.#isAttached = false;
  }

  /** The shell is there: size and keystrokes may go. */
  ready(): void {
    this.#isReady = true;
    this.#work();
  }

  /** The terminal is up. For a first client that is enough to let the whole window go. */
  terminalIsUp(): void {
    if (this.#isTaking || this.#options.counters.inputNext > 0) return;
    this.#isTaking = true;
    this.#work();
  }

  /** Resolves when all bytes are recorded and given to the connection (or kept for the next one). */
  write(bytes: Uint8Array): Promise<void> {
    if (this.#isClosed) return Promise.reject(closedError());
    const written = this.#keystrokes.add(bytes);
    this.#work();
    return written;
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    this.#isSizePending = true;
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
    if (this.#unacknowledged.acknowledged(sequence)) this.#isTaking ||= this.#isReady;
    this.#work();
  }

  /** The agent has answered this message in another way. */
  retireControl(): void {
    this.#control = undefined;
    this.#unacknowledged.retireType(payloadTypes.handshakeResponse);
  }

  tick(): void {
    if (this.#isClosed) return;
    if (this.#isAttached) this.#unacknowledged.tick();
    this.#work();
  }

  /** Something else could be recorded: what is typed now need not wait for the next try. */
  recorderWorks(): void {
    this.#retry.succeeded();
    this.#work();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#keystrokes.refuse(closedError());
  }

  async settled(): Promise<void> {
    while (this.#isWorking) await this.#task;
  }

  #work(): void {
    if (this.#isWorking) return;
    if (this.#isWaitingToRetry())
      this.#keystrokes.refuse(new ChannelError("INPUT_NOT_RECORDED", "input can't be recorded now"));
    if (!this.#canSend()) return;
    this.#isWorking = true;
    this.#task = this.#run();
  }

  #isWaitingToRetry(): boolean {
    return this.#retry.isFailing && !this.#retry.isDue(this.#options.clock());
  }

  #canSend(): boolean {
    if (this.#isClosed || !this.#isAttached || this.#isWaitingToRetry()) return false;
    if (this.#control !== undefined) return true;
    if (!this.#isReady || (!this.#isSizePending && this.#keystrokes.isEmpty)) return false;
    return (
      this.#unacknowledged.spanBefore(this.#next) < (this.#isTaking ? this.#options.limits.maxInFlight : 1)
    );
  }

  async #run(): Promise<void> {
    while (this.#canSend()) {
      this.#fill();
      if (this.#control !== undefined) {
        const control = this.#control;
        this.#control = undefined;
        if (!(await this.#record(control))) this.#control ??= control;
      } else if (this.#isSizePending) {
        this.#isSizePending = false;
        const outgoing = { payloadType: payloadTypes.size, payload: buildSize(this.#size) };
        if (!(await this.#record(outgoing))) this.#isSizePending = true;
      } else {
        await this.#sendKeystrokes(this.#keystrokes.take(this.#options.limits.maxInputBytes));
      }
    }
    this.#isWorking = false;
  }

  async #sendKeystrokes(chunk: Chunk): Promise<void> {
    const isSent = await this.#record({ payloadType: payloadTypes.output, payload: chunk.payload });
    const error = this.#isClosed
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
      if (!this.#isClosed) this.#options.onEvent({ type: "recording.failed", what: "input", error });
      return false;
    }
    if (this.#retry.isFailing) {
      this.#retry.succeeded();
      if (!this.#isClosed) this.#options.onEvent({ type: "recording.recovered" });
    }
    if (this.#isClosed) return false;
    this.#next = sequence + 1;
    const frame = this.#options.encode(sequence, payloadType, payload);
    this.#unacknowledged.add(sequence, frame, outgoing, this.#isAttached);
    return true;
  }

  /**
   * Terminal sizes under every number a predecessor may have used: the agent runs nothing beyond a
   * number that is missing, and a size is harmless whether it is taken or thrown away as known. These
   * numbers are recorded as reserved already.
   */
  #fill(): void {
    if (this.#hasFilled) return;
    this.#hasFilled = true;
    const { inputFillFrom: from, inputNext } = this.#options.counters;
    const to = inputNext - 1;
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
