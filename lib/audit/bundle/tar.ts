/**
 * Tar as POSIX 1988 specifies it (ustar), in one form only: regular files, one behind the other, with names of ours and
 * nothing else in their headers that could be another. Any tar program reads what is written; what is read must be
 * byte for byte what would be written, so a link, a path out of the folder or a date is no tar of ours. Pure.
 */

const BLOCK = 512;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
/** What eleven octal digits hold. */
const LARGEST = 8 ** 11 - 1;

/** @throws TypeError for a name or size that such a header can't hold */
export function tarHeader(name: string, size: number): Uint8Array {
  if (!NAME.test(name) || name.length > 100 || !Number.isSafeInteger(size) || size < 0 || size > LARGEST)
    throw new TypeError(`no file of a bundle: ${name}`);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, "ascii");
  header.write("0000444\0", 100, "ascii");
  header.write("0000000\0", 108, "ascii");
  header.write("0000000\0", 116, "ascii");
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124, "ascii");
  header.write("00000000000\0", 136, "ascii");
  header.write("        0", 148, "ascii");
  header.write("ustar\u000000", 257, "ascii");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "ascii");
  return header;
}

/** Zeros up to the next block. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

/** What ends a tar. */
export const TAR_END = new Uint8Array(2 * BLOCK);

/** What is wrong with a file that is to be a bundle, and where. */
export class NotABundle extends Error {
  readonly item: string;

  constructor(item: string, detail: string) {
    super(detail);
    this.item = item;
  }
}

/** Reads such a tar from its beginning to its end; holds one chunk of it. */
export class TarReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;
  /** Bytes read so far. */
  #offset = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /**
   * The next file's name and size; its content must be read next.
   * @returns undefined at the end of the tar, behind which there is nothing
   * @throws NotABundle
   */
  async next(): Promise<{ name: string; size: number } | undefined> {
    const at = this.#offset;
    const header = await this.#read(BLOCK, "a file's header");
    if (header.every((byte) => byte === 0)) {
      await this.#end();
      return undefined;
    }
    const text = Buffer.from(header);
    const name = text.subarray(0, 100).toString("latin1").replace(/\0+$/, "");
    const size = Number.parseInt(text.subarray(124, 135).toString("latin1"), 8);
    const item = NAME.test(name) ? name : `byte ${at}`;
    if (!NAME.test(name) || !Number.isSafeInteger(size) || size < 0)
      throw new NotABundle(item, "it has a file whose name or size no bundle has");
    if (!text.equals(tarHeader(name, size)))
      throw new NotABundle(
        item,
        "its header is not one of a bundle: it may be a link or carry more than a file",
      );
    return { name, size };
  }

  /** The content of the file that `next` gave, chunk by chunk. @throws NotABundle when the tar ends before it */
  async *content({ name, size }: { name: string; size: number }): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      const part = await this.#some(left);
      if (!part) throw new NotABundle(name, "the file ends in the middle of it");
      left -= part.length;
      yield part;
    }
    const padding = await this.#read(tarPadding(size).length, name);
    if (padding.some((byte) => byte !== 0)) throw new NotABundle(name, "there is something behind its end");
  }

  async #end(): Promise<void> {
    const rest = await this.#read(BLOCK, "the end");
    if (rest.some((byte) => byte !== 0)) throw new NotABundle(`byte ${this.#offset}`, "its end is damaged");
    if (await this.#some(1))
      throw new NotABundle(`byte ${this.#offset - 1}`, "there is something behind its end");
  }

  async #read(length: number, item: string): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let left = length; left > 0; ) {
      const part = await this.#some(left);
      if (!part) throw new NotABundle(item, `the file ends at byte ${this.#offset}, before it`);
      left -= part.length;
      parts.push(part);
    }
    return Buffer.concat(parts);
  }

  /** At least one byte, at most so many; undefined at the end. */
  async #some(most: number): Promise<Uint8Array | undefined> {
    while (this.#at >= this.#chunk.length) {
      const { done, value } = await this.#chunks.next();
      if (done) return undefined;
      this.#chunk = value;
      this.#at = 0;
    }
    const part = this.#chunk.subarray(this.#at, this.#at + most);
    this.#at += part.length;
    this.#offset += part.length;
    return part;
  }
}
