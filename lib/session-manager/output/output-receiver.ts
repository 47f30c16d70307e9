import { Pauses } from "@/lib/kernel/pauses";
import { RetryDelay } from "../retry-delay";
import { StallWatch } from "../stall-watch";
import { ClosedGaps } from "./closed-gaps";
import type { OutputReceiverOptions, ReceivedFrame } from "./output-receiver-options";
import {
  BehindWatch,
  GIVEN_UP_AS,
  nextReceiverState,
  type OutputPause,
  type ReceiverState,
  type ReceiverStep,
} from "./output-states";
import type { OutputFrame, OutputGap } from "./recorder";

/**
 * The receiving half: makes frames durable, acknowledges each as soon as it is, in whatever order they
 * came, and hands them on in order. Frames that come while the recorder writes share its next call.
 */
export class OutputReceiver {
  #expected: number;
  /** Durable and acknowledged, waiting for a predecessor. */
  readonly #ahead = new Map<number, OutputFrame>();
  /** Not yet durable, in order of arrival. */
  #waiting: ReceivedFrame[] = [];
  /** Numbers of all frames that wait or are being written. */
  readonly #unsaved = new Set<number>();
  readonly #late = new Set<number>();
  readonly #gaps: ClosedGaps;
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
  /** Numbers from..below were durable before this connection: their acknowledgements may be lost. */
  #doubtful = { from: 0, below: 0 };

  readonly #options: OutputReceiverOptions;

  constructor(options: OutputReceiverOptions) {
    this.#options = options;
    const { counters, limits } = options;
    this.#expected = counters.outputExpected;
    this.#highestSeen = counters.outputExpected - 1;
    this.#gaps = new ClosedGaps(counters.outputGaps ?? []);
    this.#retry = new RetryDelay(limits.retryMs, limits.maxRetryMs);
    this.#stall = new StallWatch(limits.gapMs, options.probe);
    this.#behind = new BehindWatch(limits.behindMs);
    for (const frame of counters.outputAhead ?? []) {
      this.#ahead.set(frame.sequence, frame);
      this.#bufferedBytes += frame.payload.byteLength;
      this.#highestSeen = Math.max(this.#highestSeen, frame.sequence);
    }
  }

  /** The number that the next frame to be handed on will have. */
  get nextSequence(): number {
    return this.#expected;
  }

