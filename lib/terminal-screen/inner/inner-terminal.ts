import type { RowNote } from "./row-note";

/**
 * What a snapshot needs of xterm.js and its public API doesn't give. The names are those of version 6.0.0, the same in
 * @xterm/headless and @xterm/xterm; package.json pins both, and the tests of snapshots fail when one of them changes.
 */
export interface InnerTerminal {
  optionsService: {
    options: { convertEol: boolean; cursorBlink: boolean };
    rawOptions: { scrollback: number };
  };
  coreService: {
    isCursorInitialized: boolean;
    isCursorHidden: boolean;
    modes: { insertMode: boolean };
    decPrivateModes: Record<string, boolean | string | undefined>;
  };
  coreMouseService: { activeProtocol: string; activeEncoding: string };
  _charsetService: { charset: Charset; glevel: number; _charsets: Charset[] };
  _bufferService: {
    buffers: {
      active: InnerBuffer;
      normal: InnerBuffer;
      alt: InnerBuffer;
      activateAltBuffer(): void;
      activateNormalBuffer(): void;
    };
    scroll(eraseAttributes: InnerAttributes, isWrapped?: boolean): void;
  };
  _inputHandler: {
    _curAttrData: InnerAttributes;
    _parser: { precedingJoinState: number };
    /** The characters of what is being parsed. */
    _parseBuffer: Uint32Array;
    parse(text: string): unknown;
    print(data: Uint32Array, start: number, end: number): void;
    selectCharset(collected: string): boolean;
    lineFeed(): boolean;
    screenAlignmentPattern(): boolean;
    eraseInDisplay(parameters: { params: readonly number[] }, respectsProtection: boolean): boolean;
  };
}

/** A set of characters: what is drawn for each; undefined for ASCII. */
export type Charset = Readonly<Record<string, string>> | undefined;

export interface InnerExtended {
  _ext: number;
  _urlId: number;
  clone(): InnerExtended;
}

export interface InnerAttributes {
  fg: number;
  bg: number;
  extended: InnerExtended;
}

export interface InnerLine {
  /** Ours: it stays with the row wherever the terminal moves it. */
  note?: RowNote | undefined;
  /** Three numbers a cell: content, foreground, background. */
  _data: Uint32Array;
  _combined: Record<number, string>;
  _extendedAttrs: Record<number, InnerExtended | undefined>;
  length: number;
  isWrapped: boolean;
  getWidth(column: number): number;
  /** 0 for a cell that nothing was written to. */
  getCodePoint(column: number): number;
  /** Columns up to the last cell that was written to. */
  getTrimmedLength(): number;
  translateToString(trimsRight: boolean, from?: number, to?: number): string;
}

export interface InnerBuffer {
  lines: {
    length: number;
    maxLength: number;
    get(index: number): InnerLine | undefined;
    push(line: InnerLine): void;
    trimStart(count: number): void;
  };
  x: number;
  y: number;
  ybase: number;
  ydisp: number;
  scrollTop: number;
  scrollBottom: number;
  tabs: Record<number, boolean | undefined>;
  savedX: number;
  savedY: number;
  savedCurAttrData: InnerAttributes;
  savedCharset: Charset;
  getBlankLine(attributes: InnerAttributes): InnerLine;
  clear(): void;
}

/**
 * @param terminal of @xterm/headless or @xterm/xterm 6.0.0
 * @throws TypeError for a terminal of another make
 */
export function innerOf(terminal: object): InnerTerminal {
  const core: unknown = "_core" in terminal ? terminal._core : undefined;
  if (!isInner(core)) throw new TypeError("This terminal is not made like xterm.js 6.0.0");
  return core;
}

function isInner(core: unknown): core is InnerTerminal {
  if (typeof core !== "object" || core === null) return false;
  return ["optionsService", "coreService", "coreMouseService", "_charsetService", "_bufferService"]
    .concat("_inputHandler")
    .every((name) => typeof Reflect.get(core, name) === "object");
}
