import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { encodeText } from "@/lib/recorded-ranges/decode-range";
import {
  type RangeKind,
  type RecordedGap,
  UNECHOED_MARK,
  type UnechoedInput,
} from "@/lib/recorded-ranges/range";
import { runsOf } from "@/lib/session-manager/output/durable-ahead";
import type {
  InputFrame,
  OutputFrame,
  OutputGap,
  Recorder,
  StoredOutput,
} from "@/lib/session-manager/output/recorder";
import { payloadTypes } from "@/lib/session-manager/wire/wire-types";
import type { RangeWriter } from "./range-writer";
import type { RangeRow } from "./store";

/** Finds which output numbers between two, both included, are on record. */
export type FindRecorded = (
  first: number,
  last: number,
) => Promise<readonly { first: number; last: number }[]>;

/** Reads recorded output from a number on, as much as is read at once. */
export type ReadNumbers = (first: number, last: number) => Promise<readonly StoredOutput[]>;

/** Records a gap and its audit event in one transaction. */
export type RecordGap = (gap: RecordedGap & { sessionId: string; epoch: number }) => Promise<void>;

/** Seals input, so that whoever records it can't read it again. */
export interface SealsInput {
  /** @throws AppError INPUT_NOT_SEALED */
  seal(frame: InputFrame): Promise<Uint8Array>;
  /** What was sealed last is on record. */
  stored(): void;
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

const SILENT: ReadonlySet<number> = new Set([
  payloadTypes.handshakeRequest,
  payloadTypes.handshakeComplete,
  payloadTypes.encryptionChallengeRequest,
]);

/** Whether a terminal shows this payload type: all but the handshake's, unknown ones too, as AWS's plugin does. */
export function isShown(payloadType: number): boolean {
  return !SILENT.has(payloadType);
}

/** One session's side of the recorder, bound to one epoch: turns frames into byte ranges. */
export class SessionRecorder implements Recorder {
  readonly #writer: RangeWriter;
  readonly #findRecorded: FindRecorded;
  readonly #recordGap: RecordGap;
  readonly #readNumbers: ReadNumbers;
  /** A commit whose answer was lost may have been made all the same: look before writing again. */
  #isUncertain = false;
  readonly #sessionId: string;
  readonly #epoch: number;
  readonly #sealer: SealsInput | undefined;
  /** Milliseconds the last commit took, for the page's "durable 8 ms ago". */
  durableMs = 0;
  /** When each append began that still waits for its commit, oldest first. */
  readonly #waiting = new Set<{ since: number }>();
  readonly #underWay = new Set<Promise<unknown>>();
  /** When the first append began of those that failed since the last commit. */
  #failedSince: number | undefined;

  constructor(options: {
    writer: RangeWriter;
    findRecorded: FindRecorded;
    recordGap: RecordGap;
    readNumbers: ReadNumbers;
    sessionId: string;
    epoch: number;
    sealer: SealsInput | undefined;
  }) {
    this.#writer = options.writer;
    this.#findRecorded = options.findRecorded;
    this.#recordGap = options.recordGap;
    this.#readNumbers = options.readNumbers;
    this.#sessionId = options.sessionId;
    this.#epoch = options.epoch;
    this.#sealer = options.sealer;
  }

  /** For how many milliseconds something has not been committed that should have been; 0 when all is. */
  get waitingMs(): number {
    const [oldest] = this.#waiting;
    const since = this.#failedSince ?? oldest?.since;
    return since === undefined ? 0 : performance.now() - since;
  }

  /** Records output frames, contiguous ones as one range. Resolves when they are durable. */
  async appendOutput(frames: readonly OutputFrame[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const missing = this.#isUncertain ? await this.#withoutRecorded(frames) : frames;
      await this.#append(runsOf(missing).map((run) => this.#outputRow(run)));
      this.#isUncertain = false;
    } catch (error) {
      this.#isUncertain = !(isAppError(error) && error.code === "STALE_EPOCH");
      throw error;
    }
    this.durableMs = performance.now() - startedAt;
  }

  /**
   * Records that input was sent (time and size; its bytes, sealed, only where the rule says so) before it is sent.
   * @throws AppError INPUT_NOT_SEALED
   */
  async appendInput(frame: InputFrame): Promise<void> {
    const isSize = frame.payloadType === payloadTypes.size;
    const isKeys = frame.payloadType === payloadTypes.output;
    const sealed = isKeys && this.#sealer ? await this.#pending(this.#sealer.seal(frame)) : null;
    await this.#append([
      this.#row(isSize ? "r" : "i", {
        first: frame.sequence,
        last: frame.sequence,
        byteCount: isKeys ? frame.payload.length : 0,
        bytes: isSize ? frame.payload : sealed,
      }),
    ]);
    if (sealed) this.#sealer?.stored();
  }

  /**
   * Records output numbers that will never come, with the cause and an audit event, so that nobody waits for them
   * again: every gap is named, none is silent (invariant 4).
   */
  async appendGap({ from, to, why }: OutputGap): Promise<void> {
    const gap = { from, to, cause: why, sessionId: this.#sessionId, epoch: this.#epoch };
    await this.#track(this.#recordGap(gap).catch(refuseGap));
  }

  /** Output that was recorded and not shown yet. */
  readOutput(first: number, last: number): Promise<readonly StoredOutput[]> {
    return this.#readNumbers(first, last);
  }

  appendMark(mark: Mark): Promise<void> {
    return this.#appendMark(mark);
  }

  /** Records that something was typed which the node did not print. */
  appendUnechoed(input: UnechoedInput): Promise<void> {
    return this.#appendMark({ mark: UNECHOED_MARK, ...input });
  }

  async #appendMark(mark: object): Promise<void> {
    const bytes = encodeText(JSON.stringify(mark));
    await this.#append([this.#row("m", { first: 0, last: 0, byteCount: 0, bytes })]);
  }

  /** Resolves when nothing is under way any more, committed or not: what comes later is another append. */
  async settled(): Promise<void> {
    do {
      await Promise.allSettled(this.#underWay);
      // Frames that came meanwhile are appended by whoever waited for those before them, in a turn of its own.
      await nextTurn();
    } while (this.#underWay.size > 0);
  }

  #append(rows: readonly RangeRow[]): Promise<void> {
    return this.#track(this.#writer.append(rows));
  }

  async #track(written: Promise<void>): Promise<void> {
    const entry = { since: performance.now() };
    this.#waiting.add(entry);
    try {
      await this.#pending(written);
      this.#failedSince = undefined;
    } catch (error) {
      this.#failedSince ??= entry.since;
      throw error;
    } finally {
      this.#waiting.delete(entry);
    }
  }

  async #pending<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }

  async #withoutRecorded(frames: readonly OutputFrame[]): Promise<OutputFrame[]> {
    const numbers = frames.map((frame) => frame.sequence);
    const recorded = await this.#findRecorded(Math.min(...numbers), Math.max(...numbers));
    return frames.filter(
      ({ sequence }) => !recorded.some(({ first, last }) => first <= sequence && sequence <= last),
    );
  }

  #outputRow(run: readonly OutputFrame[]): RangeRow {
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

function refuseGap(error: unknown): never {
  if (isAppError(error) && error.code === "STALE_EPOCH") throw error;
  throw new AppError("NOT_DURABLE", "the gap could not be written", { cause: error });
}
