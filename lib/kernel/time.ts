/** The instant `seconds` after (or, negative, before) another. */
export function addSeconds(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000);
}

/** Whole and fractional seconds from one instant to a later one; negative when it is earlier. */
export function secondsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000;
}

/** ISO 8601 in UTC without fractions, as IAM's date conditions want it: `2026-11-23T17:00:00Z`. */
export function toIsoSeconds(at: Date): string {
  return at.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/**
 * Whether there is such an instant, for JavaScript and PostgreSQL alike: 30 February is not carried over into March, and
 * there is no year 0.
 * @param text ISO 8601 in UTC with a year of four digits and at least milliseconds
 */
export function isInCalendar(text: string): boolean {
  const at = new Date(text);
  const upToMilliseconds = text.slice(0, "0000-00-00T00:00:00.000".length);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(upToMilliseconds) && text >= "0001";
}
