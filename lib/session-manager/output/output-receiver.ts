import { Pauses } from "@/lib/kernel/pauses";
import { RetryDelay } from "../retry-delay";
import { StallWatch } from "../stall-watch";
import { DoubtfulAcknowledgements } from "./doubtful-acknowledgements";
import { OutputOrder } from "./output-order";
import type { OutputReceiverOptions, ReceivedFrame } from "./output-receiver-options";
import {
  BehindWatch,
  GIVEN_UP_AS,
  nextReceiverState,
  type OutputPause,
  type ReceiverState,
  type ReceiverStep,
} from "./output-states";
import type { OutputFrame, OutputGap, StoredOutput } from "./recorder";

/**
 * The receiving half: makes frames durable, acknowledges each as soon as it is, in whatever order they
 * came, and hands them on in order. Frames that come while the recorder writes share its next call.
 */
export class OutputReceiver {
  readonly #order: OutputOrder;
  /** Not yet durable, in order of arrival. */
  #waiting: ReceivedFrame[] = [];
  /** Numbers of all frames that wait or are being written. */
  readonly #unsaved = new Set<number>();
  readonly #retry: RetryDelay;
  readonly #stall: StallWatch;
  #bufferedBytes = 0;
  #highestSeen: number;
  #state: ReceiverState = "receiving";
  readonly #pauses = new Pauses<OutputPause>();
  readonly #behind: BehindWatch;
  /** Missing numbers below this are given up as soon as everything that came is durable. */
  #giveUpBelow = 0;
  /** One batch or gap at a time is recorded. */
  #worker: "idle" | "recording" = "idle";
  #task = Promise.resolve();
  /** Called when it is drained, once it finishes. */
  #finished: () => void = () => undefined;
  readonly #doubtful: DoubtfulAcknowledgements;

  readonly #options: OutputReceiverOptions;

  constructor(options: OutputReceiverOptions) {
    this.#options = options;
    const { counters, limits } = options;
    this.#order = new OutputOrder(counters, limits.maxHeldBytes, options.deliver);
    this.#highestSeen = this.#order.highest;
    this.#doubtful = new DoubtfulAcknowledgements((sequence) => options.acknowledgeNumber(sequence));
    this.#retry = new RetryDelay(limits.retryMs, limits.maxRetryMs);
    this.#stall = new StallWatch(limits.gapMs, options.probe);
    this.#behind = new BehindWatch(limits.behindMs);
  }

  /** The number that the next frame to be handed on will have. */
  get nextSequence(): number {
    return this.#order.expected;
  }

