import type { Terminal } from "@xterm/headless";
import type { Terminal as BrowserTerminal } from "@xterm/xterm";
import { innerOf } from "./inner/inner-terminal";

const FROM_START = 1;
const ALL = 2;

/**
 * xterm.js 6.0.0 throws when everything up to the cursor is erased (CSI 1 J, CSI ? 1 J) while the cursor stands on the
 * screen's last cell, and draws nothing any more: it looks for the row below, which is not there. From there, up to the
 * cursor is the whole screen, so that is erased instead. To be called once for each terminal.
 */
export function eraseSafely(terminal: Terminal | BrowserTerminal): void {
  for (const prefix of ["", "?"])
    terminal.parser.registerCsiHandler({ ...(prefix && { prefix }), final: "J" }, ([which]) => {
      const { cursorX, cursorY } = terminal.buffer.active;
      if (which !== FROM_START || cursorY < terminal.rows - 1 || cursorX < terminal.cols - 1) return false;
      return innerOf(terminal)._inputHandler.eraseInDisplay({ params: [ALL] }, prefix === "?");
    });
}
