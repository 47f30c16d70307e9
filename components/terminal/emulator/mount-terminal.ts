import type { Terminal } from "@xterm/xterm";
import { createHexReader } from "@/components/hex-colour";
import { clampSize } from "@/lib/terminal-protocol/size";
import { eraseSafely } from "@/lib/terminal-screen/safe-erase";
import { limitAnnouncements } from "../limit-announcements";
import { readTerminalTheme } from "../preferences/colours";
import type { TerminalLook } from "../preferences/preferences";
import type { ScreenHandlers } from "../screen-types";
import { FastRenderer } from "./fast-renderer";
import { hearInsertedText } from "./inserted-text";
import { TerminalAnswers } from "./terminal-answers";
import { chordOf, isApple, isControlV } from "./terminal-keys";
import { createOutput } from "./terminal-output";
import { createSearch, type Found } from "./terminal-search";

const FONT = '"JetBrains Mono Variable"';
const SCROLLBACK_LINES = 5000;
const RESIZE_WAIT_MS = 120;

export interface MountOptions {
  look: TerminalLook;
  /** For whoever watches: no keyboard, and the size is the session's. */
  isReadOnly: boolean;
}

/**
 * Puts a terminal into an element. xterm is loaded here and nowhere else, as it is large and needs a browser.
 * @returns takes it out again, also while it is still loading
 */
export function mountTerminal(
  element: HTMLElement,
  handlers: ScreenHandlers,
  options: MountOptions,
): () => void {
  let isOver = false;
  let unmount = () => {};
  void load(element, handlers, options).then((loaded) => {
    if (isOver) loaded.terminal.dispose();
    else unmount = connect(element, loaded, handlers, options);
  });
  return () => {
    isOver = true;
    unmount();
  };
}

interface Loaded {
  terminal: Terminal;
  refit: () => void;
  search: ReturnType<typeof createSearch>;
  renderer: FastRenderer;
}

