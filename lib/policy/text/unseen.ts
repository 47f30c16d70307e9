/** Controls, marks of direction and what can't be seen: what is read would not be what is meant. */
const UNSEEN = /[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|(?![\t\n\r])\p{Cc}/u;
const EACH_UNSEEN = new RegExp(UNSEEN, "gu");

/** The first sign that can't be seen. @returns its offset in UTF-16 units, and its name, such as U+202E */
export function findUnseen(text: string): { at: number; name: string } | null {
  const found = UNSEEN.exec(text);
  return found && { at: found.index, name: `U+${hexOf(found[0]).toUpperCase().padStart(4, "0")}` };
}

/** A text with such signs as a rule would write them: Cedar's own messages have them as they are. */
export function escapeUnseen(text: string): string {
  return text.replace(EACH_UNSEEN, (sign) => `\\u{${hexOf(sign)}}`);
}

function hexOf(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16);
}
