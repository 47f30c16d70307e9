import type { Terminal } from "@xterm/headless";
import { type InnerBuffer, innerOf } from "../inner/inner-terminal";

/** Told before the terminal acts. */
export interface LeavingHandlers {
  /** Rows of the shown screen are about to leave it or to be cleared, from the top. */
  onLeave: (from: number, to: number, how: "top" | "cleared" | "removed") => void;
  /** Rows are about to be cleared, but for cells that are protected. */
  onPartlyCleared: (from: number, to: number) => void;
  /** All screens are about to be made anew. */
  onReset: () => void;
  onLineFeed: () => void;
  /** All of the cursor's row is about to be cleared. */
  onLineCleared: () => void;
  /** The other screen is about to be shown. */
  onSwitch: (to: "normal" | "alternate") => void;
  /** Told after: every cell shows the same letter. */
  onAligned: () => void;
  /** What a shell says: see the OutputFilter. */
  onShellMark: (mark: string) => void;
}

const SCREEN_MODES = [47, 1047, 1049];

/**
 * Tells of rows before they leave a terminal's screen, however they do. Scrolling at the bottom is a function of the
 * terminal's inside; for the rest handlers stand before the terminal's own, and leave the work to those.
 */
export function watchLeavingRows(terminal: Terminal, handlers: LeavingHandlers): void {
  const inner = innerOf(terminal);
  const service = inner._bufferService;
  const input = inner._inputHandler;
  const shown = (): InnerBuffer => service.buffers.active;

  const scroll = service.scroll.bind(service);
  service.scroll = (attributes, isWrapped) => {
    const { scrollTop } = shown();
    handlers.onLeave(scrollTop, scrollTop, "top");
    scroll(attributes, isWrapped);
  };
  const lineFeed = input.lineFeed.bind(input);
  input.lineFeed = () => {
    handlers.onLineFeed();
    return lineFeed();
  };
  const align = input.screenAlignmentPattern.bind(input);
  input.screenAlignmentPattern = () => {
    handlers.onLeave(0, terminal.rows - 1, "cleared");
    const result = align();
    handlers.onAligned();
    return result;
  };

  const on = (final: string, prefix: string, act: (count: number, buffer: InnerBuffer) => void) =>
    terminal.parser.registerCsiHandler({ ...(prefix && { prefix }), final }, ([first]) => {
      act(typeof first === "number" ? first : 0, shown());
      return false;
    });
  /** Rows that leave a region at its top or bottom. */
  const leave = (from: number, to: number) => {
    if (to >= from) handlers.onLeave(from, to, "removed");
  };
  on("S", "", (count, { scrollTop, scrollBottom }) =>
    leave(scrollTop, Math.min(scrollTop + Math.max(1, count) - 1, scrollBottom)),
  );
  on("T", "", (count, { scrollTop, scrollBottom }) =>
    leave(Math.max(scrollTop, scrollBottom - Math.max(1, count) + 1), scrollBottom),
  );
  on("M", "", (count, { y, scrollTop, scrollBottom }) => {
    if (y >= scrollTop) leave(y, Math.min(y + Math.max(1, count) - 1, scrollBottom));
  });
  on("L", "", (count, { y, scrollTop, scrollBottom }) => {
    if (y >= scrollTop) leave(Math.max(y, scrollBottom - Math.max(1, count) + 1), scrollBottom);
  });
  on("J", "", (which, buffer) => {
    const [from, to] = cleared(which, buffer, terminal);
    if (to >= from) handlers.onLeave(from, to, "cleared");
  });
  on("K", "", (which, { x }) => {
    if (which === 2 || (which === 0 && x === 0)) handlers.onLineCleared();
  });
  on("J", "?", (which, buffer) => {
    const [from, to] = cleared(which, buffer, terminal);
    if (to >= from) handlers.onPartlyCleared(from, to);
  });
  for (const final of ["h", "l"] as const)
    terminal.parser.registerCsiHandler({ prefix: "?", final }, (modes) => {
      const isShown = shown() === service.buffers.alt;
      const isSwitch = modes.some((mode) => typeof mode === "number" && SCREEN_MODES.includes(mode));
      if (isSwitch && isShown === (final === "l")) handlers.onSwitch(final === "h" ? "alternate" : "normal");
      return false;
    });
  terminal.parser.registerEscHandler({ final: "M" }, () => {
    const { y, scrollTop, scrollBottom } = shown();
    if (y === scrollTop) leave(scrollBottom, scrollBottom);
    return false;
  });
  terminal.parser.registerEscHandler({ final: "c" }, () => {
    handlers.onReset();
    return false;
  });
  terminal.parser.registerOscHandler(133, (mark) => {
    handlers.onShellMark(mark);
    return true;
  });
}

/** The rows of which erasing a part of the screen leaves nothing. */
function cleared(which: number, { x, y }: InnerBuffer, { cols, rows }: Terminal): [from: number, to: number] {
  if (which === 0) return [x === 0 ? y : y + 1, rows - 1];
  if (which === 1) return [0, x >= cols - 1 ? y : y - 1];
  return which === 2 ? [0, rows - 1] : [0, -1];
}
