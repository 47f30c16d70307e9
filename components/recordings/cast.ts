import { z } from "zod";
import { clampSize, type ScreenSize } from "@/lib/terminal-output/limits";
import { OutputFilter } from "@/lib/terminal-output/output-filter";

/** Output, a new size, or a mark, with its second since the start. */
export type CastEvent = [at: number, code: "o" | "r" | "m", data: string];

export interface Cast {
  cols: number;
  rows: number;
  /** When the recording began. */
  startedAt: Date;
  events: CastEvent[];
}

const header = z.object({
  version: z.literal(2),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  timestamp: z.number(),
});
const event = z.tuple([z.number().nonnegative(), z.enum(["o", "r", "m"]), z.string()]);

/**
 * Reads asciicast v2 (https://docs.asciinema.org/manual/asciicast/v2/), line by line. Everything in it came from a
 * node: its output is filtered here, before anything interprets it.
 */
export class CastReader {
  #head: { startedAt: Date; first: ScreenSize } | undefined;
  #size: ScreenSize = { cols: 1, rows: 1 };
  readonly #filter = new OutputFilter(() => this.#size);
  readonly #events: CastEvent[] = [];
  /** Of output, as it came. */
  #characters = 0;

  get characters(): number {
    return this.#characters;
  }

  get events(): number {
    return this.#events.length;
  }

  /** @returns false when the line is none of a recording */
  take(line: string): boolean {
    const value = parseJson(line);
    if (!this.#head) {
      const { data: head } = header.safeParse(value);
      if (!head) return false;
      this.#size = clampSize({ cols: head.width, rows: head.height });
      this.#head = { startedAt: new Date(head.timestamp * 1000), first: this.#size };
      return true;
    }
    const { data: read } = event.safeParse(value);
    if (!read) return false;
    this.#events.push(this.#filtered(read));
    return true;
  }

  /** @returns undefined when there was no line */
  finish(): Cast | undefined {
    if (!this.#head) return undefined;
    return { ...this.#head.first, startedAt: this.#head.startedAt, events: this.#events };
  }

  #filtered([at, code, data]: CastEvent): CastEvent {
    if (code === "m") return [at, code, data];
    if (code === "o") {
      this.#characters += data.length;
      return [at, code, this.#filter.push(data)];
    }
    const [cols, rows] = data.split("x").map(Number);
    this.#size = clampSize({ cols: cols ?? Number.NaN, rows: rows ?? Number.NaN });
    return [at, code, `${this.#size.cols}x${this.#size.rows}`];
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A recording without its long waits, and the way between its time and the real one. */
export interface Timeline {
  events: CastEvent[];
  durationSeconds: number;
  /** Seconds in the replay for seconds since the start. */
  toReplay: (realSeconds: number) => number;
  /** Seconds since the start for seconds in the replay. */
  toReal: (replaySeconds: number) => number;
  /** The wait that is being shortened at this second since the start, in seconds; undefined: none is. */
  waitAt: (realSeconds: number) => number | undefined;
}

/**
 * Shortens every wait between two events to at most a limit.
 * @param longestWaitSeconds Infinity keeps everything
 */
export function shortenWaits(events: readonly CastEvent[], longestWaitSeconds: number): Timeline {
  // Both ends of each wait that was shortened, in both times; between two points time runs evenly.
  const points: { real: number; replay: number }[] = [{ real: 0, replay: 0 }];
  const waits: { from: number; to: number }[] = [];
  let cut = 0;
  let last = 0;
  const shortened = events.map(([at, code, data]): CastEvent => {
    const excess = at - last - longestWaitSeconds;
    if (excess > 0) {
      waits.push({ from: last, to: at });
      points.push({ real: last, replay: last - cut });
      cut += excess;
      points.push({ real: at, replay: at - cut });
    }
    last = at;
    return [at - cut, code, data];
  });
  points.push({ real: last, replay: last - cut });
  return {
    events: shortened,
    durationSeconds: last - cut,
    toReplay: (real) => between(points, real, "real", "replay"),
    toReal: (replay) => between(points, replay, "replay", "real"),
    waitAt: (real) => {
      const wait = waits.find(({ from, to }) => real > from && real < to);
      return wait && wait.to - wait.from;
    },
  };
}

function between(
  points: readonly { real: number; replay: number }[],
  value: number,
  from: "real" | "replay",
  to: "real" | "replay",
): number {
  const next = points.findIndex((point) => point[from] >= value);
  const [before, after] = [points[next - 1], points[next]];
  if (!after) return points.at(-1)?.[to] ?? 0;
  if (!before || after[from] === before[from]) return after[to];
  const share = (value - before[from]) / (after[from] - before[from]);
  return before[to] + share * (after[to] - before[to]);
}
