import type { Terminal } from "@xterm/headless";
import type { Terminal as BrowserTerminal } from "@xterm/xterm";
import { clampSize, type ScreenSize } from "@/lib/terminal-output/limits";
import { innerOf } from "./inner/inner-terminal";

/** Rows for lines that a smaller screen wraps anew: as many as the live terminal keeps. */
const ROOM = 5000;

/**
 * Gives a terminal without scrollback another size. It must have room above it meanwhile: xterm.js 6.0.0 loses count of
 * its rows when lines that are wrapped anew have nowhere to go.
 *
 * @param size clamped
 * @param onLeave called before the rows that left the screen at the top are forgotten: with how many
 */
export function resizeTerminal(
  terminal: Terminal | BrowserTerminal,
  size: ScreenSize,
  onLeave: (rows: number) => void = () => {},
): void {
  const { cols, rows } = clampSize(size);
  const inner = innerOf(terminal);
  const { rawOptions } = inner.optionsService;
  const before = rawOptions.scrollback;
  if (before !== 0)
    throw new TypeError("A terminal with scrollback has room: it is given another size by itself");
  // Without telling the terminal, which would give it the same size once more.
  rawOptions.scrollback = ROOM;
  try {
    terminal.resize(cols, rows);
    const { normal, alt } = inner._bufferService.buffers;
    // One that nothing is drawn on keeps its height, and later collects rows above the screen.
    if (alt.lines.length === 0) alt.lines.maxLength = terminal.rows;
    const gone = normal.lines.length - terminal.rows;
    if (gone > 0) {
      onLeave(gone);
      normal.lines.trimStart(gone);
      normal.savedY = Math.max(normal.savedY - gone, 0);
    }
    normal.ybase = 0;
    normal.ydisp = 0;
    normal.lines.maxLength = terminal.rows;
  } finally {
    rawOptions.scrollback = before;
  }
}
