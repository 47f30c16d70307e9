import type { InputFrame, OutputFrame, OutputGap, Recorder, StoredOutput } from "../output/recorder";

/** A recorder whose disk is a map, and which can be away, slow, or lose its answer after the commit. */
export class MemoryRecorder implements Recorder {
  readonly output = new Map<number, OutputFrame>();
  readonly input = new Map<number, InputFrame>();
  readonly gaps: OutputGap[] = [];
  /** How many frames each appendOutput brought. */
  readonly batches: number[] = [];
  /** How often output was read back. */
  reads = 0;
  isAway = false;
  /** Commits, then rejects all the same. */
  losesAnswers = false;
  /** While set, every call waits for it. */
  gate: Promise<void> | undefined;

  async appendOutput(frames: readonly OutputFrame[]): Promise<void> {
    this.batches.push(frames.length);
    await this.#commit(() => {
      for (const frame of frames) {
        const payload = Uint8Array.from(frame.payload);
        this.output.set(frame.sequence, { ...frame, payload });
      }
    });
  }

  /** Every call waits from now on. @returns lets them go on */
  close(): () => void {
    let open = () => {};
    this.gate = new Promise((resolve) => {
      open = () => {
        this.gate = undefined;
        resolve();
      };
    });
    return open;
  }

  async readOutput(first: number, last: number): Promise<readonly StoredOutput[]> {
    if (this.isAway) throw new Error("the database is away");
    const parts: StoredOutput[] = [];
    for (let sequence = first; sequence <= Math.min(last, first + 2); sequence++) {
      const frame = this.output.get(sequence);
      if (!frame) throw new Error(`${sequence} is not recorded`);
      parts.push({ first: sequence, last: sequence, bytes: frame.payload });
    }
    this.reads++;
    return parts;
  }

  async appendInput(frame: InputFrame): Promise<void> {
    await this.#commit(() => this.input.set(frame.sequence, frame));
  }

  async appendGap(gap: OutputGap): Promise<void> {
    await this.#commit(() => this.gaps.push(gap));
  }

  async #commit(write: () => void): Promise<void> {
    if (this.gate !== undefined) await this.gate;
    if (this.isAway) throw new Error("the database is away");
    write();
    if (this.losesAnswers) throw new Error("the answer was lost");
  }
}
