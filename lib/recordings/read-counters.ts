import { reading } from "@/lib/db/client";
import { decodeRange } from "@/lib/recorded-ranges/decode-range";
import { inputNumbersInDoubt } from "@/lib/session-manager/channel-events";
import type { DurableCounters, OutputGap } from "@/lib/session-manager/output/recorder";
import { findRuns, type RecordedRun } from "./resuming/store";

export interface RecordedCounters extends DurableCounters {
  /** Bytes shown so far, up to `outputExpected`. */
  outputBytes: number;
}

/**
 * What a successor must know to go on where the recording ends: numbers only, no output.
 * @throws AppError RECORDING_UNREADABLE
 */
export async function readCounters(sessionId: string): Promise<RecordedCounters> {
  return foldCounters(await findRuns(reading(), sessionId));
}

/**
 * Pure: folds the recorded numbers, ordered by their first, into counters.
 * @throws AppError RECORDING_UNREADABLE for a gap whose cause is unknown
 */
export function foldCounters(runs: readonly RecordedRun[]): RecordedCounters {
  let outputExpected = 0;
  let outputBytes = 0;
  let inputNext = 0;
  const outputAhead: { first: number; last: number }[] = [];
  const outputGaps: OutputGap[] = [];
  for (const run of runs) {
    if (run.kind === "i" || run.kind === "r") {
      inputNext = Math.max(inputNext, run.lastSequence + 1);
      continue;
    }
    if (run.kind === "g") {
      const gap = decodeRange(run);
      if (gap.kind === "gap") outputGaps.push({ from: gap.from, to: gap.to, why: gap.cause });
    }
    if (run.firstSequence > outputExpected) {
      if (run.kind === "o") outputAhead.push({ first: run.firstSequence, last: run.lastSequence });
    } else if (run.lastSequence >= outputExpected) {
      outputExpected = run.lastSequence + 1;
      if (run.kind === "o") outputBytes += run.byteCount;
    }
  }
  const inputFillFrom = Math.max(0, inputNext - inputNumbersInDoubt);
  return { outputExpected, outputBytes, outputAhead, outputGaps, inputNext, inputFillFrom };
}
