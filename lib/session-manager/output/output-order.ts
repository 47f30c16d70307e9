import { payloadTypes } from "../wire/wire-types";
import { ClosedGaps } from "./closed-gaps";
import { DurableAhead, runsOf } from "./durable-ahead";
import type { DurableCounters, OutputFrame, OutputGap, StoredOutput } from "./recorder";

/** Durable output in the order of the stream: what is shown next, what waits behind a missing number, what was given up. */
export class OutputOrder {
  #expected: number;
  readonly #ahead: DurableAhead;
  readonly #gaps: ClosedGaps;
  /** Numbers inside closed gaps that came all the same. */
  readonly #late = new Set<number>();
  #isStopped = false;

  readonly #deliver: (frame: OutputFrame) => void;

  /**
   * @param maxHeldBytes of frames that wait; of the others only the numbers are kept
   * @param deliver called in order, each number once
   */
  constructor(counters: DurableCounters, maxHeldBytes: number, deliver: (frame: OutputFrame) => void) {
    this.#expected = counters.outputExpected;
    this.#ahead = new DurableAhead(maxHeldBytes, counters.outputAhead ?? []);
    this.#gaps = new ClosedGaps(counters.outputGaps ?? []);
    this.#deliver = deliver;
  }

  /** The number to be shown next. */
  get expected(): number {
    return this.#expected;
  }

  /** The highest number that is durable, or below all that is expected. */
  get highest(): number {
    return Math.max(this.#expected - 1, this.#ahead.highest);
  }

  /** The first number that waits; infinite when none does. */
  get firstWaiting(): number {
    return this.#ahead.lowest;
  }

  /** Whether something waits for a number that is not durable. */
  get isMissing(): boolean {
    return !this.#ahead.isEmpty && !this.#ahead.has(this.#expected);
  }

  get isDone(): boolean {
    return this.#ahead.isEmpty;
  }

  /** The last of the numbers that only the recording has and that come next; undefined when there are none. */
  get storedUpTo(): number | undefined {
    return this.#ahead.storedFrom(this.#expected);
  }

  get lateCount(): number {
    return this.#late.size;
  }

  /** Whether a number is not durable yet. */
  isNew(sequence: number): boolean {
    if (this.#gaps.find(sequence)) return !this.#late.has(sequence);
    return sequence >= this.#expected && !this.#ahead.has(sequence);
  }

  /** The lowest number from one on that is durable and in no gap; infinite when there is none. */
  readonly nextDurable = (sequence: number): number => {
    let next = sequence;
    for (let gap = this.#gaps.find(next); gap; gap = this.#gaps.find(next)) next = gap.to + 1;
    return next < this.#expected ? next : this.#ahead.next(next);
  };

  /** Takes a frame that is durable now, and shows it if it is its turn. */
  take(frame: OutputFrame): "shown" | "early" | "late" {
    const { sequence } = frame;
    if (this.#gaps.find(sequence)) {
      this.#late.add(sequence);
      return "late";
    }
    if (sequence !== this.#expected) return "early";
    this.#show(frame);
    return "shown";
  }

  /** Takes the early frames of one commit, and shows what follows now. */
  takeEarly(early: readonly OutputFrame[]): void {
    // Those that the commit itself completed; only runs as they were committed can be read back.
    for (const run of runsOf(early))
      if (run[0]?.sequence === this.#expected) for (const frame of run) this.#show(frame);
      else this.#ahead.add(run);
    this.#handOn();
  }

  /** Shows what was read back. */
  takeStored(parts: readonly StoredOutput[]): void {
    for (const part of parts) {
      if (this.#isStopped) return;
      this.#ahead.tookStored(part.last);
      this.#show({ sequence: part.last, payloadType: payloadTypes.output, payload: part.bytes });
    }
    this.#handOn();
  }

  /** Nobody waits for these numbers any more. */
  giveUp(gap: OutputGap): void {
    this.#gaps.add(gap);
    this.#handOn();
  }

  stop(): void {
    this.#isStopped = true;
    this.#ahead.clear();
  }

  /** Shows what is held, up to what is missing or only in the recording. */
  #handOn(): void {
    while (!this.#isStopped) {
      const gap = this.#gaps.find(this.#expected);
      const frames = this.#ahead.takeHeld(this.#expected);
      if (gap) this.#expected = gap.to + 1;
      else if (frames) for (const frame of frames) this.#show(frame);
      else return;
    }
  }

  #show(frame: OutputFrame): void {
    if (this.#isStopped) return;
    this.#expected = frame.sequence + 1;
    this.#deliver(frame);
  }
}
