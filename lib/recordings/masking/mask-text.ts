import { findSecrets } from "./detection/find-secrets";
import { joinSpans, type Span } from "./detection/span";

/** What stands where a character was: as wide as the character. */
export const MASK = "•";
export const WIDE_MASK = "＊";

/** The transcript breaks lines that are longer. */
const BROKEN_LINE = 4095;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_CELL = /[\p{M}\p{Cf}]/u;

/**
 * Masks the secrets of a text, with as many cells of a screen as it had. Best effort: see `findSecrets`.
 * @param text one line or several, decoded; without sequences of a terminal, which are taken for text
 */
export function maskText(text: string): string {
  return maskSpans(text, findSecrets(text));
}

/**
 * Masks lines that follow each other: what stands over several (a private key, a line that the transcript broke after
 * 4,096 characters) is found in them together.
 * @param before lines that come before the first one, which are only read
 * @param after lines that come after the last one, which are only read
 * @returns as many lines, each the same if nothing in it is masked
 */
export function maskLines(
  lines: readonly string[],
  { before = [], after = [] }: { before?: readonly string[]; after?: readonly string[] } = {},
): string[] {
  const spans = spansOfLines([...before, ...lines, ...after]);
  return lines.map((line, index) => maskSpans(line, spans[before.length + index] ?? []));
}

/** What is masked of each line, in units of the line. */
export function spansOfLines(lines: readonly string[]): Span[][] {
  const starts: number[] = [];
  let text = "";
  for (const [index, line] of lines.entries()) {
    if (index > 0 && !isBroken(lines[index - 1] ?? "")) text += "\n";
    starts.push(text.length);
    text += line;
  }
  const found: Span[][] = lines.map(() => []);
  let at = 0;
  for (const [from, to] of findSecrets(text)) {
    while (at + 1 < starts.length && (starts[at + 1] ?? 0) <= from) at += 1;
    for (let index = at; index < lines.length && (starts[index] ?? 0) < to; index += 1) {
      const start = starts[index] ?? 0;
      const length = lines[index]?.length ?? 0;
      const span: Span = [Math.max(0, from - start), Math.min(length, to - start)];
      if (span[1] > span[0]) found[index]?.push(span);
    }
  }
  return found.map((spans, index) => {
    const wrapped = spansOfRows(lines[index] ?? "");
    return wrapped.length === 0 ? spans : joinSpans([...spans, ...wrapped]);
  });
}

/** The rows of a full-screen program are one text: broken lines are those of output. */
function isBroken(line: string): boolean {
  return line.length >= BROKEN_LINE && !line.includes("\n");
}

/** Secrets of a program's rows that go on in the next row, where the widest rows are those that do. */
function spansOfRows(text: string): Span[] {
  if (!text.includes("\n")) return [];
  const rows = text.split("\n");
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  let joined = "";
  const places: { at: number; from: number }[] = [];
  let from = 0;
  for (const [index, row] of rows.entries()) {
    if (index > 0 && rows[index - 1]?.length !== width) joined += "\n";
    places.push({ at: joined.length, from });
    joined += row;
    from += row.length + 1;
  }
  return findSecrets(joined).flatMap(([start, end]) =>
    places.flatMap(({ at, from: begin }, index): Span[] => {
      const length = rows[index]?.length ?? 0;
      const span: Span = [Math.max(start - at, 0) + begin, Math.min(end - at, length) + begin];
      return span[1] > span[0] ? [span] : [];
    }),
  );
}

/** @param spans in order, apart from each other */
export function maskSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  let masked = "";
  let at = 0;
  for (const [from, to] of spans) {
    masked += text.slice(at, from);
    for (const character of text.slice(from, to)) masked += maskOf(character);
    at = to;
  }
  return masked + text.slice(at);
}

/** What stands for one character. Line feeds and blanks stay. */
export function maskOf(character: string): string {
  if (character === "\n" || character === " ") return character;
  if (NO_CELL.test(character)) return "";
  return WIDE.test(character) ? WIDE_MASK : MASK;
}
