import { write } from "node:fs";

/** Bytes that wait for a terminal at most: beyond them nothing more is taken, and so not acknowledged. */
const MOST_WAITING = 16 * 1024;
/** A terminal whose program does not read is tried again after so long, each time twice as long (milliseconds). */
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 100;

/**
 * Writes into a terminal without waiting for it. The library writes through a stream that tries again and again, at
 * full speed, while the terminal's own buffer is full: a paste into a program that does not read would take the
 * whole sandbox with it.
 */
export class TerminalWriter {
  readonly #descriptor: number;
  readonly #isOver: () => boolean;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #isWriting = false;
  #pauseMs = FIRST_PAUSE_MS;

  /** @param descriptor of the terminal's master side, which does not block */
  constructor(descriptor: number, isOver: () => boolean) {
    this.#descriptor = descriptor;
    this.#isOver = isOver;
  }

  /** @returns false when too much is waiting: nothing of it was taken */
  push(bytes: Buffer): boolean {
    if (this.#waitingBytes > 0 && this.#waitingBytes + bytes.length > MOST_WAITING) return false;
    this.#waiting.push(Buffer.from(bytes));
    this.#waitingBytes += bytes.length;
    this.#proceed();
    return true;
  }

  #proceed(): void {
    const [first] = this.#waiting;
    if (this.#isWriting || first === undefined || this.#isOver()) return;
    this.#isWriting = true;
    write(this.#descriptor, first, (error, written) => {
      if (error && error.code !== "EAGAIN") {
        // The terminal was closed meanwhile: nobody reads it any more.
        this.#waiting = [];
        this.#waitingBytes = 0;
        this.#isWriting = false;
        return;
      }
      if (error) {
        setTimeout(() => this.#goOn(0), this.#pauseMs).unref();
        this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
        return;
      }
      this.#pauseMs = FIRST_PAUSE_MS;
      this.#goOn(written);
    });
  }

  #goOn(written: number): void {
    const [first, ...others] = this.#waiting;
    if (first) this.#waiting = written < first.length ? [first.subarray(written), ...others] : others;
    this.#waitingBytes -= written;
    this.#isWriting = false;
    this.#proceed();
  }
}
