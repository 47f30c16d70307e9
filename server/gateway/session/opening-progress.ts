import type { OpeningStep, OpeningStepDone } from "@/lib/terminal-protocol/opening-steps";

/** How far the opening of one session is, for whoever waits for it; who comes later hears what is done already. */
export class OpeningProgress {
  readonly #done: OpeningStepDone[] = [];
  readonly #listeners = new Set<(done: OpeningStepDone) => void>();
  readonly #now: () => number;
  #since: number;

  /** @param now a clock in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#since = now();
  }

  /** A step is done; a second time it is nothing new. */
  reach(step: OpeningStep): void {
    if (this.#done.some((one) => one.step === step)) return;
    const at = this.#now();
    const done = { step, ms: Math.max(0, Math.round(at - this.#since)) };
    this.#since = at;
    this.#done.push(done);
    for (const listener of this.#listeners) listener(done);
  }

  /** @returns stops listening */
  listen(listener: (done: OpeningStepDone) => void): () => void {
    for (const done of this.#done) listener(done);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
