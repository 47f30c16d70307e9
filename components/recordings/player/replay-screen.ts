import type { Terminal } from "@xterm/xterm";
import { readTerminalTheme } from "@/components/terminal/preferences/colours";
import type { SegmentEvent } from "@/lib/recordings/segments/format";
import { innerOf } from "@/lib/terminal-screen/inner/inner-terminal";
import { resizeTerminal } from "@/lib/terminal-screen/resize";
import { eraseSafely } from "@/lib/terminal-screen/safe-erase";
import { putSnapshot } from "@/lib/terminal-screen/take-put";
import type { ReplayScreen } from "../playback/engine-parts";
import { fitInto } from "./fit";

const FONT = '"JetBrains Mono Variable"';
/** Drawn at this size and scaled to the frame, whatever size the screen had. */
const FONT_SIZE = 14;

/** What a terminal is made of; once it is there, a browser has it at once. */
export const loadParts = () =>
  Promise.all([
    import("@xterm/xterm"),
    import("@xterm/addon-unicode-graphemes"),
    // A font that comes later would leave the cells measured for another.
    document.fonts.load(`${FONT_SIZE}px ${FONT}`),
  ]);

/** A terminal that takes no keys, answers nothing and follows no link. It is in no page yet. */
export async function loadTerminal(): Promise<Terminal> {
  const [{ Terminal: XTerm }, { UnicodeGraphemesAddon }] = await loadParts();
  const terminal = new XTerm({
    fontFamily: `${FONT}, ui-monospace, monospace`,
    fontSize: FONT_SIZE,
    lineHeight: 1.15,
    scrollback: 0,
    disableStdin: true,
    cursorInactiveStyle: "block",
    // Widths of characters are what xterm still calls proposed.
    allowProposedApi: true,
  });
  // The same widths as in the live terminal.
  terminal.loadAddon(new UnicodeGraphemesAddon());
  eraseSafely(terminal);
  return terminal;
}

/** Puts it into an element. @returns takes it out again */
export function connectTerminal(
  element: HTMLElement,
  terminal: Terminal,
  onReady: (screen: ReplayScreen) => () => void,
): () => void {
  terminal.options.theme = readTerminalTheme(element);
  terminal.open(element);
  // Nothing is typed here.
  element.querySelector(".xterm-helpers")?.setAttribute("aria-hidden", "true");
  const rescale = () => fitInto(element, terminal.element?.querySelector<HTMLElement>(".xterm-screen"));
  const resized = terminal.onResize(rescale);
  const observer = new ResizeObserver(rescale);
  observer.observe(element);
  const release = onReady({
    show: (segment, count) => {
      putSnapshot(terminal, segment.screen);
      // Nobody ever gave it the focus, before which no cursor is drawn.
      innerOf(terminal).coreService.isCursorInitialized = true;
      draw(terminal, segment.events.slice(0, count));
      terminal.refresh(0, terminal.rows - 1);
      rescale();
    },
    write: (events) => draw(terminal, events),
  });
  return () => {
    release();
    resized.dispose();
    observer.disconnect();
    terminal.dispose();
  };
}

/** Output is joined up to the next size, and drawn at once: nothing half drawn is ever seen. */
function draw(terminal: Terminal, events: readonly SegmentEvent[]): void {
  let text = "";
  const flush = () => {
    if (text !== "") innerOf(terminal)._inputHandler.parse(text);
    text = "";
  };
  for (const [, code, data] of events) {
    if (code === "o") text += data;
    if (code !== "r") continue;
    flush();
    const [cols, rows] = data.split("x").map(Number);
    resizeTerminal(terminal, { cols: cols ?? Number.NaN, rows: rows ?? Number.NaN });
  }
  flush();
}
