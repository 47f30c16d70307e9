/** A stretch in which something was typed that the node did not print. */
export interface DarkStretch {
  bytes: number;
  /** When the first and the last of it were typed, in milliseconds since the recording began. */
  fromMs: number;
  toMs: number;
  /** A full-screen program had the screen: editors and pagers print what they do, not what is typed. */
  isInProgram: boolean;
}

/** How it stands in a segment, as a mark. */
export function darkLabel({ bytes, fromMs, toMs, isInProgram }: DarkStretch): string {
  return `dark${isInProgram ? " in a program" : ""}: ${bytes} bytes from ${fromMs} to ${toMs}`;
}

/** @returns undefined for any other mark */
export function parseDark(label: string): DarkStretch | undefined {
  const found = /^dark( in a program)?: (\d{1,9}) bytes from (\d{1,12}) to (\d{1,12})$/.exec(label);
  if (!found) return undefined;
  const [bytes = 0, fromMs = 0, toMs = 0] = found.slice(2).map(Number);
  return { bytes, fromMs, toMs, isInProgram: found[1] !== undefined };
}