async function load(
  element: HTMLElement,
  handlers: ScreenHandlers,
  { look, isReadOnly }: MountOptions,
): Promise<Loaded> {
  const [{ Terminal: XTerm }, { FitAddon }, { SearchAddon }, { UnicodeGraphemesAddon }, { WebglAddon }] =
    await Promise.all([
      import("@xterm/xterm"),
      import("@xterm/addon-fit"),
      import("@xterm/addon-search"),
      import("@xterm/addon-unicode-graphemes"),
      import("@xterm/addon-webgl"),
      // A font that comes later would leave the cells measured for another.
      document.fonts.load(`${look.fontSize}px ${FONT}`),
    ]);
  const terminal = new XTerm({
    fontFamily: `${FONT}, ui-monospace, monospace`,
    fontSize: look.fontSize,
    lineHeight: 1.15,
    scrollback: SCROLLBACK_LINES,
    screenReaderMode: look.screenReader,
    disableStdin: isReadOnly,
    theme: readTerminalTheme(element),
    // Hollow is what takes no keys.
    cursorInactiveStyle: "outline",
    // The search's decorations and the widths of characters are what xterm still calls proposed.
    allowProposedApi: true,
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  const addon = new SearchAddon();
  terminal.loadAddon(addon);
  // Letters with their marks, flags and joined emoji take the cells that newer shells give them.
  terminal.loadAddon(new UnicodeGraphemesAddon());
  eraseSafely(terminal);
  const renderer = new FastRenderer(
    terminal,
    () => new WebglAddon(),
    (isFast) => {
      element.dataset.renderer = isFast ? "webgl" : "dom";
    },
  );
  const search = createSearch(addon, createHexReader(element), (found: Found) => handlers.onFound(found));
  // A hidden tab has no size to fit into.
  const refit = () => {
    if (isReadOnly || element.offsetParent === null) return;
    const fitting = fit.proposeDimensions();
    if (!fitting || !Number.isFinite(fitting.cols) || !Number.isFinite(fitting.rows)) return;
    // Drawn at the size that the shell is told, however large or small the window is.
    const { cols, rows } = clampSize(fitting);
    if (cols !== terminal.cols || rows !== terminal.rows) terminal.resize(cols, rows);
  };
  return { terminal, refit, search, renderer };
}

function connect(
  element: HTMLElement,
  { terminal, refit, search, renderer }: Loaded,
  handlers: ScreenHandlers,
  { look, isReadOnly }: MountOptions,
): () => void {
  let { controlVPastes } = look;
  terminal.open(element);
  element.dataset.renderer = "dom";
  renderer.start();
  refit();
  const stopLimiting = limitAnnouncements(element);
  const encoder = new TextEncoder();
  const draw = createOutput(terminal);
  const answers = new TerminalAnswers(terminal, () => performance.now());
  let historyPending = 0;
  let resizeTimer: ReturnType<typeof setTimeout> | undefined;

  // Old output asks its questions again (where is the cursor, which terminal is this); their answers were typed into
  // the shell once and must not be typed a second time.
  const input = terminal.onData((text) => {
    if (!answers.isAnswer() || (historyPending === 0 && answers.mayAnswer()))
      handlers.onInput(encoder.encode(text));
  });
  const binary = terminal.onBinary((text) => {
    if (historyPending === 0) handlers.onInput(Uint8Array.from(text, (one) => one.charCodeAt(0)));
  });
  const resized = terminal.onResize(({ cols, rows }) => handlers.onResize({ cols, rows }));
  const stopHearing = hearInsertedText(
    element,
    () => terminal.options.screenReaderMode === true && !isReadOnly,
    (text) => handlers.onInput(encoder.encode(text)),
  );
  const pastesByControlV = !isApple(navigator.platform);
  terminal.attachCustomKeyEventHandler((event) => {
    // Left to the browser, which pastes.
    if (pastesByControlV && controlVPastes && isControlV(event)) return false;
    const chord = chordOf(event);
    if (chord === undefined) return true;
    event.preventDefault();
    if (event.type !== "keydown") return false;
    if (chord === "copy") void copySelection(terminal);
    else handlers.onChord(chord);
    return false;
  });
  const stopPasting = takePastes(element, (text) => {
    if (!isReadOnly) handlers.onPaste(text);
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
        draw(bytes);
        return;
      }
      historyPending += 1;
      draw(bytes, () => {
        historyPending -= 1;
      });
    },
    setSize: ({ cols, rows }) => terminal.resize(cols, rows),
    setLook: (changed) => {
      controlVPastes = changed.controlVPastes;
      terminal.options.fontSize = changed.fontSize;
      terminal.options.screenReaderMode = changed.screenReader;
      terminal.options.theme = readTerminalTheme(element);
      refit();
    },
    setStale: (isStale) => {
      // Only what is an element of the page can be given a hollow cursor while it keeps the focus.
      if (isStale) renderer.stop();
      else renderer.start();
    },
    copyAll: () => copyAll(terminal),
    hasApplicationCursor: () => terminal.modes.applicationCursorKeysMode,
    paste: (text) => terminal.paste(text),
    waitsForEnter: () => terminal.modes.bracketedPasteMode,
    search,
  });
  if (!isReadOnly) terminal.focus();

  return () => {
    release();
    clearTimeout(resizeTimer);
    observer.disconnect();
    stopLimiting();
    stopPasting();
    stopHearing();
    for (const subscription of [input, binary, resized]) subscription.dispose();
    terminal.dispose();
  };
}

/** Takes what is pasted or dropped before xterm does: nothing of it reaches the shell unseen. */
function takePastes(element: HTMLElement, onPaste: (text: string) => void): () => void {
  const take = (event: Event, data: DataTransfer | null) => {
    event.preventDefault();
    event.stopPropagation();
    const text = data?.getData("text/plain") ?? "";
    if (text !== "") onPaste(text);
  };
  const paste = (event: ClipboardEvent) => take(event, event.clipboardData);
  const drop = (event: DragEvent) => take(event, event.dataTransfer);
  element.addEventListener("paste", paste, true);
  element.addEventListener("drop", drop, true);
  return () => {
    element.removeEventListener("paste", paste, true);
    element.removeEventListener("drop", drop, true);
  };
}

/** Everything that the terminal still holds, as text. */
async function copyAll(terminal: Terminal): Promise<void> {
  terminal.selectAll();
  await copySelection(terminal);
  terminal.clearSelection();
}

async function copySelection(terminal: Terminal): Promise<void> {
  const text = terminal.getSelection();
  if (text !== "") await navigator.clipboard.writeText(text);
}
