// Beside the control characters those that turn a line round, hide in it or break it: what is seen is what is sent.
const CONTROL =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
const LINE_BREAK = /\r\n|\r|\n/;
/** The marks of a bracketed paste. In a pasted text they would end the brackets early. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what is looked for
const BRACKETS = /(?:\x1b\[|\x9b)20[01]~/g;

/** What a pasted text is, before anything of it is sent. */
export interface PasteFinding {
  /** 1 without a line break. */
  lines: number;
  controls: number;
  /** Whether its person is asked first. */
  asks: boolean;
}

export function lookAtPaste(text: string): PasteFinding {
  const lines = text.split(LINE_BREAK).length;
  const controls = [...text].filter((character) => CONTROL.test(character)).length;
  return { lines, controls, asks: lines > 1 || controls > 0 };
}

export interface PasteChoice {
  keepsLines: boolean;
  keepsControls: boolean;
}

/** What is sent of a pasted text. The marks of a bracketed paste are never sent. */
export function preparePaste(text: string, { keepsLines, keepsControls }: PasteChoice): string {
  const unmarked = withoutBrackets(text);
  const kept = keepsControls
    ? unmarked
    : [...unmarked].filter((character) => !CONTROL.test(character)).join("");
  if (keepsLines) return kept;
  return kept
    .split(LINE_BREAK)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}

/** Again and again: what is left when one is taken out may be another. */
function withoutBrackets(text: string): string {
  const without = text.replace(BRACKETS, "");
  return without === text ? text : withoutBrackets(without);
}

export interface PastePart {
  text: string;
  isControl: boolean;
}

/** A text with everything in it to be seen: control characters as signs, line breaks with one before them. */
export function visibleParts(text: string): PastePart[] {
  const parts: PastePart[] = [];
  const add = (piece: string, isControl: boolean) => {
    const last = parts.at(-1);
    if (last?.isControl === isControl) last.text += piece;
    else parts.push({ text: piece, isControl });
  };
  for (const character of text.replace(/\r\n|\r/g, "\n")) {
    if (character === "\n") {
      add("⏎", true);
      add("\n", false);
    } else if (character === "\t") add("⇥", true);
    else if (CONTROL.test(character)) add(signOf(character), true);
    else add(character, false);
  }
  return parts;
}

function signOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "␡";
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
