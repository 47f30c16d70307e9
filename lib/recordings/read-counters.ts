import { reading } from "@/lib/db/client";
import { decodeRange } from "@/lib/recorded-ranges/decode-range";
import { inputNumbersInDoubt } from "@/lib/session-manager/channel-events";
import type { DurableCounters, OutputGap } from "@/lib/session-manager/output/recorder";
import { payloadTypes } from "@/lib/session-manager/wire/wire-types";
import { findBytes, findSequences, type RangeNumbers } from "./store";

export interface RecordedCounters extends DurableCounters {
  /** Bytes shown so far, up to `outputExpected`. */
  outputBytes: number;
}

/**
 * What a successor must know to go on where the recording ends.
 * @throws AppError RECORDING_UNREADABLE
 */
export async function readCounters(sessionId: string): Promise<RecordedCounters> {
  const { ahead, ...counters } = foldCounters(await findSequences(reading(), sessionId));
  const outputAhead = [];
  for (const range of ahead) {
    const output = decodeRange({ ...range, bytes: await findBytes(reading(), range.id) });
    if (output.kind !== "output") continue;
    const { firstSequence, lastSequence } = range;
    // The run is kept as one stretch of bytes: its first number carries them, the others nothing.
    for (let sequence = firstSequence; sequence <= lastSequence; sequence++)
      outputAhead.push({
        sequence,
        payloadType: payloadTypes.output,
        payload: sequence === firstSequence ? output.bytes : new Uint8Array(),
      });
  }
  return { ...counters, outputAhead };
}

/**
 * Pure: folds the recorded numbers, ordered by their first, into counters.
 * @throws AppError RECORDING_UNREADABLE for a gap whose cause is unknown
 */
export function foldCounters(
  rows: readonly RangeNumbers[],
): Omit<RecordedCounters, "outputAhead"> & { ahead: readonly RangeNumbers[] } {
  let outputExpected = 0;
  let outputBytes = 0;
  let inputNext = 0;
  const ahead: RangeNumbers[] = [];
  const outputGaps: OutputGap[] = [];
  for (const row of rows) {
    if (row.kind === "i" || row.kind === "r") inputNext = Math.max(inputNext, row.lastSequence + 1);
    else {
      if (row.kind === "g") {
        const gap = decodeRange(row);
        if (gap.kind === "gap") outputGaps.push({ from: gap.from, to: gap.to, why: gap.cause });
      }
      if (row.firstSequence > outputExpected) ahead.push(row);
      else if (row.lastSequence >= outputExpected) {
        outputExpected = row.lastSequence + 1;
        outputBytes += row.byteCount;
      }
    }
  }
  const inputFillFrom = Math.max(0, inputNext - inputNumbersInDoubt);
  return {
    outputExpected,
    outputBytes,
    outputGaps,
    inputNext,
    inputFillFrom,
    ahead: ahead.filter((row) => row.kind === "o"),
  };
}
