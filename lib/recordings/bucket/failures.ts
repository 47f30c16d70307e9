import { log } from "@/lib/kernel/log/log";

/** What failed is left alone for so long. */
const AGAIN_MS = 10 * 60_000;

/** Works of which each may fail without holding up the others: one that did is not tried again for a while. */
export class Failures {
  readonly #what: string;
  readonly #at = new Map<string, number>();

  /** @param what is said in the log when one fails */
  constructor(what: string) {
    this.#what = what;
  }

  /** How many are left alone now. */
  get count(): number {
    for (const [id, at] of this.#at) if (Date.now() - at > AGAIN_MS) this.#at.delete(id);
    return this.#at.size;
  }

  has(id: string): boolean {
    return this.#at.has(id);
  }

  /** @returns undefined: it failed, and the log says so */
  async keep<T>(id: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.#at.set(id, Date.now());
      log.error(this.#what, { id, error });
      return undefined;
    }
  }
}
