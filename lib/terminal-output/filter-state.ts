/** What a filter carries from one piece of a recording to the next: a small JSON value. */
export interface FilterState {
  state: "ground" | "escape" | "csi" | "string";
  /** Of the sequence that has begun. */
  text: string;
  intermediates: string;
  length: number;
  isBroken: boolean;
  isOsc: boolean;
  /** Marks since the last character that has a cell. */
  marks: number;
  /** The first half of a character beyond U+FFFF, as its number; 0: none. A database's JSON can't hold halves. */
  high: number;
  /** Characters that are yet to be counted into what is saved. */
  uncounted: number;
  savedCells: number;
}
