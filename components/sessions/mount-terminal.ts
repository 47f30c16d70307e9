import type { Terminal } from "@xterm/xterm";
import { readTerminalTheme } from "./terminal-colours";
import type { ScreenHandlers } from "./terminal-screen";

const FONT = '"JetBrains Mono Variable"';
const FONT_SIZE = 14;
const SCROLLBACK_LINES = 5000;
const RESIZE_WAIT_MS = 120;

/**
 * Puts a terminal into an element. xterm is loaded here and nowhere else, as it is large and needs a browser.
 * @returns takes it out again, also while it is still loading
 */
export function mountTerminal(element: HTMLElement, handlers: ScreenHandlers): () => void {
  let isOver = false;
  let unmount = () => {};
  void load(element).then(({ terminal, refit }) => {
    if (isOver) terminal.dispose();
    else unmount = connect(element, terminal, refit, handlers);
  });
  return () => {
    isOver = true;
    unmount();
  };
}

async function load(element: HTMLElement): Promise<{ terminal: Terminal; refit: () => void }> {
  const [{ Terminal: XTerm }, { FitAddon }] = await Promise.all([
    import("@xterm/xterm"),
    import("@xterm/addon-fit"),
    // A font that comes later would leave the cells measured for another.
    document.fonts.load(`${FONT_SIZE}px ${FONT}`),
  ]);
  const terminal = new XTerm({
    fontFamily: `${FONT}, ui-monospace, monospace`,
    fontSize: FONT_SIZE,
    lineHeight: 1.15,
    scrollback: SCROLLBACK_LINES,
    screenReaderMode: true,
    theme: readTerminalTheme(element),
    // What a node prints only draws: a link of its making leads nowhere, and it may not ask for the window.
    linkHandler: { activate: () => {} },
    windowOptions: {},
  });
  const addon = new FitAddon();
  terminal.loadAddon(addon);
  return { terminal, refit: () => addon.fit() };
}

function connect(
  element: HTMLElement,
  terminal: Terminal,
  refit: () => void,
  handlers: ScreenHandlers,
): () => void {
  terminal.open(element);
  refit();
  const encoder = new TextEncoder();
  let historyPending = 0;
  let resizeTimer: ReturnType<typeof setTimeout> | undefined;

  // Old output asks its questions again (where is the cursor, which terminal is this); their answers were typed into
  // the shell once and must not be typed a second time.
  const input = terminal.onData((text) => {
    if (historyPending === 0) handlers.onInput(encoder.encode(text));
  });
  const binary = terminal.onBinary((text) => {
    if (historyPending === 0) handlers.onInput(Uint8Array.from(text, (one) => one.charCodeAt(0)));
  });
  const resized = terminal.onResize(({ cols, rows }) => handlers.onResize({ cols, rows }));
  terminal.attachCustomKeyEventHandler((event) => {
    if (!(event.ctrlKey && event.shiftKey && event.code === "KeyL")) return true;
    event.preventDefault();
    if (event.type === "keydown") handlers.onLeave();
    return false;
  });
  const observer = new ResizeObserver(() => {
    clearTimeout(resizeTimer);
    resizeTimer = setTimeout(refit, RESIZE_WAIT_MS);
  });
  observer.observe(element);

  const release = handlers.onReady({
    size: { cols: terminal.cols, rows: terminal.rows },
    focus: () => terminal.focus(),
    write: (bytes, isHistory) => {
      if (!isHistory) {
        terminal.write(bytes);
        return;
      }
      historyPending += 1;
      terminal.write(bytes, () => {
        historyPending -= 1;
      });
    },
  });
  terminal.focus();

  return () => {
    release();
    clearTimeout(resizeTimer);
    observer.disconnect();
    for (const subscription of [input, binary, resized]) subscription.dispose();
    terminal.dispose();
  };
}
