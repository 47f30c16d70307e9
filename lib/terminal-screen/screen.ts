import { Terminal } from "@xterm/headless/lib-headless/xterm-headless.mjs";
import { clampSize, type ScreenSize } from "@/lib/terminal-output/limits";
import { UnicodeGraphemesAddon } from "./inner/graphemes";
import { innerOf } from "./inner/inner-terminal";
import { resizeTerminal } from "./resize";
import { eraseSafely } from "./safe-erase";
import type { Snapshot } from "./snapshot";
import { putSnapshot, takeSnapshot } from "./take-put";

/**
 * A terminal's screen without a page: what a person saw, computed by the same xterm.js that drew it. It has no scrollback.
 * It works in Node and in its worker threads.
 */
export class Screen {
  /** For whoever listens to what the terminal does. */
  readonly terminal: Terminal;

  /** @param size clamped; xterm.js has two columns at least */
  constructor(size: ScreenSize) {
    this.terminal = new Terminal({
      ...clampSize(size),
      scrollback: 0,
      allowProposedApi: true,
      logLevel: "off",
    });
    this.terminal.loadAddon(new UnicodeGraphemesAddon());
    eraseSafely(this.terminal);
  }

  /** @throws SnapshotError when it is no snapshot of this version */
  static restore(snapshot: unknown): Screen {
    const screen = new Screen({ cols: 80, rows: 24 });
    try {
      putSnapshot(screen.terminal, snapshot);
    } catch (error) {
      screen.dispose();
      throw error;
    }
    return screen;
  }

  get size(): ScreenSize {
    return { cols: this.terminal.cols, rows: this.terminal.rows };
  }

  /** Whether a full-screen program has it. */
  get isAlternate(): boolean {
    return this.terminal.buffer.active.type === "alternate";
  }

  /** Draws it at once. @param text as an OutputFilter gave it */
  write(text: string): void {
    // `write` would wait for a turn of its own, and `writeSync` stays locked after an error.
    if (text !== "") innerOf(this.terminal)._inputHandler.parse(text);
  }

  /** @param onLeave see resizeTerminal */
  resize(size: ScreenSize, onLeave?: (rows: number) => void): void {
    resizeTerminal(this.terminal, size, onLeave);
  }

  snapshot(): Snapshot {
    return takeSnapshot(this.terminal);
  }

  /** The text of each row that it shows, from the top, without the blanks at its end. */
  text(): string[] {
    const { active } = this.terminal.buffer;
    return Array.from(
      { length: this.terminal.rows },
      (_, y) => active.getLine(y)?.translateToString(true) ?? "",
    );
  }

  dispose(): void {
    this.terminal.dispose();
  }
}
