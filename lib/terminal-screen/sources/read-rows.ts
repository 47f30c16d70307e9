import type { InnerBuffer } from "../inner/inner-terminal";
import { rowAt } from "../transcript/rows";
import { addRow, noText, type ShownText, sourceAt } from "./shown-text";

/**
 * Reads rows as one line, and those of them apart that may as well be lines by themselves: a row that is filled to its
 * last column goes on in the next, or ends there by chance.
 * @param before what stood before the first row
 */
export function* readRows(
  buffer: InnerBuffer,
  [from, to]: readonly [from: number, to: number],
  { cols, before }: { cols: number; before: ShownText },
): Generator<{ shown: ShownText; isPart: boolean }> {
  let own = noText();
  for (let at = from; at <= to; at += 1) {
    const row = rowAt(buffer, at);
    if (!row) continue;
    const below = at < to ? rowAt(buffer, at + 1) : undefined;
    addRow(before, row, below, cols);
    addRow(own, row, below, cols);
    const isEnd = below ? !below.isWrapped : own.text !== before.text;
    if (!isEnd) continue;
    yield { shown: own, isPart: true };
    own = noText();
  }
  if (before.text !== "") yield { shown: before, isPart: false };
}

/** The sources of a screen's cells, row by row. */
export function sourcesOf(buffer: InnerBuffer): Uint32Array[] {
  return Array.from({ length: buffer.lines.length }, (_, at) => {
    const line = buffer.lines.get(at);
    return Uint32Array.from({ length: line?.length ?? 0 }, (__, x) => (line ? sourceAt(line, x) : 0));
  });
}
