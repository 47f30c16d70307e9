import type { Terminal } from "@xterm/xterm";
import { OutputFilter } from "@/lib/terminal-output/output-filter";

/** xterm.js lets the page breathe between two writes, never within one; the filter bounds the work of each. */
const MOST_CHARACTERS = 16 * 1024;

/**
 * Draws what a node printed: through the filter, in pieces.
 * @returns draws more; bytes may be cut anywhere, also within a character. `onDrawn` is called when they are on screen.
 */
export function createOutput(
  terminal: Pick<Terminal, "write" | "cols" | "rows">,
): (bytes: Uint8Array, onDrawn?: () => void) => void {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const filter = new OutputFilter(() => ({ cols: terminal.cols, rows: terminal.rows }));
  return (bytes, onDrawn) => {
    const text = filter.push(decoder.decode(bytes, { stream: true }));
    let at = 0;
    for (; text.length - at > MOST_CHARACTERS; at += MOST_CHARACTERS)
      terminal.write(text.slice(at, at + MOST_CHARACTERS));
    terminal.write(text.slice(at), onDrawn);
  };
}
