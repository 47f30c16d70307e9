import type { UnechoedInput } from "@/lib/recorded-ranges/range";
import { TypedText } from "./typed-text";

/** So long a node may take to print what was typed. */
const PATIENCE_MS = 3_000;
/** And so long while it prints much: the echo comes behind it. */
const FLOOD_PATIENCE_MS = 10_000;
const FLOOD_BYTES_A_SECOND = 64 * 1024;
/** A single key is often a command to a program that shows what it does, not what was typed. */
const FEWEST_BYTES = 4;
/** A stretch ends when nothing was hidden for so long, and is told in parts when it is longer. */
const SILENCE_MS = 10_000;
const LONGEST_MS = 30_000;
/** What is waited for at once; of more, the oldest counts as not printed. */
const MOST_WAITING = 4_096;
/** What was typed is printed in order, but for what a program does not print at all. */
const AHEAD = 32;
/** A tick that comes late (a machine that slept) proves nothing about the node. */
const LONGEST_TICK_MS = 1_000;

interface Waiting {
  byte: number;
  /** When it was typed. */
  at: number;
  /** The same by a clock that stands still while no echo can come. */
  heardAt: number;
}

/**
 * Tells what was typed and not printed by the node: a password, or what somebody wanted nobody to see. It compares
 * bytes while they pass and keeps none. Output that happens to have the same bytes counts as an echo: it is a sign for
 * whoever reviews, not a proof.
 */
export class EchoWatch {
  readonly #typed = new TypedText();
  readonly #shown = new TypedText();
  #waiting: Waiting[] = [];
  #stretch: { bytes: number; from: number; to: number } | undefined;
  #heardMs = 0;
  #tickAt: number | undefined;
  #second = { startedAt: 0, bytes: 0 };
  #isFlood = false;

  /** @param now milliseconds of any clock, the same for all calls */
  typed(bytes: Uint8Array, now: number): void {
    for (const byte of bytes)
      if (this.#typed.take(byte)) this.#waiting.push({ byte, at: now, heardAt: this.#heardMs });
    const over = this.#waiting.length - MOST_WAITING;
    for (const waiting of over > 0 ? this.#waiting.splice(0, over) : []) this.#hidden(waiting);
  }

  shown(bytes: Uint8Array, now: number): void {
    this.#count(bytes.length, now);
    if (this.#waiting.length === 0) return;
    for (const byte of bytes) if (this.#shown.take(byte)) this.#echoed(byte);
  }

  /** The node can't be heard, or did not get it: what waits says nothing. */
  forget(): void {
    this.#waiting = [];
  }

  /**
   * To be called again and again.
   * @param canHear false while output is not read
   * @returns a stretch of hidden input that is over, or long enough to be told
   */
  tick(now: number, canHear: boolean): UnechoedInput | undefined {
    const elapsed = Math.min(LONGEST_TICK_MS, Math.max(0, now - (this.#tickAt ?? now)));
    this.#tickAt = now;
    if (canHear) this.#heardMs += elapsed;
    const due = this.#heardMs - (this.#isFlood ? FLOOD_PATIENCE_MS : PATIENCE_MS);
    while (this.#waiting[0] && this.#waiting[0].heardAt <= due) {
      const [oldest] = this.#waiting.splice(0, 1);
      if (oldest) this.#hidden(oldest);
    }
    const stretch = this.#stretch;
    if (!stretch || stretch.bytes < FEWEST_BYTES) return undefined;
    const isOver = now - stretch.to > SILENCE_MS + PATIENCE_MS || this.#isEchoedSince;
    return isOver || now - stretch.from > LONGEST_MS ? this.#tell(now) : undefined;
  }

  /** What is known of a stretch that goes on, because the session ends. */
  end(now: number): UnechoedInput | undefined {
    for (const waiting of this.#waiting.splice(0)) this.#hidden(waiting);
    return (this.#stretch?.bytes ?? 0) < FEWEST_BYTES ? undefined : this.#tell(now);
  }

  #isEchoedSince = false;

  #echoed(byte: number): void {
    const at = this.#waiting.slice(0, AHEAD).findIndex((waiting) => waiting.byte === byte);
    const [found] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (!found || !this.#stretch || found.at <= this.#stretch.to) return;
    if (this.#stretch.bytes < FEWEST_BYTES) this.#stretch = undefined;
    else this.#isEchoedSince = true;
  }

  #hidden({ at }: Waiting): void {
    this.#stretch ??= { bytes: 0, from: at, to: at };
    this.#stretch.bytes += 1;
    this.#stretch.to = Math.max(this.#stretch.to, at);
  }

  #tell(now: number): UnechoedInput | undefined {
    const stretch = this.#stretch;
    this.#stretch = undefined;
    this.#isEchoedSince = false;
    if (!stretch) return undefined;
    return {
      bytes: stretch.bytes,
      fromAgoMs: Math.max(0, Math.round(now - stretch.from)),
      toAgoMs: Math.max(0, Math.round(now - stretch.to)),
    };
  }

  #count(bytes: number, now: number): void {
    if (now - this.#second.startedAt >= 1_000) {
      this.#isFlood = this.#second.bytes > FLOOD_BYTES_A_SECOND;
      this.#second = { startedAt: now, bytes: 0 };
    }
    this.#second.bytes += bytes;
    if (this.#second.bytes > FLOOD_BYTES_A_SECOND) this.#isFlood = true;
  }
}