  /** Takes a frame whose digest is right. Frames known already are acknowledged again if durable. */
  accept(frame: ReceivedFrame): void {
    const { sequence } = frame;
    if (this.#state === "stopped" || this.#unsaved.has(sequence)) return;
    const isNew = this.#order.isNew(sequence);
    // The acknowledgement may have been lost with a connection: without another the agent, which resends only its
    // oldest frame, would never come to the next.
    if (!isNew) this.#options.acknowledge(frame);
    this.#doubtful.cameAgain(sequence, this.#order.nextDurable);
    if (!isNew) return;
    if (!this.#hasRoomFor(frame)) {
      this.#options.onEvent({ type: "output.refused", sequence });
      return;
    }
    if (sequence < this.#highestSeen) this.#stall.reset();
    else this.#highestSeen = sequence;
    this.#unsaved.add(sequence);
    this.#bufferedBytes += frame.payload.byteLength;
    this.#waiting.push(frame);
    if (this.#unsaved.size >= this.#options.limits.pauseFrames) this.#setBehind(true);
    this.#work();
  }

  /** Whether a number is durable or on its way there: of such a frame only the number is looked at. */
  isKnown(sequence: number): boolean {
    return this.#unsaved.has(sequence) || !this.#order.isNew(sequence);
  }

  /** Any sign of life from the agent: output or an acknowledgement. */
  heard(): void {
    this.#stall.heard();
  }

  /** There is another connection: what is durable may have been acknowledged into the one before. */
  attached(): void {
    this.#stall.reset(); // A new one gets the whole time again.
    this.#doubtful.connected(this.#order);
    this.#work();
  }

  detached(): void {
    this.#stall.reset();
    this.#work();
  }

  tick(isAttached: boolean): void {
    const now = this.#options.clock();
    if (isAttached) this.#doubtful.goOn(this.#order.nextDurable);
    const isMissing = this.#order.isMissing && !this.#unsaved.has(this.#order.expected);
    this.#pauses.set("detached", !isAttached);
    const canCome = !this.#pauses.isPaused;
    const told = this.#behind.tick(isMissing && canCome, now);
    if (told) this.#options.onEvent({ type: told });
    if (this.#stall.tick(now, { isMissing, canCome, highestSeen: this.#highestSeen })) {
      this.#giveUpBelow = this.#stall.ceiling;
      this.#stall.reset();
    }
    this.#work();
  }

  /** No frame will come any more: calls back once when everything is durable, named and handed on. */
  finish(finished: () => void): void {
    if (!this.#step("finish")) return;
    this.#finished = finished;
    this.#giveUpBelow = Number.POSITIVE_INFINITY;
    this.#work();
  }

  /** Acknowledges and hands on nothing from now on. */
  stop(): void {
    this.#step("stop");
    this.#waiting = [];
    this.#unsaved.clear();
    this.#order.stop();
  }

  /** Resolves when the recorder is idle: nothing waits, or it has to be tried again later. */
  async settled(): Promise<void> {
    while (this.#worker === "recording") await this.#task;
  }

  /** @returns false when the step is ignored */
  #step(step: ReceiverStep): boolean {
    const next = nextReceiverState(this.#state, step);
    if (next) this.#state = next;
    return next !== undefined;
  }

  #isStopped(): boolean {
    return this.#state === "stopped";
  }

  #hasRoomFor(frame: OutputFrame): boolean {
    const { maxBufferedFrames, maxBufferedBytes } = this.#options.limits;
    // The frame that everything waits for is always taken: refusing it would be a deadlock.
    if (frame.sequence === this.#order.expected) return true;
    if (this.#order.lateCount >= maxBufferedFrames && frame.sequence < this.#order.expected) return false;
    return (
      this.#unsaved.size < maxBufferedFrames &&
      this.#bufferedBytes + frame.payload.byteLength <= maxBufferedBytes
    );
  }

  #setBehind(isBehind: boolean): void {
    if (this.#pauses.has("recorder-behind") === isBehind) return;
    this.#pauses.set("recorder-behind", isBehind);
    this.#options.onEvent({ type: isBehind ? "reading.paused" : "reading.resumed" });
  }

  #work(): void {
    const hasWork = this.#waiting.length > 0 || this.#giveUpBelow > 0 || this.#canReadOn();
    if (this.#worker === "recording" || this.#isStopped() || !hasWork) return;
    this.#worker = "recording";
    this.#task = this.#run();
  }

  async #run(): Promise<void> {
    // One turn of the microtask queue: frames out of the same read of the socket share a batch.
    await Promise.resolve();
    while (!this.#isStopped() && this.#retry.isDue(this.#options.clock())) {
      const hasWaiting = this.#waiting.length > 0;
      if (hasWaiting) await this.#appendBatch();
      if (this.#canReadOn()) await this.#readOn();
      else if (hasWaiting) continue;
      else if (this.#order.isMissing && this.#giveUpBelow > this.#order.expected) await this.#closeGap();
      else {
        // What waits to be read back may have holes behind it.
        if (this.#order.storedUpTo === undefined) this.#giveUpBelow = 0;
        break;
      }
    }
    // Here, not when the promise settles: a frame that comes in between would wait for the next tick.
    this.#worker = "idle";
    if (this.#waiting.length === 0 && this.#order.isDone && this.#step("drained")) this.#finished();
  }

  async #appendBatch(): Promise<void> {
    const batch = this.#waiting.splice(0, this.#options.limits.maxBatchFrames);
    try {
      await this.#options.recorder.appendOutput(batch);
    } catch (error) {
      this.#waiting = batch.concat(this.#waiting);
      this.#failed("output", error);
      return;
    }
    this.#succeeded();
    const early: OutputFrame[] = [];
    for (const frame of batch) {
      if (this.#isStopped()) return;
      if (this.#saved(frame) === "early") early.push(frame);
    }
    this.#order.takeEarly(early);
    if (this.#unsaved.size <= this.#options.limits.resumeFrames) this.#setBehind(false);
  }

  #saved(frame: ReceivedFrame): ReturnType<OutputOrder["take"]> {
    const { sequence } = frame;
    this.#unsaved.delete(sequence);
    this.#bufferedBytes -= frame.payload.byteLength;
    this.#options.acknowledge(frame);
    const taken = this.#order.take(frame);
    if (taken === "late") this.#options.onEvent({ type: "output.late", sequence });
    return taken;
  }

  #canReadOn(): boolean {
    return this.#order.storedUpTo !== undefined && this.#options.mayReadOn();
  }

  /** Shows the next part of what only the recording has. */
  async #readOn(): Promise<void> {
    const last = this.#order.storedUpTo;
    if (last === undefined) return;
    let parts: readonly StoredOutput[];
    try {
      parts = await this.#options.recorder.readOutput(this.#order.expected, last);
    } catch (error) {
      this.#failed("output", error);
      return;
    }
    this.#succeeded();
    this.#order.takeStored(parts);
  }

  async #closeGap(): Promise<void> {
    if (this.#state === "stopped") return;
    const gap: OutputGap = {
      from: this.#order.expected,
      to: this.#order.firstWaiting - 1,
      why: GIVEN_UP_AS[this.#state],
    };
    try {
      await this.#options.recorder.appendGap(gap);
    } catch (error) {
      this.#failed("gap", error);
      return;
    }
    this.#succeeded();
    if (this.#isStopped()) return;
    this.#options.onEvent({ type: "gap.closed", gap });
    this.#order.giveUp(gap);
  }

  #failed(what: "output" | "gap", error: unknown): void {
    this.#retry.failed(this.#options.clock());
    this.#pauses.set("recorder-failing", true);
    if (!this.#isStopped()) this.#options.onEvent({ type: "recording.failed", what, error });
  }

  #succeeded(): void {
    if (!this.#retry.isFailing) return;
    this.#retry.succeeded();
    this.#pauses.set("recorder-failing", false);
    if (!this.#isStopped()) this.#options.onEvent({ type: "recording.recovered" });
  }
}
