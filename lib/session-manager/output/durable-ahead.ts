import type { OutputFrame } from "./recorder";

interface Run {
  first: number;
  last: number;
  /** Undefined: only the recording has it. */
  frames: readonly OutputFrame[] | undefined;
}

/**
 * Output that is durable and waits for a frame before it. Of a node that prints on while one frame is missing that is
 * more than a process can hold: beyond a limit only its numbers are kept, and it is read back from the recording.
 */
export class DurableAhead {
  /** By number; runs without frames that follow each other are one. */
  readonly #runs: Run[] = [];
  #heldBytes = 0;

  readonly #maxBytes: number;

  /** @param maxBytes of frames that are held */
  constructor(maxBytes: number, recorded: readonly { first: number; last: number }[]) {
    this.#maxBytes = maxBytes;
    for (const { first, last } of recorded) this.#insert({ first, last, frames: undefined });
  }

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  /** The lowest number; infinite when there is none. */
  get lowest(): number {
    return this.#runs[0]?.first ?? Number.POSITIVE_INFINITY;
  }

  /** The highest number; -1 when there is none. */
  get highest(): number {
    return this.#runs[this.#runs.length - 1]?.last ?? -1;
  }

  has(sequence: number): boolean {
    const run = this.#runs[this.#after(sequence) - 1];
    return run !== undefined && sequence <= run.last;
  }

  /** The lowest number from one on that is here; infinite when there is none. */
  next(sequence: number): number {
    return this.has(sequence)
      ? sequence
      : (this.#runs[this.#after(sequence)]?.first ?? Number.POSITIVE_INFINITY);
  }

  /** Adds consecutive frames that were recorded together and are not here yet. */
  add(frames: readonly OutputFrame[]): void {
    const [first] = frames;
    const last = frames[frames.length - 1];
    if (!first || !last) return;
    const bytes = bytesOf(frames);
    const isHeld = this.#heldBytes + bytes <= this.#maxBytes;
    if (isHeld) this.#heldBytes += bytes;
    this.#insert({ first: first.sequence, last: last.sequence, frames: isHeld ? frames : undefined });
  }

  /** Takes the frames from a number on; undefined when it is not here, or only in the recording. */
  takeHeld(sequence: number): readonly OutputFrame[] | undefined {
    const run = this.#runs[0];
    if (run?.first !== sequence || !run.frames) return undefined;
    this.#runs.shift();
    this.#heldBytes -= bytesOf(run.frames);
    return run.frames;
  }

  /** The last number of those from a number on that only the recording has; undefined when it is not one of them. */
  storedFrom(sequence: number): number | undefined {
    const run = this.#runs[0];
    return run?.first === sequence && !run.frames ? run.last : undefined;
  }

  /** What only the recording had was read, up to a number. */
  tookStored(last: number): void {
    const run = this.#runs[0];
    if (!run || run.frames) return;
    if (last >= run.last) this.#runs.shift();
    else run.first = last + 1;
  }

  clear(): void {
    this.#runs.length = 0;
    this.#heldBytes = 0;
  }

  #insert(run: Run): void {
    const at = this.#after(run.first);
    const before = this.#runs[at - 1];
    if (before && !before.frames && !run.frames && before.last + 1 === run.first) {
      before.last = run.last;
      this.#join(at - 1);
      return;
    }
    this.#runs.splice(at, 0, run);
    this.#join(at);
  }

  /** Joins a run with the one behind it. */
  #join(at: number): void {
    const run = this.#runs[at];
    const next = this.#runs[at + 1];
    if (!run || !next || run.frames || next.frames || run.last + 1 !== next.first) return;
    run.last = next.last;
    this.#runs.splice(at + 1, 1);
  }

  /** Position of the first run that begins beyond a number. */
  #after(sequence: number): number {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#runs[middle]?.first ?? Number.POSITIVE_INFINITY) <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function bytesOf(frames: readonly OutputFrame[]): number {
  return frames.reduce((sum, { payload }) => sum + payload.byteLength, 0);
}

/** Splits frames into runs of consecutive numbers, in order of their numbers; one that is there twice counts once. */
export function runsOf<Frame extends { sequence: number }>(frames: readonly Frame[]): Frame[][] {
  const runs: Frame[][] = [];
  for (const frame of [...frames].sort((a, b) => a.sequence - b.sequence)) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    if (run && last && frame.sequence === last.sequence + 1) run.push(frame);
    else if (!last || frame.sequence !== last.sequence) runs.push([frame]);
  }
  return runs;
}
