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
 * Parses asciicast v2 (https://docs.asciinema.org/manual/asciicast/v2/). Everything in it came from a node: its output
 * is filtered here, before anything interprets it.
 * @returns undefined when it is none
 */
export function parseCast(text: string): Cast | undefined {
  const [first, ...lines] = text.split("\n");
  try {
    const head = header.parse(JSON.parse(first ?? ""));
    const screen = clampSize({ cols: head.width, rows: head.height });
    const filter = new FilteredEvents(screen);
    const events = lines
      .filter((line) => line !== "")
      .map((line) => filter.take(event.parse(JSON.parse(line))));
    return { ...screen, startedAt: new Date(head.timestamp * 1000), events };
  } catch {
    return undefined;
  }
}

class FilteredEvents {
  #size: ScreenSize;
  readonly #filter = new OutputFilter(() => this.#size);

  constructor(size: ScreenSize) {
    this.#size = size;
  }

  take([at, code, data]: CastEvent): CastEvent {
    if (code === "o") return [at, code, this.#filter.push(data)];
    if (code === "m") return [at, code, data];
    const [cols, rows] = data.split("x").map(Number);
    this.#size = clampSize({ cols: cols ?? Number.NaN, rows: rows ?? Number.NaN });
    return [at, code, `${this.#size.cols}x${this.#size.rows}`];
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
}

/**
 * Shortens every wait between two events to at most a limit.
 * @param longestWaitSeconds Infinity keeps everything
 */
export function shortenWaits(events: readonly CastEvent[], longestWaitSeconds: number): Timeline {
  // Both ends of each wait that was shortened, in both times; between two points time runs evenly.
  const points: { real: number; replay: number }[] = [{ real: 0, replay: 0 }];
  let cut = 0;
  let last = 0;
  const shortened = events.map(([at, code, data]): CastEvent => {
    const excess = at - last - longestWaitSeconds;
    if (excess > 0) {
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
