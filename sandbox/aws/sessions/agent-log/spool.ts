import { randomBytes } from "node:crypto";
import { closeSync, createReadStream, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** As the streaming queue: what lies beyond is not logged. */
const LARGEST_SPOOL_BYTES = 256 << 20;
/** Output comes in frames of a kilobyte; the disk sees larger pieces. */
const WRITE_BYTES = 64 << 10;

/** The agent's temporary file of one session: its raw output, until the upload at the end. */
export class AgentSpool {
  readonly #file: string;
  readonly #descriptor: number;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #size = 0;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#file = join(folder, `${randomBytes(16).toString("hex")}.log`);
    this.#descriptor = openSync(this.#file, "wx", 0o600);
  }

  append(bytes: Buffer): void {
    if (this.#size + bytes.length > LARGEST_SPOOL_BYTES) return;
    this.#size += bytes.length;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes >= WRITE_BYTES) this.#flush();
  }

  /** Everything so far; may be read more than once. */
  async *read(): AsyncGenerator<Buffer> {
    this.#flush();
    for await (const chunk of createReadStream(this.#file)) if (Buffer.isBuffer(chunk)) yield chunk;
  }

  remove(): void {
    closeSync(this.#descriptor);
    rmSync(this.#file, { force: true });
  }

  #flush(): void {
    for (const bytes of this.#waiting) {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#descriptor, bytes, written);
    }
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}
