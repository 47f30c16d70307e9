import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { ByteReader, ByteWriter } from "./bytes";

/** A row of text that can be found. Text came from a node: untrusted. */
export interface IndexedRow {
  /** Number of its line in the transcript, or of its command. */
  line: number;
  /** When it was left, in milliseconds since the recording began. */
  atMs: number;
  text: string;
  /** Where in it a command begins that is listed by itself; -1: nowhere. */
  commandAt: number;
}

/** Some rows that follow each other: what the index finds, before the text itself is looked at. */
export interface Block {
  rows: IndexedRow[];
  /** Their text in UTF-8, a line feed between two. */
  text: Buffer;
}

/** Bytes of a block's text, unless it is one long row. */
const BLOCK_BYTES = 2_048;
/** Longer rows are cut. */
const ROW_BYTES = 16_384;
/** What the end of one part and the beginning of the next have in common: more than can be searched for at once. */
export const OVERLAP_BYTES = 1_024;
/** Text of one chunk: packed, two of them go on a page of the database. */
const CHUNK_BYTES = 8_192;
/** As many bytes as a chunk may unpack to, whatever stands in the table. */
const MOST_UNPACKED = 1024 * 1024;

/** Cuts rows into blocks, in order. What is in no row's text can't be found. */
export function toBlocks(rows: Iterable<IndexedRow>): Block[] {
  const blocks: Block[] = [];
  let current: { rows: IndexedRow[]; parts: Buffer[]; size: number } = { rows: [], parts: [], size: 0 };
  const end = () => {
    if (current.rows.length > 0) blocks.push({ rows: current.rows, text: joined(current.parts) });
    current = { rows: [], parts: [], size: 0 };
  };
  for (const row of rows)
    for (const part of partsOf(row)) {
      const bytes = Buffer.from(part.text);
      if (bytes.length === 0) continue;
      if (current.size > 0 && current.size + 1 + bytes.length > BLOCK_BYTES) end();
      current.rows.push(part);
      current.parts.push(bytes);
      current.size += bytes.length + 1;
    }
  end();
  return blocks;
}

/** Rows of a text of several rows, such as a screen; long ones in parts that overlap. */
function* partsOf(row: IndexedRow): Generator<IndexedRow> {
  let start = 0;
  for (const text of row.text.split("\n")) {
    const isHere = row.commandAt >= start && row.commandAt < start + text.length;
    const commandAt = isHere ? row.commandAt - start : -1;
    start += text.length + 1;
    // No character takes more than three bytes a unit of a string.
    if (text.length * 3 <= ROW_BYTES) yield { ...row, text, commandAt };
    else yield* cut({ ...row, text, commandAt: -1 });
  }
}

function* cut(row: IndexedRow): Generator<IndexedRow> {
  const bytes = Buffer.from(row.text);
  for (let from = 0; ; ) {
    const to = characterStart(bytes, from + ROW_BYTES);
    yield { ...row, text: bytes.toString("utf8", from, to) };
    if (to >= bytes.length) return;
    from = characterStart(bytes, to - OVERLAP_BYTES);
  }
}

/** The last beginning of a character at or before a byte. */
function characterStart(bytes: Buffer, at: number): number {
  if (at >= bytes.length) return bytes.length;
  let start = at;
  while (((bytes[start] as number) & 0xc0) === 0x80) start -= 1;
  return start;
}

function joined(parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from("\n"), part])));
}

/** Blocks that are stored and read together. */
export interface Chunk {
  /** Number of its first block among those that it was made of. */
  firstBlock: number;
  blocks: number;
  /** Packed. */
  content: Buffer;
}

export function toChunks(blocks: readonly Block[]): Chunk[] {
  const chunks: Chunk[] = [];
  let first = 0;
  let size = 0;
  blocks.forEach((block, index) => {
    if (index > first && size + block.text.length > CHUNK_BYTES) {
      chunks.push(chunkOf(blocks, first, index));
      [first, size] = [index, 0];
    }
    size += block.text.length;
  });
  if (first < blocks.length) chunks.push(chunkOf(blocks, first, blocks.length));
  return chunks;
}

function chunkOf(blocks: readonly Block[], first: number, end: number): Chunk {
  const plain = new ByteWriter();
  for (const block of blocks.slice(first, end)) {
    const about = new ByteWriter();
    let [line, atMs] = [0, 0];
    about.number(block.rows.length);
    for (const row of block.rows) {
      about.signed(row.line - line);
      about.signed(row.atMs - atMs);
      about.number(row.commandAt + 1);
      [line, atMs] = [row.line, row.atMs];
    }
    plain.number(about.size);
    plain.number(block.text.length);
    plain.add(about.done());
    plain.add(block.text);
  }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_SIZE_HINT]: plain.size };
  return { firstBlock: first, blocks: end - first, content: brotliCompressSync(plain.done(), { params }) };
}

/** A block as it is read: its rows are looked at when something was found in its text. */
export interface StoredBlock {
  about: Uint8Array;
  text: Buffer;
}

/** @returns the blocks of a chunk, in order. It throws when they are not what `toChunks` made */
export function readChunk(content: Uint8Array): StoredBlock[] {
  const plain = brotliDecompressSync(content, { maxOutputLength: MOST_UNPACKED });
  const reader = new ByteReader(plain);
  const blocks: StoredBlock[] = [];
  while (!reader.isAtEnd) {
    const aboutSize = reader.number();
    const textSize = reader.number();
    const about = reader.take(aboutSize);
    const text = reader.take(textSize);
    blocks.push({ about, text: Buffer.from(text.buffer, text.byteOffset, text.length) });
  }
  return blocks;
}

/** The rows of a block. */
export function readRows({ about, text }: StoredBlock): IndexedRow[] {
  const reader = new ByteReader(about);
  const texts = text.toString().split("\n");
  let [line, atMs] = [0, 0];
  const count = Math.min(reader.number(), texts.length);
  return texts.slice(0, count).map((rowText) => {
    line += reader.signed();
    atMs += reader.signed();
    return { line, atMs, commandAt: reader.number() - 1, text: rowText };
  });
}
