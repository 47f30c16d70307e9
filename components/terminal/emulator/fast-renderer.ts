import type { WebglAddon } from "@xterm/addon-webgl";
import type { Terminal } from "@xterm/xterm";

/** Draws a terminal on the graphics card where the browser lets it, and as elements of the page otherwise. */
export class FastRenderer {
  readonly #terminal: Terminal;
  readonly #create: () => WebglAddon;
  readonly #onChange: (isFast: boolean) => void;
  #addon: WebglAddon | undefined;
  #isRefused = false;

  /** @param onChange told which of both draws now */
  constructor(terminal: Terminal, create: () => WebglAddon, onChange: (isFast: boolean) => void) {
    this.#terminal = terminal;
    this.#create = create;
    this.#onChange = onChange;
  }

  /** The terminal is open by then. What was refused or lost once is not asked for again. */
  start(): void {
    if (this.#addon || this.#isRefused) return;
    const addon = this.#create();
    try {
      // A browser takes contexts back, from tabs that are not looked at first.
      addon.onContextLoss(() => {
        this.#isRefused = true;
        this.stop();
      });
      this.#terminal.loadAddon(addon);
      this.#addon = addon;
      this.#onChange(true);
    } catch {
      // There is no WebGL 2 here: xterm.js goes on as it began.
      this.#isRefused = true;
      addon.dispose();
    }
  }

  stop(): void {
    if (!this.#addon) return;
    this.#addon.dispose();
    this.#addon = undefined;
    this.#onChange(false);
  }
}
