/** What the verifier does, in this order. */
export const STEPS = [
  "chain",
  "ranges",
  "rows",
  "recordings",
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

  add(step: Step, code: FaultCode, item: string, detail: string): void {
    this.count += 1;
    if (this.found.length < MOST)
      this.found.push({ step, code, item, detail, breaksHashes: BREAKS_HASHES[code] });
  }
}
