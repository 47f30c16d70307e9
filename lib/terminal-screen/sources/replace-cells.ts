import type { Terminal } from "@xterm/headless";
import { type InnerBuffer, innerOf } from "../inner/inner-terminal";
import { putCharacter, type ScreenSources, widthAt } from "./shown-text";

/**
 * Makes cells of a terminal show another character.
 * @param sources of its cells, as a SourceScreen of the same state gave them
 * @param isReplaced asked of each cell's source
 * @param characterOf the character that is shown instead in a cell of so many columns
 */
export function replaceCells(
  terminal: Terminal,
  sources: ScreenSources,
  {
    isReplaced,
    characterOf,
  }: { isReplaced: (source: number) => boolean; characterOf: (width: number) => number },
): void {
  const { normal, alt } = innerOf(terminal)._bufferService.buffers;
  const replace = (buffer: InnerBuffer, rows: readonly Uint32Array[]) => {
    for (const [at, row] of rows.entries()) {
      const line = buffer.lines.get(at);
      if (!line) continue;
      for (let x = 0; x < Math.min(row.length, line.length); x += 1) {
        const source = row[x] ?? 0;
        const width = widthAt(line, x);
        if (source !== 0 && width > 0 && isReplaced(source)) putCharacter(line, x, characterOf(width));
      }
    }
  };
  replace(normal, sources.normal);
  replace(alt, sources.alternate);
}
