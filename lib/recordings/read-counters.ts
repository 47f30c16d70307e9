import { reading } from "@/lib/db/client";
import { inputNumbersInDoubt } from "@/lib/session-manager/channel-events";
import type { DurableCounters } from "@/lib/session-manager/output/recorder";
import { payloadTypes } from "@/lib/session-manager/wire/wire-types";
import { findBytes, findSequences, type RangeKind } from "./store";

interface Numbers {
  id: bigint;
  kind: RangeKind;
  first: number;
  last: number;
  byteCount: number;
}

export interface RecordedCounters extends DurableCounters {
  /** Bytes shown so far, up to `outputExpected`. */
  outputBytes: number;
}

/** What a successor must know to go on where the recording ends. */
export async function readCounters(sessionId: string): Promise<RecordedCounters> {
  const { ahead, ...counters } = foldCounters(await findSequences(reading(), sessionId));
  const outputAhead = [];
  for (const range of ahead) {
    const bytes = (await findBytes(reading(), range.id)) ?? new Uint8Array();
    // The run is kept as one stretch of bytes: its first number carries them, the others nothing.
    for (let sequence = range.first; sequence <= range.last; sequence++)
      outputAhead.push({
        sequence,
        payloadType: payloadTypes.output,
        payload: sequence === range.first ? bytes : new Uint8Array(),
      });
  }
  return { ...counters, outputAhead };
}

/** Pure: folds the recorded numbers, ordered by their first, into counters. */
export function foldCounters(
  rows: readonly Numbers[],
): Omit<RecordedCounters, "outputAhead"> & { ahead: readonly Numbers[] } {
  let outputExpected = 0;
  let outputBytes = 0;
  let inputNext = 0;
  const ahead: Numbers[] = [];
  const outputGaps = [];
  for (const row of rows) {
    if (row.kind === "i" || row.kind === "r") inputNext = Math.max(inputNext, row.last + 1);
    else {
      if (row.kind === "g") outputGaps.push({ from: row.first, to: row.last, why: "not-resent" as const });
      if (row.first > outputExpected) ahead.push(row);
      else if (row.last >= outputExpected) {
        outputExpected = row.last + 1;
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
