/** A moment on a wall clock, as if it were UTC: milliseconds since 1970. */
export type WallClock = number;

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** @returns whether this runtime knows the zone, by its IANA name */
export function isZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined;
  } catch {
    return false;
  }
}

/**
 * When a wall clock in a zone shows a time. Of two times (the hour that comes twice) the first; a time that the clock
 * jumps over is taken as far behind the jump.
 * @param zone as `isZone` knows it
 * @returns milliseconds since 1970
 */
export function atWallClock(wall: WallClock, zone: string): number {
  // The offsets of the day before and of the day behind are all that there can be.
  const offsets = [offsetAt(wall - DAY_MS, zone), offsetAt(wall + DAY_MS, zone)];
  const fitting = offsets.map((offset) => wall - offset).filter((at) => at + offsetAt(at, zone) === wall);
  if (fitting.length > 0) return Math.min(...fitting);
  return wall - (offsets[0] ?? 0);
}

/** How far a zone's wall clock is ahead of UTC at a moment, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  formats.set(zone, format);
  return format;
}
