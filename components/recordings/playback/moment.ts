/** Longest time that an address may name: a year. */
const MOST_SECONDS = 366 * 86_400;

/**
 * The moment an address names, in seconds since the start: `?t=83`, `?t=83.5`, `?t=1:23`, `?t=1:02:03`, the same
 * after `#`.
 * @param search with its question mark @param hash with its hash
 */
export function momentOf({ search, hash }: { search: string; hash: string }): number | undefined {
  // What stands after the # was followed last.
  return (
    secondsOf(new URLSearchParams(hash.slice(1)).get("t")) ?? secondsOf(new URLSearchParams(search).get("t"))
  );
}

function secondsOf(text: string | null): number | undefined {
  if (text === null || !/^(\d{1,4}:){0,2}\d{1,8}(\.\d{1,3})?$/.test(text)) return undefined;
  const seconds = text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return seconds <= MOST_SECONDS ? seconds : undefined;
}

/** The address of a moment on a page. @param seconds since the start; written to a tenth */
export function addressOfMoment(page: string, seconds: number): string {
  const address = new URL(page);
  address.hash = "";
  address.searchParams.set("t", String(Math.round(seconds * 10) / 10));
  return address.href;
}

/** "0:07", "12:34", "1:02:03": whole seconds since the start. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
