/** Bytes that grow as numbers and other bytes are added. */
export class ByteWriter {
  private bytes = Buffer.allocUnsafe(1024);
  private length = 0;

  /** Adds a whole number from 0 up to 2^53, seven bits a byte, the lowest first. */
  number(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.length++] = rest;
  }

  /** Adds a whole number that may be negative. */
  signed(value: number): void {
    this.number(value < 0 ? -2 * value - 1 : 2 * value);
  }

  add(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  get size(): number {
    return this.length;
  }

  /** @returns a copy of what was added */
  done(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

/** Reads what a `ByteWriter` wrote. It throws a RangeError where bytes are missing. */
export class ByteReader {
  constructor(
    private readonly bytes: Uint8Array,
    private at = 0,
    private readonly end = bytes.length,
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  number(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.at < this.end ? this.bytes[this.at++] : undefined;
      if (byte === undefined || scale > 2 ** 49) throw new RangeError("the text index is damaged");
      if (byte < 0x80) return value + byte * scale;
      value += (byte - 0x80) * scale;
    }
  }

  signed(): number {
    const value = this.number();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  /** The next bytes, not copied. */
  take(length: number): Uint8Array {
    const end = this.at + length;
    if (end > this.end) throw new RangeError("the text index is damaged");
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }
}
