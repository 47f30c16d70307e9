import type { Segment } from "@/lib/recordings/segments/format";
import type { Answer } from "./gateway";
import { Recent } from "./recent";

/** Segments that are kept, read: each is some hundred KB. */
const MOST_KEPT = 12;

export type AskForSegment = (
  place: { number: number } | { ms: number },
  signal: AbortSignal,
) => Promise<Answer<Segment> | undefined>;

/** The segments of one recording, the last ones used kept, and the next one fetched before it is wanted. */
export class SegmentSource {
  readonly #ask: AskForSegment;
  readonly #kept = new Recent<Segment>(MOST_KEPT);
  readonly #underWay = new Map<number, Promise<Segment | undefined>>();
  #life = new AbortController();
  readonly #final = new WeakSet<Segment>();
  #resting: ReturnType<typeof setTimeout> | undefined;
  #count = 0;
  #isComplete = false;

  constructor(ask: AskForSegment) {
    this.#ask = ask;
  }

  /** @param isComplete there will be no more than these */
  setCount(count: number, isComplete: boolean): void {
    this.#count = count;
    this.#isComplete = isComplete;
  }

  has(number: number): boolean {
    return number >= 0 && number < this.#count;
  }

  /** The segment that shows a moment. @param signal gives it up @returns undefined: there is none */
  async at(ms: number, signal: AbortSignal): Promise<Segment | undefined> {
    const kept = this.#kept.find((segment) => this.shows(segment, ms));
    if (kept) return kept;
    clearTimeout(this.#resting);
    return this.keep(await this.#ask({ ms: Math.max(0, Math.floor(ms)) }, signal));
  }

  /** The number of the segment that shows a moment, as far as it is known here. */
  numberAt(ms: number): number | undefined {
    return this.#kept.find((segment) => this.shows(segment, ms))?.number;
  }

  /** Whether a segment is the one that shows a moment: where it ends, the next one may begin. */
  shows(segment: Segment, ms: number): boolean {
    const { number, fromMs, toMs } = segment;
    // One that was fetched while it grew is not all that it became.
    const isLast = this.#isComplete && number === this.#count - 1 && this.#final.has(segment);
    return fromMs <= ms && (ms < toMs || isLast);
  }

  /** @returns undefined: there is none (yet) */
  byNumber(number: number): Promise<Segment | undefined> {
    const kept = this.#kept.get(number);
    if (kept) return Promise.resolve(kept);
    const underWay = this.#underWay.get(number);
    if (underWay) return underWay;
    const asked = this.#ask({ number }, this.#life.signal)
      .then((answer) => this.keep(answer))
      .finally(() => this.#underWay.delete(number));
    this.#underWay.set(number, asked);
    return asked;
  }

  /** @returns undefined when it would have to be fetched */
  peek(number: number): Segment | undefined {
    return this.#kept.get(number);
  }

  /** Fetches a segment before it is wanted, unless another is wanted meanwhile. @param restMs what it waits before */
  prefetch(number: number, restMs = 0): void {
    clearTimeout(this.#resting);
    if (restMs > 0) {
      this.#resting = setTimeout(() => this.prefetch(number), restMs);
      return;
    }
    if (this.has(number) && !this.#kept.get(number))
      // Whoever wants it asks for it again, and hears of the failure.
      this.byNumber(number).catch(() => {});
  }

  /** Gives up what is fetched in advance. */
  stop(): void {
    clearTimeout(this.#resting);
    this.#life.abort();
    this.#life = new AbortController();
  }

  /** Keeps what was answered, if it will never be another. @returns it */
  keep(answer: Answer<Segment> | undefined): Segment | undefined {
    if (answer?.isFinal) {
      this.#kept.set(answer.value.number, answer.value);
      this.#final.add(answer.value);
    }
    return answer?.value;
  }
}
