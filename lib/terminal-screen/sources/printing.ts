import type { InnerBuffer, InnerLine, InnerTerminal } from "../inner/inner-terminal";
import { rowAt } from "../transcript/rows";
import { putSource, sourceAt, widthAt } from "./shown-text";

/** Told while a terminal prints. */
export interface PrintingHandlers {
  /** @param unit of the text that is being written */
  sourceOf: (unit: number) => number;
  /** Cells of a row are about to be written: [from, to). @param source of the first character that comes there */
  onWriting: (
    buffer: InnerBuffer,
    y: number,
    columns: readonly [from: number, to: number],
    source: number,
  ) => void;
  /** A character was drawn onto another one. */
  onJoined: (source: number, to: number) => void;
  /** A row got characters of the text a second time. */
  onRepeated: (row: InnerLine) => void;
}

const FIRST_PLAIN = 0x20;
const LAST_PLAIN = 0x7e;
const FIRST_HAN = 0x4e00;
const LAST_HAN = 0x9fff;

/**
 * Notes in each cell which character of the text was printed there. The terminal prints by a function of its inside, to
 * which runs of characters are given one row at a time.
 */
export function watchPrinting(inner: InnerTerminal, handlers: PrintingHandlers): void {
  const { buffers } = inner._bufferService;
  const input = inner._inputHandler;
  const parse = input.parse.bind(input);
  const print = input.print.bind(input);
  /** The units at which characters begin, where that is not one each. */
  let units: number[] | undefined;

  input.parse = (text) => {
    units = /[\ud800-\udfff\ufeff]/.test(text) ? unitsOf(text) : undefined;
    return parse(text);
  };
  input.print = (data, start, end) => {
    // Characters that are repeated are not those of the text.
    const repeated = data === input._parseBuffer ? undefined : beforeCursor(buffers.active);
    const sourceOf = (index: number) => repeated ?? handlers.sourceOf(units ? (units[index] ?? 0) : index);
    for (let at = start; at < end; ) {
      const buffer = buffers.active;
      const row = rowAt(buffer, buffer.y);
      const room = Math.max(0, (row?.length ?? 0) - buffer.x);
      const isInserting = inner.coreService.modes.insertMode;
      const run = at > start && row && !isInserting ? plainRun(data, { from: at, end, room }) : undefined;
      if (row && run && run.count > 0) {
        const { x } = buffer;
        handlers.onWriting(buffer, buffer.y, [x, x + run.columns], sourceOf(at));
        print(data, at, at + run.count);
        let column = x;
        for (let index = at; index < at + run.count; index += 1) {
          const source = sourceOf(index);
          putSource(row, column, source);
          if (widthAt(row, column) === 2) putSource(row, ++column, source);
          column += 1;
        }
        at += run.count;
      } else {
        tellBefore(inner, buffer, row, (y, columns) =>
          handlers.onWriting(
            buffer,
            y,
            columns,
            repeated === undefined ? sourceOf(at) : Number.POSITIVE_INFINITY,
          ),
        );
        print(data, at, at + 1);
        printed(buffers.active, inner, sourceOf(at), handlers);
        at += 1;
      }
      const written = repeated === undefined ? undefined : rowAt(buffers.active, buffers.active.y);
      if (written) handlers.onRepeated(written);
    }
  };
}

/** Which cells one character may write: the cursor's, or in the next row where this one is full. */
function tellBefore(
  inner: InnerTerminal,
  buffer: InnerBuffer,
  row: InnerLine | undefined,
  onWriting: (y: number, columns: readonly [from: number, to: number]) => void,
): void {
  const { x, y } = buffer;
  const width = row?.length ?? 0;
  if (inner.coreService.modes.insertMode) {
    onWriting(y, [0, width]);
    return;
  }
  const isWrapping = inner.coreService.decPrivateModes.wraparound !== false;
  // A wide character has no room in the last column.
  if (x + 1 >= width && !isWrapping) {
    onWriting(y, [Math.max(0, width - 2), width]);
    return;
  }
  // At the bottom the screen scrolls first.
  if (x + 1 >= width && y !== buffer.scrollBottom) onWriting(y + 1, [0, 2]);
  if (x < width) onWriting(y, [row && widthAt(row, x) === 0 ? Math.max(0, x - 1) : x, x + 2]);
}

/** One character was printed: it is left of the cursor, in a cell of its own or with another one. */
function printed(
  buffer: InnerBuffer,
  inner: InnerTerminal,
  source: number,
  { onJoined }: PrintingHandlers,
): void {
  const row = rowAt(buffer, buffer.y);
  if (!row || buffer.x === 0) return;
  const x = widthAt(row, buffer.x - 1) === 0 && buffer.x > 1 ? buffer.x - 2 : buffer.x - 1;
  const isJoined = (inner._inputHandler._parser.precedingJoinState & 1) !== 0;
  const before = sourceAt(row, x);
  if (isJoined && before !== 0) {
    onJoined(source, before);
    if (widthAt(row, x) === 2) putSource(row, x + 1, before);
    return;
  }
  for (let at = x; at < buffer.x; at += 1) putSource(row, at, source);
}

function beforeCursor(buffer: InnerBuffer): number {
  const row = rowAt(buffer, buffer.y);
  return row && buffer.x > 0 ? sourceAt(row, buffer.x - 1) : 0;
}

/** The characters from here on that have cells of their own and fit into the row: of ASCII, and the most usual wide ones. */
function plainRun(
  data: Uint32Array,
  { from, end, room }: { from: number; end: number; room: number },
): { count: number; columns: number } {
  let at = from;
  let columns = 0;
  for (; at < end; at += 1) {
    const character = data[at] ?? 0;
    const isPlain = character >= FIRST_PLAIN && character <= LAST_PLAIN;
    const width = isPlain ? 1 : character >= FIRST_HAN && character <= LAST_HAN ? 2 : 0;
    if (width === 0 || columns + width > room) break;
    columns += width;
  }
  return { count: at - from, columns };
}

/** The unit of each character as the terminal counts them: halves are one, and marks of byte order are none. */
function unitsOf(text: string): number[] {
  const units: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0xfeff) continue;
    units.push(at);
    if (unit >= 0xd800 && unit < 0xdc00 && at + 1 < text.length) at += 1;
  }
  return units;
}
