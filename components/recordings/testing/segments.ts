import type { Segment, SegmentEvent } from "@/lib/recordings/segments/format";
import type { Snapshot } from "@/lib/terminal-screen/snapshot";
import type { Answer } from "../source/gateway";

/** No test of a player's order looks at what stands on the screen. */
const SCREEN = {} as Snapshot;

/** Segments of a second each, with an output every hundred milliseconds, as a gateway would answer with them. */
export function segmentsOf(count: number): Segment[] {
  return Array.from({ length: count }, (_one, number) =>
    segmentOf(number, number * 1_000, (number + 1) * 1_000),
  );
}

export function segmentOf(number: number, fromMs: number, toMs: number): Segment {
  const events: SegmentEvent[] = [];
  for (let ms = fromMs; ms < toMs; ms += 100) events.push([ms, "o", `${ms} `]);
  return { version: 1, number, fromMs, toMs, screen: SCREEN, events };
}

/** Answers when it is told to, in whatever order, also to what nobody waits for any more. */
export class SlowGateway {
  segments: Segment[];
  isFinal: (number: number) => boolean = () => true;
  readonly asked: string[] = [];
  readonly #waiting: { place: string; answer: () => void; fail: (error: unknown) => void }[] = [];

  constructor(segments: Segment[]) {
    this.segments = segments;
  }

  readonly ask = (place: { number: number } | { ms: number }): Promise<Answer<Segment> | undefined> => {
    const name = "ms" in place ? `ms ${place.ms}` : `number ${place.number}`;
    this.asked.push(name);
    return new Promise((resolve, reject) => {
      const answer = () => {
        const value =
          "ms" in place
            ? this.segments.findLast(({ fromMs }) => fromMs <= place.ms)
            : this.segments[place.number];
        resolve(value && { value, isFinal: this.isFinal(value.number) });
      };
      this.#waiting.push({ place: name, answer, fail: reject });
    });
  };

  /** Answers one question, or all that wait. */
  async answer(place?: string): Promise<void> {
    for (let isMore = true; isMore; ) {
      const at = this.#waiting.findIndex((one) => place === undefined || one.place === place);
      this.#waiting.splice(at, at < 0 ? 0 : 1)[0]?.answer();
      await settle();
      isMore = place === undefined && this.#waiting.length > 0;
    }
  }

  async fail(place: string, error: unknown): Promise<void> {
    const at = this.#waiting.findIndex((one) => one.place === place);
    if (at < 0) throw new Error(`nobody asked for ${place}`);
    this.#waiting.splice(at, 1)[0]?.fail(error);
    await settle();
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
