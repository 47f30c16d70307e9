import type { SegmentLines } from "@/lib/recordings/segments/format";
import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import type { Answer } from "./gateway";
import { Recent } from "./recent";

/** The lines that were left while a segment lasted. */
export interface LinePart extends SegmentLines {
  /** The number of its first line in the whole transcript, from 0. */
  firstLine: number;
}

/** A line with its number in the whole transcript. */
export interface PlacedLine extends TranscriptLine {
  number: number;
}

export type LinePlace = { number: number } | { ms: number } | { line: number };
export type AskForLines = (place: LinePlace, signal: AbortSignal) => Promise<Answer<LinePart> | undefined>;

const MOST_KEPT = 12;
/** Parts that are looked at for one moment: a screen has no more lines than these, as a rule. */
const MOST_TRIES = 4;

/** The transcript of one recording, by the parts that were read last. */
export class LineSource {
  readonly #ask: AskForLines;
  readonly #kept = new Recent<LinePart>(MOST_KEPT);
  readonly #segmentAt: (ms: number) => number | undefined;

  /** @param segmentAt the number of the segment that shows a moment, if it is known */
  constructor(ask: AskForLines, segmentAt: (ms: number) => number | undefined = () => undefined) {
    this.#ask = ask;
    this.#segmentAt = segmentAt;
  }

  /** Not kept: for whoever reads them all. */
  async byNumber(number: number, signal: AbortSignal): Promise<LinePart | undefined> {
    return this.#kept.get(number) ?? (await this.#ask({ number }, signal))?.value;
  }

  /** @returns lines `from` to before `to`, as far as there are any */
  async between(from: number, to: number, signal: AbortSignal): Promise<PlacedLine[]> {
    const found: PlacedLine[] = [];
    for (let line = from; line < to; ) {
      const part = await this.#ofLine(line, signal);
      const rest = part ? placed(part).filter(({ number }) => number >= line && number < to) : [];
      const last = rest.at(-1);
      if (!last) break;
      found.push(...rest);
      line = last.number + 1;
    }
    return found;
  }

  /**
   * The number of the last line that had been left at a moment; -1 when none had. A line comes into the transcript when
   * it leaves the screen: it may belong to a later segment than the moment at which it was left.
   * @param ms since the start
   * @param total of the transcript's lines
   */
  async at(ms: number, total: number, signal: AbortSignal): Promise<number> {
    let part = await this.#ofMoment(ms, signal);
    let found = part ? part.firstLine - 1 : -1;
    for (let tries = 0; part && tries < MOST_TRIES; tries += 1) {
      const left = part.lines.findLastIndex(({ atMs }) => atMs <= ms);
      if (left >= 0) found = part.firstLine + left;
      const next = part.firstLine + part.lines.length;
      if (left < part.lines.length - 1 || next >= total) break;
      part = await this.#ofLine(next, signal);
    }
    return found;
  }

  async #ofLine(line: number, signal: AbortSignal): Promise<LinePart | undefined> {
    const kept = this.#kept.find(
      ({ firstLine, lines }) => firstLine <= line && line < firstLine + lines.length,
    );
    return kept ?? this.#keep(await this.#ask({ line }, signal));
  }

  async #ofMoment(ms: number, signal: AbortSignal): Promise<LinePart | undefined> {
    // Between a part's first and last line no other can begin.
    const within = this.#kept.find(({ lines }) => {
      const [first, last] = [lines[0], lines.at(-1)];
      return first !== undefined && last !== undefined && first.atMs <= ms && ms < last.atMs;
    });
    if (within) return within;
    const number = this.#segmentAt(ms);
    const kept = number === undefined ? undefined : this.#kept.get(number);
    if (kept) return kept;
    const place = number === undefined ? { ms: Math.max(0, Math.floor(ms)) } : { number };
    return this.#keep(await this.#ask(place, signal));
  }

  #keep(answer: Answer<LinePart> | undefined): LinePart | undefined {
    if (answer?.isFinal) this.#kept.set(answer.value.number, answer.value);
    return answer?.value;
  }
}

/** The lines of a part with their numbers. */
export function placed({ firstLine, lines }: Pick<LinePart, "firstLine" | "lines">): PlacedLine[] {
  return lines.map((line, index) => ({ ...line, number: firstLine + index }));
}
