/** What a character means to the filter. */
export const CHARACTER = {
  /** It is drawn in a cell of its own. */
  base: 0,
  /** A control that only moves the cursor or rings. */
  plainControl: 1,
  /** It begins, ends or breaks off a sequence, or is left out. */
  control: 2,
  /** It is drawn onto the character before it, or not at all. */
  mark: 3,
  /** Half of a character beyond U+FFFF. */
  surrogate: 4,
} as const;

const PLAIN_CONTROLS = [0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f];
/** Hangul vowels and finals are letters that terminals draw onto the syllable before them; xterm.js does so with U+06DE. */
const MARK = /[\p{M}\p{Cf}\u06de\u1160-\u11ff]/u;

let table: Uint8Array | undefined;

/** For each UTF-16 code unit one of CHARACTER. */
export function characterTable(): Uint8Array {
  table ??= Uint8Array.from({ length: 0x1_0000 }, (_, unit) => kindOf(unit));
  return table;
}

function kindOf(unit: number): number {
  if (PLAIN_CONTROLS.includes(unit)) return CHARACTER.plainControl;
  if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) return CHARACTER.control;
  if (unit < 0x7f) return CHARACTER.base;
  if (unit >= 0xd800 && unit < 0xe000) return CHARACTER.surrogate;
  return isMark(String.fromCharCode(unit)) ? CHARACTER.mark : CHARACTER.base;
}

/** Whether a character takes no cell of its own. It counts more as such than xterm.js does, never fewer. */
export function isMark(character: string): boolean {
  return MARK.test(character);
}
