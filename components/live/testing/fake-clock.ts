import type { LiveClock } from "../live-client";

/** Time that passes when it is told to; chance is always nought. */
export class FakeClock implements LiveClock {
  #now = 0;
  #waits: { at: number; run: () => void }[] = [];

  now = (): number => this.#now;
  random = (): number => 0;
  after = (milliseconds: number, run: () => void): (() => void) => {
    const wait = { at: this.#now + milliseconds, run };
    this.#waits.push(wait);
    return () => {
      this.#waits = this.#waits.filter((one) => one !== wait);
    };
  };

  /** Lets so many milliseconds pass, and what was waiting happen in its order. */
  run(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#waits.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#waits = this.#waits.filter((one) => one !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }
}
