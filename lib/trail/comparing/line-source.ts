import type { FormLine } from "../agent-form/form-lines";

/** Output that is missing from the recording: how many lines it was, nobody knows. */
export interface MissingOutput {
  kind: "gap";
  from: number;
  to: number;
}
export type SourceItem = FormLine | MissingOutput;

export const isGap = (item: SourceItem): item is MissingOutput => "kind" in item;

/** Lines that are looked ahead at once, when two sides differ. */
export const MOST_AHEAD_LINES = 20_000;
const MOST_AHEAD_CHARACTERS = 8 * 1024 * 1024;

/** Lines of one side, of which some can be looked at before they are taken. Memory is bounded by what is looked at. */
export class LineSource {
  readonly #batches: AsyncIterator<readonly SourceItem[]>;
  #items: SourceItem[] = [];
  #from = 0;
  #isOver = false;
  /** Number of the next line, from 1. */
  position = 1;

  constructor(batches: AsyncIterable<readonly SourceItem[]>) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  /** How many items can be looked at now. */
  get ready(): number {
    return this.#items.length - this.#from;
  }

  /** All that there is can be looked at. */
  get isOver(): boolean {
    return this.#isOver;
  }

  at(index: number): SourceItem | undefined {
    return this.#items[this.#from + index];
  }

  take(count: number): void {
    this.#from += count;
    this.position += count;
    if (this.#from < 4_096) return;
    this.#items = this.#items.slice(this.#from);
    this.#from = 0;
  }

  /** @returns whether there is at least one item */
  async fill(): Promise<boolean> {
    while (this.ready === 0 && !this.#isOver) await this.#more();
    return this.ready > 0;
  }

  /** Reads ahead as far as is allowed. */
  async readAhead(): Promise<void> {
    let characters = 0;
    for (let index = 0; ; index += 1) {
      while (index >= this.ready && !this.#isOver) await this.#more();
      const item = this.at(index);
      if (!item) return;
      characters += isGap(item) ? 0 : item.text.length;
      if (index >= MOST_AHEAD_LINES || characters > MOST_AHEAD_CHARACTERS) return;
    }
  }

  async #more(): Promise<void> {
    const next = await this.#batches.next();
    if (next.done) this.#isOver = true;
    else for (const item of next.value) this.#items.push(item);
  }
}
