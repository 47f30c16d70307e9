import type { CastEvent } from "./cast";

/** A stretch of a recording on the timeline: something was printed, or nothing was for a while. */
export interface Stretch {
  /** Seconds since the start. */
  from: number;
  to: number;
  isIdle: boolean;
  /** Where it stands, as shares of the whole timeline. */
  left: number;
  width: number;
}

/** A wait this long, in seconds, is idle. */
export const IDLE_SECONDS = 5;
/** The share of the timeline that an idle stretch takes, however long it was; many share what idle time may take. */
const IDLE_SHARE = 0.02;
const MOST_IDLE_SHARE = 0.4;
/** More waits are not told apart on a timeline: the longest ones count as idle. */
const MOST_IDLE = 100;
/** Even a single letter between two waits takes some room, in seconds. */
const LEAST_BUSY_SECONDS = 0.5;

/** A recording laid out: busy time to scale, idle time folded to a fixed width. */
export interface TimelineScale {
  stretches: readonly Stretch[];
  /** @param seconds since the start @returns 0–1 */
  toShare: (seconds: number) => number;
  /** @param share 0–1 @returns seconds since the start */
  toSeconds: (share: number) => number;
}

export function scaleOf(events: readonly CastEvent[], durationSeconds: number): TimelineScale {
  const parts = partsOf(events, durationSeconds);
  const idle = parts.filter(({ isIdle }) => isIdle).length;
  const isOnlyIdle = idle === parts.length;
  const idleShare = isOnlyIdle
    ? 1 / Math.max(1, idle)
    : Math.min(IDLE_SHARE, MOST_IDLE_SHARE / Math.max(1, idle));
  const busySeconds = parts.reduce((sum, part) => sum + (part.isIdle ? 0 : weightOf(part)), 0);
  const busyShare = 1 - (isOnlyIdle ? 0 : idle * idleShare);
  let left = 0;
  const stretches = parts.map((part): Stretch => {
    const width = part.isIdle ? idleShare : (weightOf(part) / busySeconds) * busyShare;
    const stretch = { ...part, left, width };
    left += width;
    return stretch;
  });
  return {
    stretches,
    toShare: (seconds) => {
      const stretch = stretches.find(({ to }) => seconds <= to) ?? stretches.at(-1);
      if (!stretch) return 0;
      const length = stretch.to - stretch.from;
      const within = length === 0 ? 0 : (seconds - stretch.from) / length;
      return clamp(stretch.left + clamp(within) * stretch.width);
    },
    toSeconds: (share) => {
      const stretch = stretches.find(({ left: from, width }) => share <= from + width) ?? stretches.at(-1);
      if (!stretch) return 0;
      const within = stretch.width === 0 ? 0 : (share - stretch.left) / stretch.width;
      return stretch.from + clamp(within) * (stretch.to - stretch.from);
    },
  };
}

/** How much was printed in a piece of a busy stretch. */
export interface Bar {
  left: number;
  width: number;
  /** 0–1, against the fullest; a tenth of the output is still well seen. */
  height: number;
  /** Seconds since the start at which it ends. */
  to: number;
}

/** @param count how many bars the whole timeline has room for */
export function barsOf(events: readonly CastEvent[], scale: TimelineScale, count: number): Bar[] {
  const pieces = scale.stretches
    .filter(({ isIdle }) => !isIdle)
    .flatMap((stretch) => {
      const among = Math.max(1, Math.round(stretch.width * count));
      const step = (stretch.to - stretch.from) / among;
      return Array.from({ length: among }, (_one, index) => ({
        left: stretch.left + (index * stretch.width) / among,
        width: stretch.width / among,
        to: index === among - 1 ? stretch.to : stretch.from + (index + 1) * step,
        size: 0,
      }));
    });
  let at = 0;
  for (const [seconds, code, data] of events) {
    while (at < pieces.length - 1 && seconds > (pieces[at]?.to ?? 0)) at += 1;
    const piece = pieces[at];
    if (code === "o" && piece) piece.size += data.length;
  }
  const most = Math.log1p(Math.max(1, ...pieces.map(({ size }) => size)));
  return pieces.map(({ size, ...bar }) => ({ ...bar, height: Math.log1p(size) / most }));
}

/** The last moment at which much had just been printed: what a recording is recognised by before it is played. */
export function lastBusyMoment(bars: readonly Bar[]): number {
  return (bars.findLast(({ height }) => height >= 0.5) ?? bars.at(-1))?.to ?? 0;
}

type Part = Pick<Stretch, "from" | "to" | "isIdle">;

function partsOf(events: readonly CastEvent[], durationSeconds: number): Part[] {
  const parts: Part[] = [];
  const push = (from: number, to: number, isIdle: boolean) => {
    const last = parts.at(-1);
    if (last && !last.isIdle && !isIdle) last.to = to;
    else parts.push({ from, to, isIdle });
  };
  const shown = events.flatMap(([at, code]) => (code === "o" ? [at] : []));
  const idleFrom = idleSeconds(shown, durationSeconds);
  let last = 0;
  for (const at of shown) {
    const isIdle = at - last >= idleFrom;
    push(last, at, isIdle);
    // What is printed after a wait begins a busy stretch of its own.
    if (isIdle) push(at, at, false);
    last = at;
  }
  if (durationSeconds > last) push(last, durationSeconds, durationSeconds - last >= idleFrom);
  return parts;
}

/** How long a wait is at least that counts as idle, so that there are not too many. */
function idleSeconds(shown: readonly number[], durationSeconds: number): number {
  const waits = [...shown, durationSeconds]
    .map((at, index) => at - (shown[index - 1] ?? 0))
    .filter((wait) => wait >= IDLE_SECONDS);
  if (waits.length <= MOST_IDLE) return IDLE_SECONDS;
  const next = waits.toSorted((a, b) => b - a)[MOST_IDLE] ?? IDLE_SECONDS;
  return next + 0.001;
}

function weightOf({ from, to }: Part): number {
  return Math.max(LEAST_BUSY_SECONDS, to - from);
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
