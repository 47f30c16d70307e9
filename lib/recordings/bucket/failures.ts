import { isAppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";

/** What failed is left alone for so long. */
const AGAIN_MS = 10 * 60_000;
/** What failed and was never tried again is forgotten after so long. */
const FORGET_MS = 24 * 60 * 60_000;
/** When AWS can't be used for so many one after the other, it is hardly because of each of them. */
const MANY = 3;
const AWAY: readonly string[] = [
  ...["AWS_UNAVAILABLE", "AWS_THROTTLED", "AWS_ACCESS_DENIED"],
  ...["AWS_EXPIRED", "AWS_CLOCK_SKEWED"],
];

/** Works of which each may fail without holding up the others: one that did is not tried again for a while. */
export class Failures {
  readonly #what: string;
  readonly #failed = new Map<string, { at: number; message: string }>();
  #inARow = 0;

  /** @param what is said in the log when one fails: the first time, and when it fails differently */
  constructor(what: string) {
    this.#what = what;
  }

  beginRound(): void {
    this.#inARow = 0;
    for (const [id, { at }] of this.#failed) if (Date.now() - at > FORGET_MS) this.#failed.delete(id);
  }

  /** Whether AWS could not be used for the last few of this round: the others had better wait for the next one. */
  get areMany(): boolean {
    return this.#inARow >= MANY;
  }

  /** How many are left alone now. */
  get count(): number {
    return [...this.#failed.keys()].filter((id) => this.has(id)).length;
  }

  has(id: string): boolean {
    const failed = this.#failed.get(id);
    return failed !== undefined && Date.now() - failed.at <= AGAIN_MS;
  }

  /** @returns undefined: it failed, and the log says so */
  async keep<T>(id: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const done = await work();
      this.#failed.delete(id);
      this.#inARow = 0;
      return done;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (this.#failed.get(id)?.message !== message) log.error(this.#what, { id, error });
      this.#failed.set(id, { at: Date.now(), message });
      if (isAppError(error) && AWAY.includes(error.code)) this.#inARow += 1;
      return undefined;
    }
  }
}
