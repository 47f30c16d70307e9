import type { InnerBuffer, InnerLine, InnerTerminal } from "../inner/inner-terminal";
import { rowAt } from "../transcript/rows";
import { putSource, sourceAt, widthAt } from "./shown-text";

/** Told while a terminal prints. */
export interface PrintingHandlers {
  /** @param unit of the text that is being written */
  sourceOf: (unit: number) => number;
  /** Cells of the cursor's row are about to be written: [from, to). */
  onWriting: (buffer: InnerBuffer, from: number, to: number) => void;
  /** A character was drawn onto another one. */
  onJoined: (source: number, to: number) => void;
  /** A row got characters of the text a second time. */
  onRepeated: (row: InnerLine) => void;
}

const FIRST_PLAIN = 0x20;
const LAST_PLAIN = 0x7e;

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
      const count = at > start && row && !isInserting ? plainRun(data, at, Math.min(end, at + room)) : 0;
      if (row && count > 0) {
        const { x } = buffer;
        handlers.onWriting(buffer, x, x + count);
        print(data, at, at + count);
        for (let index = 0; index < count; index += 1) putSource(row, x + index, sourceOf(at + index));
        at += count;
      } else {
        const from = isInserting ? 0 : Math.max(0, buffer.x - 1);
        handlers.onWriting(buffer, from, isInserting ? (row?.length ?? 0) : buffer.x + 2);
        print(data, at, at + 1);
        printed(buffers.active, inner, sourceOf(at), handlers);
        at += 1;
      }
      const written = repeated === undefined ? undefined : rowAt(buffers.active, buffers.active.y);
      if (written) handlers.onRepeated(written);
    }
  };
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

/** How many characters from here on have a cell of their own, of one column. */
function plainRun(data: Uint32Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const character = data[at] ?? 0;
    if (character < FIRST_PLAIN || character > LAST_PLAIN) break;
    at += 1;
  }
  return at - from;
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
