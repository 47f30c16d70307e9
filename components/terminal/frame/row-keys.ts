/** The keys above a phone's keyboard, the most needed first. */
export const ROW_KEYS = [
  "Esc",
  "Tab",
  "control",
  "↑",
  "↓",
  "←",
  "→",
  "paste",
  "alt",
  "|",
  "/",
  "-",
  "~",
] as const;

/** A key that sends something by itself. */
export type RowKey = Exclude<(typeof ROW_KEYS)[number], "control" | "alt" | "paste">;

const ARROWS: Readonly<Partial<Record<RowKey, string>>> = { "↑": "A", "↓": "B", "→": "C", "←": "D" };

/**
 * What a key of the row sends.
 * @param isApplication whether the program in front has asked for application cursor keys (DECCKM)
 */
export function bytesOfRowKey(key: RowKey, isApplication: boolean): string {
  const arrow = ARROWS[key];
  if (arrow !== undefined) return `\u001b${isApplication ? "O" : "["}${arrow}`;
  if (key === "Esc") return "\u001b";
  if (key === "Tab") return "\t";
  return key;
}

/**
 * What a letter sends while a modifier of the row is held: Control makes @ to _ and the letters control characters,
 * Alt puts an Escape before it. Anything longer than one character is no key, and stays as it is.
 */
export function withModifiers(text: string, { control, alt }: { control: boolean; alt: boolean }): string {
  if ([...text].length !== 1) return text;
  const upper = text.toUpperCase().charCodeAt(0);
  const isControl = control && upper >= 0x40 && upper <= 0x5f;
  const sent = isControl ? String.fromCharCode(upper & 0x1f) : text;
  return alt ? `\u001b${sent}` : sent;
}
