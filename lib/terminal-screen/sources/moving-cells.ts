import type { Terminal } from "@xterm/headless";

/** Told before the terminal acts. */
export interface MovingHandlers {
  /** Cells of the cursor's row are about to be erased, or moved. */
  onRow: (isMoved: boolean) => void;
  /** Cells of all rows are about to be moved sideways, some of them off the screen. */
  onShift: () => void;
}

/** SL, SR, DECIC and DECDC: they shift columns of the whole scroll region. */
const SHIFTS = [
  [" ", "@"],
  [" ", "A"],
  ["'", "}"],
  ["'", "~"],
] as const;

/** Tells of cells before they are erased or moved within their rows. */
export function watchMovingCells(terminal: Terminal, { onRow, onShift }: MovingHandlers): void {
  for (const final of ["K", "X", "P", "@", "J"])
    for (const prefix of final === "K" || final === "J" ? ["", "?"] : [""])
      terminal.parser.registerCsiHandler({ ...(prefix && { prefix }), final }, () => {
        onRow(final === "P" || final === "@");
        return false;
      });
  for (const [intermediates, final] of SHIFTS)
    terminal.parser.registerCsiHandler({ intermediates, final }, () => {
      onShift();
      return false;
    });
}
