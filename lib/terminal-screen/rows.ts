import type { InnerBuffer, InnerExtended, InnerLine } from "./inner/inner-terminal";
import { type RowSnapshot, SnapshotError } from "./snapshot";

const NUMBERS_A_CELL = 3;
const BYTES_A_CELL = 4 * NUMBERS_A_CELL;
const CODE_POINT = 0x1f_ffff;
const IS_COMBINED = 0x20_0000;
const WIDTH_SHIFT = 22;
const HAS_EXTENDED = 0x1000_0000;

/** The rows of a screen from the top; like ones below each other once. */
export function takeRows(buffer: InnerBuffer): RowSnapshot[] {
  const rows: RowSnapshot[] = [];
  let last = "";
  for (let at = 0; at < buffer.lines.length; at += 1) {
    const line = buffer.lines.get(at);
    if (!line) throw new TypeError("a row is missing");
    const row = takeRow(line);
    const written = JSON.stringify(row);
    const above = rows.at(-1);
    if (above && written === last) above.times += 1;
    else rows.push(row);
    last = written;
  }
  return rows;
}

function takeRow(line: InnerLine): RowSnapshot {
  const { _data: data, length } = line;
  let used = length;
  while (used > 1 && isSameCell(data, used - 1, used - 2)) used -= 1;
  const bytes = new Uint8Array(used * BYTES_A_CELL);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < used * NUMBERS_A_CELL; at += 1) view.setUint32(at * 4, data[at] ?? 0, true);
  const combined: [number, string][] = [];
  const extended: [number, number, number][] = [];
  for (let at = 0; at < length; at += 1) {
    if ((data[at * NUMBERS_A_CELL] ?? 0) & IS_COMBINED) combined.push([at, line._combined[at] ?? ""]);
    if ((data[at * NUMBERS_A_CELL + 2] ?? 0) & HAS_EXTENDED) {
      const { _ext, _urlId } = line._extendedAttrs[at] ?? { _ext: 0, _urlId: 0 };
      extended.push([at, _ext, _urlId]);
    }
  }
  return {
    ...{ times: 1, length, cells: toBase64(bytes) },
    ...(line.isWrapped && { isWrapped: true as const }),
    ...(combined.length > 0 && { combined }),
    ...(extended.length > 0 && { extended }),
  };
}

function isSameCell(data: Uint32Array, a: number, b: number): boolean {
  for (let at = 0; at < NUMBERS_A_CELL; at += 1)
    if (data[a * NUMBERS_A_CELL + at] !== data[b * NUMBERS_A_CELL + at]) return false;
  return true;
}

/**
 * Puts a row into a line that was made for it.
 * @param blank whose class the terminal doesn't export
 * @throws SnapshotError when a cell is none
 */
export function putRow(line: InnerLine, row: RowSnapshot, blank: InnerExtended): void {
  line._data = readCells(row);
  line.length = row.length;
  line.isWrapped = row.isWrapped === true;
  line._combined = Object.fromEntries(row.combined ?? []);
  line._extendedAttrs = Object.fromEntries(
    (row.extended ?? []).map(([at, ext, link]) => [at, extendedOf(blank, ext, link)]),
  );
}

export function extendedOf(blank: InnerExtended, ext: number, link: number): InnerExtended {
  const extended = blank.clone();
  extended._ext = ext;
  extended._urlId = link;
  return extended;
}

function readCells({ length, cells, combined = [], extended = [] }: RowSnapshot): Uint32Array {
  const bytes = fromBase64(cells);
  const written = bytes.length / BYTES_A_CELL;
  if (!Number.isInteger(written) || written < 1 || written > length)
    throw new SnapshotError("It is no snapshot: a row's cells are not as many as it has columns");
  const data = new Uint32Array(length * NUMBERS_A_CELL);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < data.length; at += 1) {
    const cell = Math.min(Math.floor(at / NUMBERS_A_CELL), written - 1);
    data[at] = view.getUint32(cell * BYTES_A_CELL + (at % NUMBERS_A_CELL) * 4, true);
  }
  checkCells(data, new Map(combined), new Set(extended.map(([at]) => at)));
  return data;
}

/** A cell whose text or underline is missing would stop the terminal when it is drawn. */
function checkCells(
  data: Uint32Array,
  combined: ReadonlyMap<number, string>,
  extended: ReadonlySet<number>,
): void {
  for (let at = 0; at < data.length / NUMBERS_A_CELL; at += 1) {
    const content = data[at * NUMBERS_A_CELL] ?? 0;
    const hasText = (content & IS_COMBINED) !== 0;
    const isCell =
      hasText === combined.has(at) &&
      combined.get(at) !== "" &&
      (content & CODE_POINT) <= 0x10_ffff &&
      content >>> WIDTH_SHIFT <= 2 &&
      (((data[at * NUMBERS_A_CELL + 2] ?? 0) & HAS_EXTENDED) !== 0) === extended.has(at);
    if (!isCell) throw new SnapshotError(`It is no snapshot: column ${at} of a row is no cell`);
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  // A row has at most 12,000 bytes: not too many for one call.
  text += String.fromCharCode(...bytes);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (error) {
    throw new SnapshotError("It is no snapshot: a row is not base64", { cause: error });
  }
  return Uint8Array.from(binary, (one) => one.charCodeAt(0));
}
