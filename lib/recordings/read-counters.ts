import { reading } from "../db/client";
import { findSequences, type RangeKind } from "./store";

/** How many input numbers may be unacknowledged at a time, hence how far back a successor must fill. */
export const INPUT_IN_FLIGHT = 64;

export interface RecordedCounters {
  /** The first output number that is not on record. */
  outputExpected: number;
  /** Output numbers on record above it, ascending: acknowledged, so the agent won't send them again. */
  outputAhead: readonly { first: number; last: number }[];
  /** The next input number; every lower one may have been sent. */
  inputNext: number;
  /** From here on the predecessor may have failed to send what it recorded. */
  inputFillFrom: number;
  /** Bytes shown so far, up to `outputExpected`. */
  outputBytes: number;
}

/** What a successor must know to go on where the recording ends. */
export async function readCounters(sessionId: string): Promise<RecordedCounters> {
  return foldCounters(await findSequences(reading(), sessionId));
}

/** Pure: folds the recorded numbers, ordered by their first, into counters. */
export function foldCounters(
  rows: readonly { kind: RangeKind; first: number; last: number; byteCount: number }[],
): RecordedCounters {
  let outputExpected = 0;
  let outputBytes = 0;
  let inputNext = 0;
  const outputAhead: { first: number; last: number }[] = [];
  for (const row of rows) {
    if (row.kind === "i" || row.kind === "r") inputNext = Math.max(inputNext, row.last + 1);
    else if (row.first > outputExpected) outputAhead.push({ first: row.first, last: row.last });
    else if (row.last >= outputExpected) {
      outputExpected = row.last + 1;
      outputBytes += row.byteCount;
    }
  }
  return {
    outputExpected,
    outputAhead,
    inputNext,
    inputFillFrom: Math.max(0, inputNext - INPUT_IN_FLIGHT),
    outputBytes,
  };
}
