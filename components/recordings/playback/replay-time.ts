/** A wait of the recording takes at most so long in a replay that skips idle time. */
const LONGEST_WAIT_MS = 2_000;

/** The way between the time of a recording and that of a replay, which may leave waits out. */
export interface ReplayTime {
  /** How long the replay is. */
  durationMs: number;
  /** Milliseconds in the replay for milliseconds since the start. */
  toReplay: (realMs: number) => number;
  /** Milliseconds since the start for milliseconds in the replay. */
  toReal: (replayMs: number) => number;
  /** The length of the wait that is being shortened at this moment; undefined: none is. */
  skippedAt: (realMs: number) => number | undefined;
}

/** Both ends of what was shortened, in both times; between two points time runs evenly. */
interface Point {
  real: number;
  replay: number;
}

/**
 * @param waits times without output, in order: [from, to] in milliseconds since the start
 * @param skipsIdle whether they are shortened
 */
export function replayTimeOf(
  { durationMs, waits }: { durationMs: number; waits: readonly (readonly [from: number, to: number])[] },
  skipsIdle: boolean,
): ReplayTime {
  const points: Point[] = [{ real: 0, replay: 0 }];
  let cut = 0;
  const shortened = skipsIdle ? waits.filter(([from, to]) => to - from > LONGEST_WAIT_MS) : [];
  for (const [from, to] of shortened) {
    points.push({ real: from, replay: from - cut });
    cut += to - from - LONGEST_WAIT_MS;
    points.push({ real: to, replay: to - cut });
  }
  points.push({ real: durationMs, replay: durationMs - cut });
  return {
    durationMs: durationMs - cut,
    toReplay: (real) => between(points, real, "real", "replay"),
    toReal: (replay) => between(points, replay, "replay", "real"),
    skippedAt: (real) => {
      const wait = shortened[firstIndex(shortened, ([, to]) => to > real)];
      return wait && real > wait[0] ? wait[1] - wait[0] : undefined;
    },
  };
}

function between(points: readonly Point[], value: number, from: keyof Point, to: keyof Point): number {
  const next = firstIndex(points, (point) => point[from] >= value);
  const [before, after] = [points[next - 1], points[next]];
  if (!after) return points.at(-1)?.[to] ?? 0;
  if (!before || after[from] === before[from]) return after[to];
  const share = (value - before[from]) / (after[from] - before[from]);
  return before[to] + share * (after[to] - before[to]);
}

/** The first one for which it is so, where it is so for all that follow; there may be thousands. */
function firstIndex<T>(all: readonly T[], isSo: (one: T) => boolean): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = all[middle];
    if (one !== undefined && isSo(one)) high = middle;
    else low = middle + 1;
  }
  return low;
}