  /** Takes a frame whose digest is right. Frames known already are acknowledged again if durable. */
  accept(frame: ReceivedFrame): void {
    const { sequence } = frame;
    if (this.#state === "stopped" || this.#unsaved.has(sequence)) return;
    const isNew = this.#gaps.find(sequence)
      ? !this.#late.has(sequence)
      : sequence >= this.#expected && !this.#ahead.has(sequence);
    if (!isNew) {
      // The acknowledgement may have been lost with a connection: without another the agent, which
      // resends only its oldest frame, would never come to the next.
      this.#options.acknowledge(frame);
      this.#acknowledgeAgainFrom(sequence + 1);
      return;
    }
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

  /** Any sign of life from the agent: output or an acknowledgement. */
  heard(): void {
    this.#stall.heard();
  }

  /** Called at every change of connection: a new one gets the whole time again. */
  reconnected(): void {
    this.#stall.reset();
    this.#doubtful = { from: 0, below: Math.max(this.#expected, this.#highestSeen + 1) };
    this.#work();
  }

  tick(isAttached: boolean): void {
    const now = this.#options.clock();
    const isMissing = this.#ahead.size > 0 && !this.#unsaved.has(this.#expected);
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
    this.#ahead.clear();
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

  /**
   * A frame that is durable came again: it is the agent's oldest, so the acknowledgements of all after it may have
   * been lost with a connection too. The agent would send each of them again, one in 100 ms, before anything new.
   */
  #acknowledgeAgainFrom(first: number): void {
    const from = Math.max(first, this.#doubtful.from);
    const below = Math.min(this.#doubtful.below, from + this.#options.limits.maxBufferedFrames);
    for (let sequence = from; sequence < below; sequence++)
      if (!this.#isStopped() && this.#isDurable(sequence)) this.#options.acknowledgeNumber(sequence);
    this.#doubtful.from = Math.max(from, below);
  }

  #isDurable(sequence: number): boolean {
    if (this.#gaps.find(sequence)) return this.#late.has(sequence);
    return sequence < this.#expected || this.#ahead.has(sequence);
  }

  #hasRoomFor(frame: OutputFrame): boolean {
    const { maxBufferedFrames, maxBufferedBytes } = this.#options.limits;
    // The frame that everything waits for is always taken: refusing it would be a deadlock.
    if (frame.sequence === this.#expected) return true;
    if (this.#late.size >= maxBufferedFrames && frame.sequence < this.#expected) return false;
    return (
      this.#ahead.size + this.#unsaved.size < maxBufferedFrames &&
      this.#bufferedBytes + frame.payload.byteLength <= maxBufferedBytes
    );
  }

  #setBehind(isBehind: boolean): void {
    if (this.#pauses.has("recorder-behind") === isBehind) return;
    this.#pauses.set("recorder-behind", isBehind);
    this.#options.onEvent({ type: isBehind ? "reading.paused" : "reading.resumed" });
  }

  #work(): void {
    const hasWork = this.#waiting.length > 0 || this.#giveUpBelow > 0;
    if (this.#worker === "recording" || this.#isStopped() || !hasWork) return;
    this.#worker = "recording";
    this.#task = this.#run();
  }

  async #run(): Promise<void> {
    // One turn of the microtask queue: frames out of the same read of the socket share a batch.
    await Promise.resolve();
    while (!this.#isStopped() && this.#retry.isDue(this.#options.clock())) {
      if (this.#waiting.length > 0) await this.#appendBatch();
      else if (this.#ahead.size > 0 && this.#giveUpBelow > this.#expected) await this.#closeGap();
      else {
        this.#giveUpBelow = 0;
        break;
      }
    }
    // Here, not when the promise settles: a frame that comes in between would wait for the next tick.
    this.#worker = "idle";
    if (this.#waiting.length === 0 && this.#ahead.size === 0 && this.#step("drained")) this.#finished();
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
    for (const frame of batch) {
      if (this.#isStopped()) return;
      this.#saved(frame);
    }
    if (this.#unsaved.size <= this.#options.limits.resumeFrames) this.#setBehind(false);
  }

  #saved(frame: ReceivedFrame): void {
    const { sequence } = frame;
    this.#unsaved.delete(sequence);
    this.#options.acknowledge(frame);
    if (this.#gaps.find(sequence)) {
      this.#late.add(sequence);
      this.#bufferedBytes -= frame.payload.byteLength;
      this.#options.onEvent({ type: "output.late", sequence });
      return;
    }
    this.#ahead.set(sequence, frame);
    this.#handOn();
  }

  #handOn(): void {
    while (!this.#isStopped()) {
      const frame = this.#ahead.get(this.#expected);
      if (frame !== undefined) {
        this.#ahead.delete(this.#expected);
        this.#bufferedBytes -= frame.payload.byteLength;
        this.#expected++;
        this.#options.deliver(frame);
        continue;
      }
      const gap = this.#gaps.find(this.#expected);
      if (gap === undefined) return;
      this.#expected = gap.to + 1;
    }
  }

  async #closeGap(): Promise<void> {
    let next = Number.POSITIVE_INFINITY;
    for (const sequence of this.#ahead.keys()) next = Math.min(next, sequence);
    if (this.#state === "stopped") return;
    const gap: OutputGap = { from: this.#expected, to: next - 1, why: GIVEN_UP_AS[this.#state] };
    try {
      await this.#options.recorder.appendGap(gap);
    } catch (error) {
      this.#failed("gap", error);
      return;
    }
    this.#succeeded();
    if (this.#isStopped()) return;
    this.#gaps.add(gap);
    this.#options.onEvent({ type: "gap.closed", gap });
    this.#handOn();
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
