import type { LiveClock } from "./live-client";

export interface RefresherOptions {
  clock: LiveClock;
  /** Whether somebody is in the middle of something that new rows could take away: a dialog, a form. */
  isEngaged: () => boolean;
  /** Whether the server answers: reading a page anew while it does not would lose the page. */
  isReachable: () => Promise<boolean>;
  /** Reads the page anew; `done` is called when it stands. */
  read: () => void;
}

/** Between two readings at least so long, and five times what the last one took: a busy portal is not read to death. */
const GAP_MS = 1_000;
const GAP_TIMES = 5;
const LONGEST_GAP_MS = 15_000;
/** How often it is looked whether somebody is done with what they were in the middle of. */
const ENGAGED_MS = 500;
const UNREACHABLE_MS = 5_000;

/** Decides when a page that has changed is read anew. However often it is asked for, one reading follows another. */
export class Refresher {
  readonly #options: RefresherOptions;
  #isDue = false;
  #isHidden = false;
  #isReading = false;
  #startedAt = 0;
  #notBefore = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(options: RefresherOptions) {
    this.#options = options;
  }

  /** The page may have changed: it is read as soon as it disturbs nobody. */
  request(): void {
    this.#isDue = true;
    this.#proceed();
  }

  /** The reading that was begun stands on the page. */
  done(): void {
    if (!this.#isReading) return;
    this.#isReading = false;
    const now = this.#options.clock.now();
    const gap = Math.min(LONGEST_GAP_MS, Math.max(GAP_MS, GAP_TIMES * (now - this.#startedAt)));
    this.#notBefore = now + gap;
    this.#proceed();
  }

  setHidden(isHidden: boolean): void {
    this.#isHidden = isHidden;
    this.#proceed();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#isDue = false;
  }

  #proceed(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#isDue || this.#isReading || this.#isHidden) return;
    const wait = this.#notBefore - this.#options.clock.now();
    if (wait > 0) this.#again(wait);
    else if (this.#options.isEngaged()) this.#again(ENGAGED_MS);
    else this.#begin();
  }

  #begin(): void {
    this.#isReading = true;
    this.#startedAt = this.#options.clock.now();
    void this.#options.isReachable().then((isReachable) => {
      if (isReachable && !this.#options.isEngaged()) {
        this.#isDue = false;
        this.#options.read();
        return;
      }
      this.#isReading = false;
      if (this.#isDue) this.#again(isReachable ? ENGAGED_MS : UNREACHABLE_MS);
    });
  }

  #again(milliseconds: number): void {
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(milliseconds, () => this.#proceed());
  }
}
