import type { Terminal } from "@xterm/headless";
import type { Terminal as BrowserTerminal } from "@xterm/xterm";
import { charsetName, charsetNamed } from "./inner/charsets";
import { type InnerBuffer, type InnerTerminal, innerOf } from "./inner/inner-terminal";
import { extendedOf, putRow, takeRows } from "./rows";
import {
  readSnapshot,
  type ScreenSnapshot,
  SNAPSHOT_VERSION,
  type Snapshot,
  SnapshotError,
  snapshotSchema,
} from "./snapshot";

type AnyTerminal = Terminal | BrowserTerminal;

/**
 * Everything that decides what a terminal shows and what it will do with more output. xterm.js's own serialize addon
 * writes VT text, which can't say all of it: see docs/decisions/037-the-transcript-is-a-terminals.md.
 *
 * @param terminal with scrollback 0, and nothing that is yet to be written; what was written went through an OutputFilter,
 *   so that no sequence is half way
 * @returns a JSON value
 */
export function takeSnapshot(terminal: AnyTerminal): Snapshot {
  const inner = innerOf(terminal);
  const { buffers } = inner._bufferService;
  const { coreService, coreMouseService, optionsService, _charsetService: charsets } = inner;
  const { fg, bg, extended } = inner._inputHandler._curAttrData;
  const modes = coreService.decPrivateModes;
  const name = (index: number) => charsetName(inner, charsets._charsets[index]);
  return {
    ...{ version: SNAPSHOT_VERSION, cols: terminal.cols, rows: terminal.rows },
    isAlternate: buffers.active === buffers.alt,
    normal: takeScreen(inner, buffers.normal),
    alternate: takeScreen(inner, buffers.alt),
    attributes: {
      foreground: fg >>> 0,
      background: bg >>> 0,
      extended: extended._ext,
      link: extended._urlId,
    },
    // The terminal's modes are a record; whether they are what a snapshot has is checked here.
    modes: snapshotSchema.shape.modes.parse({
      ...modes,
      cursorBlink: modes.cursorBlink ?? null,
      cursorStyle: modes.cursorStyle ?? null,
      insertMode: coreService.modes.insertMode,
      isCursorInitialized: coreService.isCursorInitialized,
      isCursorHidden: coreService.isCursorHidden,
      convertEol: optionsService.options.convertEol,
      optionCursorBlink: optionsService.options.cursorBlink,
    }),
    charsets: {
      sets: [name(0), name(1), name(2), name(3)],
      level: charsets.glevel,
      active: charsetName(inner, charsets.charset),
    },
    mouse: snapshotSchema.shape.mouse.parse({
      protocol: coreMouseService.activeProtocol,
      encoding: coreMouseService.activeEncoding,
    }),
    joinState: inner._inputHandler._parser.precedingJoinState >>> 0,
  };
}

function takeScreen(inner: InnerTerminal, buffer: InnerBuffer): ScreenSnapshot {
  if (buffer.ybase !== 0) throw new TypeError("Snapshots are taken of terminals without scrollback");
  const { x, y, scrollTop, scrollBottom, savedX, savedY, savedCurAttrData, savedCharset } = buffer;
  return {
    rows: takeRows(buffer),
    ...{ x, y, scrollTop, scrollBottom },
    tabs: Object.keys(buffer.tabs)
      .map(Number)
      .filter((column) => buffer.tabs[column] === true),
    saved: {
      ...{
        x: savedX,
        y: savedY,
        foreground: savedCurAttrData.fg >>> 0,
        background: savedCurAttrData.bg >>> 0,
      },
      charset: charsetName(inner, savedCharset),
    },
  };
}

/**
 * Makes a terminal exactly what another one was. What it shows is drawn anew by itself only with the next output:
 * a browser's terminal is to be refreshed.
 *
 * @param terminal with scrollback 0, and nothing that is yet to be written
 * @param value as takeSnapshot gave it, in this build of xterm.js or the other one; from wherever it was stored
 * @throws SnapshotError when it is none, and the terminal is as it was or blank
 */
export function putSnapshot(terminal: AnyTerminal, value: unknown): void {
  const snapshot = readSnapshot(value);
  const inner = innerOf(terminal);
  terminal.reset();
  terminal.resize(snapshot.cols, snapshot.rows);
  if (terminal.cols !== snapshot.cols || terminal.rows !== snapshot.rows)
    throw new SnapshotError("The terminal can't have the snapshot's size");
  const { buffers } = inner._bufferService;
  if (snapshot.isAlternate) buffers.activateAltBuffer();
  try {
    putScreen(inner, buffers.normal, snapshot.normal);
    putScreen(inner, buffers.alt, snapshot.alternate);
  } catch (error) {
    terminal.reset();
    throw error;
  }
  putState(inner, snapshot);
}

function putScreen(inner: InnerTerminal, buffer: InnerBuffer, screen: ScreenSnapshot): void {
  const attributes = inner._inputHandler._curAttrData;
  // Lines of its own making, as the terminal doesn't export their class.
  buffer.clear();
  for (const row of screen.rows)
    for (let times = row.times; times > 0; times -= 1) {
      const line = buffer.getBlankLine(attributes);
      putRow(line, row, attributes.extended);
      buffer.lines.push(line);
    }
  const { x, y, scrollTop, scrollBottom, saved } = screen;
  Object.assign(buffer, { x, y, scrollTop, scrollBottom, savedX: saved.x, savedY: saved.y });
  buffer.tabs = Object.fromEntries(screen.tabs.map((column) => [column, true]));
  buffer.savedCurAttrData.fg = saved.foreground;
  buffer.savedCurAttrData.bg = saved.background;
  buffer.savedCharset = charsetNamed(inner, saved.charset);
}

function putState(inner: InnerTerminal, { attributes, modes, charsets, mouse, joinState }: Snapshot): void {
  const { coreService, coreMouseService, optionsService, _inputHandler: input } = inner;
  const current = input._curAttrData;
  current.fg = attributes.foreground;
  current.bg = attributes.background;
  current.extended = extendedOf(current.extended, attributes.extended, attributes.link);
  input._parser.precedingJoinState = joinState;
  const {
    insertMode,
    isCursorInitialized,
    isCursorHidden,
    convertEol,
    optionCursorBlink,
    ...decPrivateModes
  } = modes;
  coreService.modes.insertMode = insertMode;
  coreService.isCursorInitialized = isCursorInitialized;
  coreService.isCursorHidden = isCursorHidden;
  Object.assign(coreService.decPrivateModes, {
    ...decPrivateModes,
    cursorBlink: modes.cursorBlink ?? undefined,
    cursorStyle: modes.cursorStyle ?? undefined,
  });
  optionsService.options.convertEol = convertEol;
  optionsService.options.cursorBlink = optionCursorBlink;
  const sets = inner._charsetService;
  sets._charsets = charsets.sets.map((name) => charsetNamed(inner, name));
  sets.glevel = charsets.level;
  sets.charset = charsetNamed(inner, charsets.active);
  coreMouseService.activeProtocol = mouse.protocol;
  coreMouseService.activeEncoding = mouse.encoding;
}
