import { maskOf } from "../mask-text";

/** The mark of a character that has no cell of its own: nothing stands for it. */
export const JOINED = 2;

/**
 * Replaces the marked characters of a terminal's output. Sequences of it are never marked, as no cell came of them.
 * @param marks by source; the text's first unit has the source `start`
 */
export function maskUnits(text: string, marks: Uint8Array, start: number): string {
  let masked = "";
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!marks[start + at]) continue;
    const unit = text.charCodeAt(at);
    const isPair = unit >= 0xd800 && unit < 0xdc00 && at + 1 < text.length;
    const character = isPair ? text.slice(at, at + 2) : text.charAt(at);
    masked += text.slice(from, at) + (marks[start + at] === JOINED ? "" : maskOf(character));
    at += character.length - 1;
    from = at + 1;
  }
  return from === 0 ? text : masked + text.slice(from);
}
