import { payloadTypes } from "../session-manager/wire-types";
import type { Recorder } from "./recorder";
import type { RangeKind, RangeRow } from "./store";

interface Frame {
  readonly sequence: number;
  readonly payloadType: number;
  readonly payload: Uint8Array;
}

/** What a mark says; it stands in the recording at the moment it was written. */
export interface Mark {
  readonly mark:
    | "connected"
    | "reconnected"
    | "lost"
    | "taken-over"
    | "attached"
    | "detached"
    | "warned"
    | "ended";
  readonly detail?: string;
}

/** Payload types that a terminal shows. The plugin prints unknown ones too; we record what is output by its name. */
export function isShown(payloadType: number): boolean {
  return (
    payloadType === payloadTypes.output ||
    payloadType === payloadTypes.stdErr ||
    payloadType === payloadTypes.exitCode
  );
}

/** One session's side of the recorder, bound to one epoch: turns frames into byte ranges. */
export class SessionRecorder {
  readonly #recorder: Recorder;
  readonly #sessionId: string;
  readonly #epoch: number;
  readonly #recordsInputBytes: boolean;
  /** Milliseconds the last commit took, for the page's "durable 8 ms ago". */
  durableMs = 0;

  constructor(options: { recorder: Recorder; sessionId: string; epoch: number; recordsInputBytes: boolean }) {
    this.#recorder = options.recorder;
    this.#sessionId = options.sessionId;
    this.#epoch = options.epoch;
    this.#recordsInputBytes = options.recordsInputBytes;
  }

  /** Records output frames, contiguous ones as one range. Resolves when they are durable. */
  async appendOutput(frames: readonly Frame[]): Promise<void> {
    const startedAt = performance.now();
    await this.#recorder.append(runsOf(frames).map((run) => this.#outputRow(run)));
    this.durableMs = performance.now() - startedAt;
  }

  /** Records that input was sent (time and size; its bytes only where the rule says so) before it is sent. */
  async appendInput(frame: Frame): Promise<void> {
    const isSize = frame.payloadType === payloadTypes.size;
    const isKeys = frame.payloadType === payloadTypes.output;
    const keeps = isSize || (isKeys && this.#recordsInputBytes);
    await this.#recorder.append([
      this.#row(isSize ? "r" : "i", {
        first: frame.sequence,
        last: frame.sequence,
        byteCount: isKeys ? frame.payload.length : 0,
        bytes: keeps ? frame.payload : null,
      }),
    ]);
  }

  /** Names output numbers that the agent no longer holds, so that nobody waits for them again. */
  async appendGap(gap: { from: number; to: number }): Promise<void> {
    await this.#recorder.append([
      this.#row("g", { first: gap.from, last: gap.to, byteCount: 0, bytes: null }),
    ]);
  }

  async appendMark(mark: Mark): Promise<void> {
    await this.#recorder.append([
      this.#row("m", {
        first: 0,
        last: 0,
        byteCount: 0,
        bytes: new TextEncoder().encode(JSON.stringify(mark)),
      }),
    ]);
  }

  #outputRow(run: readonly Frame[]): RangeRow {
    const shown = run.filter((frame) => isShown(frame.payloadType));
    const bytes = Buffer.concat(shown.map((frame) => frame.payload));
    const first = run[0];
    const last = run[run.length - 1];
    if (!first || !last) throw new TypeError("a run without frames");
    return this.#row("o", { first: first.sequence, last: last.sequence, byteCount: bytes.length, bytes });
  }

  #row(
    kind: RangeKind,
    run: { first: number; last: number; byteCount: number; bytes: Uint8Array | null },
  ): RangeRow {
    return {
      sessionId: this.#sessionId,
      epoch: this.#epoch,
      kind,
      firstSequence: run.first,
      lastSequence: run.last,
      byteCount: run.byteCount,
      bytes: run.bytes,
    };
  }
}

/** Splits frames into runs of consecutive numbers, in order of their numbers. */
export function runsOf(frames: readonly Frame[]): Frame[][] {
  const runs: Frame[][] = [];
  for (const frame of [...frames].sort((a, b) => a.sequence - b.sequence)) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    if (run && last && frame.sequence === last.sequence + 1) run.push(frame);
    else if (!last || frame.sequence !== last.sequence) runs.push([frame]);
  }
  return runs;
}
