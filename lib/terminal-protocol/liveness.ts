/** live: news is fresh; stale: silent for longer than it should be; lost: silent for so long that it must be gone. */
export type Freshness = "live" | "stale" | "lost";

/** How a connection's heart beats, and what its silence means (milliseconds). */
export interface Pulse {
  /** The gateway sends something at least so often. */
  readonly beatMs: number;
  readonly staleMs: number;
  readonly lostMs: number;
}

/** A terminal and whoever watches it: whoever types must know within three seconds. */
export const TERMINAL_PULSE: Pulse = { beatMs: 1_000, staleMs: 2_500, lostMs: 6_000 };
/** A page that is told of changes: there are thousands of them, and nobody types into them. */
export const PAGE_PULSE: Pulse = { beatMs: 5_000, staleMs: 11_000, lostMs: 16_000 };
/** The gateway takes a browser for gone that gave no sign of life for so long: no answer, no input, nothing read. */
export const PEER_LOST_MS = 15_000;

/** How fresh a state is whose last news is so many milliseconds old. */
export function freshnessOf(silentMs: number, pulse: Pulse): Freshness {
  if (silentMs < pulse.staleMs) return "live";
  return silentMs < pulse.lostMs ? "stale" : "lost";
}

export interface LivenessClock {
  /** Milliseconds; only differences count. */
  now(): number;
  /** @returns a function that cancels it */
  after(milliseconds: number, run: () => void): () => void;
}

/** A timer that is later than this says that the machine slept or the page stood still. */
const LATE_MS = 1_000;
/** Then news may be waiting behind the timer: it gets so long to be heard first. */
const SECOND_CHANCE_MS = 300;

/** Withdraws a state when nothing confirms it any more. */
export class Liveness {
  readonly #pulse: Pulse;
  readonly #clock: LivenessClock;
  readonly #onChange: (freshness: Freshness) => void;
  #heardAt = 0;
  #freshness: Freshness = "lost";
  #cancel: (() => void) | undefined;

  /** @param onChange called when it is another than before, not by `start` and `stop` */
  constructor(pulse: Pulse, clock: LivenessClock, onChange: (freshness: Freshness) => void) {
    this.#pulse = pulse;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** When there was news last, by the clock. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** How fresh it is at this moment, also when no timer has run since. */
  get freshness(): Freshness {
    if (this.#cancel === undefined) return "lost";
    const now = freshnessOf(this.#clock.now() - this.#heardAt, this.#pulse);
    return this.#freshness === "live" ? now : this.#freshness;
  }

  /** A connection was made: it counts as news. */
  start(): void {
    this.#heardAt = this.#clock.now();
    this.#freshness = "live";
    this.#wait(this.#pulse.staleMs);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#freshness = "lost";
  }

  /** There was news. */
  hear(): void {
    if (this.#cancel === undefined) return;
    this.#heardAt = this.#clock.now();
    if (this.#freshness === "live") return;
    this.#wait(this.#pulse.staleMs);
    this.#become("live");
  }

  #wait(milliseconds: number, isSecondChance = false): void {
    this.#cancel?.();
    const dueAt = this.#clock.now() + milliseconds;
    this.#cancel = this.#clock.after(milliseconds, () => {
      if (!isSecondChance && this.#clock.now() - dueAt > LATE_MS) this.#wait(SECOND_CHANCE_MS, true);
      else this.#judge();
    });
  }

  #judge(): void {
    const silentMs = this.#clock.now() - this.#heardAt;
    const freshness = freshnessOf(silentMs, this.#pulse);
    if (freshness !== "lost")
      this.#wait((freshness === "live" ? this.#pulse.staleMs : this.#pulse.lostMs) - silentMs);
    if (freshness !== this.#freshness) this.#become(freshness);
  }

  #become(freshness: Freshness): void {
    this.#freshness = freshness;
    this.#onChange(freshness);
  }
}
