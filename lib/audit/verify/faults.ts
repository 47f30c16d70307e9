/** What the verifier does, in this order. */
export const STEPS = [
  "chain",
  "noted",
  "tree",
  "ranges",
  "rows",
  "recordings",
  "packs",
  "fetched",
  "guards",
  "rights",
  "heads",
  "anchors",
] as const;
export type Step = (typeof STEPS)[number];

/** What can be wrong. True: hashes no longer fit what they were made of. False: they do, and something else is wrong. */
const BREAKS_HASHES = {
  altered: true,
  removed: true,
  "chain-broken": true,
  anchor: true,
  unsigned: true,
  "outside-period": true,
  inserted: false,
  reordered: false,
  misdated: false,
  unsealed: false,
  "not-pending": false,
  "no-event": false,
  "no-row": false,
  "no-hash": false,
  differs: true,
  unreadable: false,
  "not-followed": false,
  unguarded: false,
  "too-much": false,
} as const;
export type FaultCode = keyof typeof BREAKS_HASHES;

export interface Fault {
  step: Step;
  code: FaultCode;
  /** What is wrong: a batch, a place in it, an event's or a row's id, a table, a login. */
  item: string;
  detail: string;
  breaksHashes: boolean;
}

/** So many are kept with their words; the rest is counted, so that a wrecked database can't fill the memory. */
const MOST = 1_000;

/** Every fault that was found: the verifier goes on after each. */
export class FaultList {
  readonly found: Fault[] = [];
  count = 0;
  readonly #firsts = new Map<Step, Fault>();
  readonly #counts = new Map<Step, number>();

  add(step: Step, code: FaultCode, item: string, detail: string): void {
    const fault = { step, code, item, detail, breaksHashes: BREAKS_HASHES[code] };
    this.count += 1;
    this.#counts.set(step, this.countOf(step) + 1);
    // Kept by itself: a thousand faults of one step don't hide which is the next one's first.
    if (!this.#firsts.has(step)) this.#firsts.set(step, fault);
    if (this.found.length < MOST) this.found.push(fault);
  }

  countOf(step: Step): number {
    return this.#counts.get(step) ?? 0;
  }

  firstOf(step: Step): Fault | null {
    return this.#firsts.get(step) ?? null;
  }
}
