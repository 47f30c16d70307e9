import { isAppError } from "@/lib/kernel/errors";
import { decodeRange } from "@/lib/recorded-ranges/decode-range";
import type { RangeContent } from "@/lib/recorded-ranges/range";
import type { FaultList } from "./faults";

/** Reads recorded ranges as whoever plays them does: one that no recorder can have written is a fault. Pure. */
export async function verifyRanges(
  ranges: AsyncIterable<RangeContent & { sessionId: string }>,
  faults: FaultList,
): Promise<void> {
  for await (const { sessionId, ...range } of ranges) {
    try {
      decodeRange(range);
    } catch (error) {
      if (!isAppError(error) || error.code !== "RECORDING_UNREADABLE") throw error;
      faults.add("recordings", "unreadable", `recording ${sessionId}`, error.message);
    }
  }
}
