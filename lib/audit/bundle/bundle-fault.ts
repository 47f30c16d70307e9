/** What the verifier of a bundle does, in this order. */
export const BUNDLE_STEPS = [
  "container",
  "head",
  "log",
  "batches",
  "events",
  "ranges",
  "statement",
  "session",
  "manifest",
  "anchors",
] as const;
export type BundleStep = (typeof BUNDLE_STEPS)[number];

/** The first thing that is wrong with a bundle: the verifier ends there. */
export class BundleFault extends Error {
  readonly step: BundleStep;
  /** A file, a batch, an event's id, a range. */
  readonly item: string;

  constructor(step: BundleStep, item: string, detail: string) {
    super(detail);
    this.step = step;
    this.item = item;
  }
}
