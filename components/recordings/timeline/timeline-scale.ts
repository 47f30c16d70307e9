import type { ReplayOverview } from "@/lib/recordings/segments/views";

/** A stretch of a recording on the timeline: something was printed, or nothing was for a while. */
export interface Stretch {
  /** Milliseconds since the start. */
  from: number;
  to: number;
  isIdle: boolean;
  /** Where it stands, as shares of the whole timeline. */
  left: number;
  width: number;
}

/** A wait this long is idle. */
const IDLE_MS = 5_000;
/** The share of the timeline that an idle stretch takes, however long it was; many share what idle time may take. */
const IDLE_SHARE = 0.02;
const MOST_IDLE_SHARE = 0.4;
/** More waits are not told apart on a timeline: the longest ones count as idle. */
const MOST_IDLE = 100;
/** Even a single letter between two waits takes some room. */
const LEAST_BUSY_MS = 500;

/** A recording laid out: busy time to scale, idle time folded to a fixed width. */
export interface TimelineScale {
  stretches: readonly Stretch[];
  /** @param ms since the start @returns 0–1 */
  toShare: (ms: number) => number;
  /** @param share 0–1 @returns milliseconds since the start */
  toMs: (share: number) => number;
}

type Known = Pick<ReplayOverview, "durationMs" | "waits" | "activity">;

export function scaleOf(overview: Known): TimelineScale {
  const parts = partsOf(overview);
  const idle = parts.filter(({ isIdle }) => isIdle).length;
  const isOnlyIdle = idle === parts.length;
  const idleShare = isOnlyIdle
    ? 1 / Math.max(1, idle)
    : Math.min(IDLE_SHARE, MOST_IDLE_SHARE / Math.max(1, idle));
  const busyMs = parts.reduce((sum, part) => sum + (part.isIdle ? 0 : weightOf(part)), 0);
  const busyShare = 1 - (isOnlyIdle ? 0 : idle * idleShare);
  let left = 0;
  const stretches = parts.map((part): Stretch => {
    const width = part.isIdle ? idleShare : (weightOf(part) / busyMs) * busyShare;
    const stretch = { ...part, left, width };
    left += width;
    return stretch;
  });
  return {
    stretches,
    toShare: (ms) => {
      const stretch = stretches.find(({ to }) => ms <= to) ?? stretches.at(-1);
      if (!stretch) return 0;
      const length = stretch.to - stretch.from;
      const within = length === 0 ? 0 : (ms - stretch.from) / length;
      return clamp(stretch.left + clamp(within) * stretch.width);
    },
    toMs: (share) => {
      const stretch = stretches.find(({ left: from, width }) => share <= from + width) ?? stretches.at(-1);
      if (!stretch) return 0;
      const within = stretch.width === 0 ? 0 : (share - stretch.left) / stretch.width;
      return Math.round(stretch.from + clamp(within) * (stretch.to - stretch.from));
    },
  };
}

/** How much was printed in a piece of a busy stretch. */
export interface Bar {
  left: number;
  width: number;
  /** 0–1, against the fullest; a tenth of the output is still well seen. */
  height: number;
}

/** @param count how many bars the whole timeline has room for */
export function barsOf({ activity }: Known, scale: TimelineScale, count: number): Bar[] {
  const pieces = scale.stretches
    .filter(({ isIdle }) => !isIdle)
    .flatMap((stretch) => {
      const among = Math.max(1, Math.round(stretch.width * count));
      const step = (stretch.to - stretch.from) / among;
      return Array.from({ length: among }, (_one, index) => ({
        left: stretch.left + (index * stretch.width) / among,
        width: stretch.width / among,
        from: stretch.from + index * step,
        to: index === among - 1 ? stretch.to : stretch.from + (index + 1) * step,
        size: 0,
      }));
    });
  let first = 0;
  for (const [bucket, bytes] of activity.buckets) {
    const from = bucket * activity.bucketMs;
    const to = from + activity.bucketMs;
    while (first < pieces.length - 1 && (pieces[first]?.to ?? 0) < from) first += 1;
    share(pieces, first, { from, to, bytes });
  }
  const most = Math.log1p(Math.max(1, ...pieces.map(({ size }) => size)));
  return pieces.map(({ left, width, size }) => ({ left, width, height: Math.log1p(size) / most }));
}

/** Gives what was printed in a stretch of time to the pieces in it, each what it has of that time. */
function share(
  pieces: { from: number; to: number; size: number }[],
  first: number,
  { from, to, bytes }: { from: number; to: number; bytes: number },
): void {
  const within: { piece: { size: number }; weight: number }[] = [];
  for (let at = first; at < pieces.length; at += 1) {
    const piece = pieces[at];
    if (!piece || piece.from >= to) break;
    if (piece.to >= from)
      within.push({ piece, weight: Math.max(1, Math.min(to, piece.to) - Math.max(from, piece.from)) });
  }
  const whole = within.reduce((sum, { weight }) => sum + weight, 0);
  for (const { piece, weight } of within) piece.size += (bytes * weight) / whole;
}

type Part = Pick<Stretch, "from" | "to" | "isIdle">;

function partsOf({ durationMs, waits, activity }: Known): Part[] {
  const parts: Part[] = [];
  let last = 0;
  for (const [from, to] of longestOf(allWaits({ durationMs, waits, activity }))) {
    // What is printed after a wait begins a busy stretch of its own.
    if (from > last || last > 0) parts.push({ from: last, to: from, isIdle: false });
    parts.push({ from, to, isIdle: true });
    last = to;
  }
  const isIdleAtEnd = parts.at(-1)?.isIdle === true && last === durationMs;
  if (durationMs > 0 && !(isIdleAtEnd && endsSilent({ durationMs, activity })))
    parts.push({ from: last, to: durationMs, isIdle: false });
  return parts;
}

/** With the time after the last output, which no output has ended. */
function allWaits({ durationMs, waits, activity }: Known): [from: number, to: number][] {
  const all = [...waits];
  const from = Math.max(waits.at(-1)?.[1] ?? 0, lastOutputMs(activity));
  if (durationMs - from >= IDLE_MS) all.push([from, durationMs]);
  return all;
}

function endsSilent({ durationMs, activity }: Pick<Known, "durationMs" | "activity">): boolean {
  return lastOutputMs(activity) < durationMs;
}

function lastOutputMs({ bucketMs, buckets }: ReplayOverview["activity"]): number {
  const last = buckets.at(-1);
  return last ? (last[0] + 1) * bucketMs : 0;
}

/** Not more than a timeline has room for, the longest, in order. */
function longestOf(waits: readonly [from: number, to: number][]): readonly [from: number, to: number][] {
  if (waits.length <= MOST_IDLE) return waits;
  const byLength = waits.toSorted(([a, b], [c, d]) => d - c - (b - a)).slice(0, MOST_IDLE);
  return byLength.sort(([a], [b]) => a - b);
}

function weightOf({ from, to }: Part): number {
  return Math.max(LEAST_BUSY_MS, to - from);
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
