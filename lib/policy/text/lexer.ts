/** A token of Cedar, as far as limits and cutting need it. Offsets are UTF-16 units of the text. */
export interface Token {
  readonly kind: "text" | "open-text" | "word" | "sign";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const LONG_SIGNS = new Set(["&&", "||", "==", "!=", "<=", ">=", "::"]);
const WORD = /[\p{L}\p{N}_]/u;

/**
 * The tokens of a text that may be hostile: strings and comments are known, nothing else is. One pass, no backtracking.
 * A string without an end is the last token.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    const sign = text[at] ?? "";
    if (/\s/u.test(sign)) at += 1;
    else if (text.startsWith("//", at)) at = endOfLine(text, at);
    else if (sign === '"') {
      const end = endOfString(text, at);
      at = end ?? text.length;
      const kind = end === null ? "open-text" : "text";
      tokens.push({ kind, text: text.slice(start, at), start, end: at });
    } else if (WORD.test(sign)) {
      while (at < text.length && WORD.test(text[at] ?? "")) at += 1;
      tokens.push({ kind: "word", text: text.slice(start, at), start, end: at });
    } else {
      at += LONG_SIGNS.has(text.slice(at, at + 2)) ? 2 : 1;
      tokens.push({ kind: "sign", text: text.slice(start, at), start, end: at });
    }
  }
  return tokens;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at += 1;
  return at;
}

/** @returns behind its closing quote; null: it has none */
function endOfString(text: string, from: number): number | null {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return null;
}
