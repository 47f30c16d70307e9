import { MOST_PARAMETERS, type ScreenSize } from "./limits";
import { type Permitted, permitCsi } from "./sequence-rules";

/** Sequences that need no clamping: nearly all there are. They are passed on as they stand. */
export const HARMLESS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is read
  /\x1b\[(?:[0-9;:]{0,64}m|[0-9]{0,3}[A-HKadef`]|[0-9]{0,3};[0-9]{0,3}[Hfr]|\?(?:1|7|12|25|2004)[hl])/y;

/**
 * A control sequence as it was written.
 * @param sequence.text its prefix and numbers
 * @returns undefined when it is left out
 */
export function permitControl(
  { text: start, intermediates, final }: { text: string; intermediates: string; final: string },
  size: ScreenSize,
): Permitted | undefined {
  const prefix = /^[<=>?]/.exec(start)?.[0] ?? "";
  const written = start.slice(prefix.length);
  const isLong = written.length > MOST_PARAMETERS;
  if (final === "m" && isLong && prefix === "" && intermediates === "")
    return { text: `${written.slice(0, written.lastIndexOf(";") + 1)}m`, work: 0 };
  if (isLong) return undefined;
  const text = start + intermediates + final;
  HARMLESS.lastIndex = 0;
  if (HARMLESS.test(`\x1b[${text}`)) return { text, work: 0 };
  const numbers = written === "" ? [] : written.split(";").map(numberOf);
  return permitCsi({ prefix, numbers, intermediates, final }, size);
}

function numberOf(written: string): number {
  // Of a number with parts the first one counts; more digits than these are as good as infinite.
  const digits = /^\d{1,9}/.exec(written)?.[0];
  return digits === undefined ? -1 : Number(digits);
}
