import { z } from "zod";
import type { StoredRange } from "./store";

/** What stands in one range of a recording, for whoever plays, follows or counts it. */
export type DecodedRange =
  | { kind: "output"; bytes: Uint8Array }
  | { kind: "size"; cols: number; rows: number }
  | { kind: "mark"; mark: string }
  | { kind: "gap"; from: number; to: number }
  | { kind: "input" };

const size = z.object({ cols: z.number().int().positive(), rows: z.number().int().positive() });
const mark = z.object({ mark: z.string() });

type Stored = Pick<StoredRange, "kind" | "bytes" | "firstSequence" | "lastSequence">;

/**
 * Decodes a range as the recorder wrote it.
 * @throws ZodError | SyntaxError for one that our recorder can't have written
 */
export function decodeRange({ kind, bytes, firstSequence, lastSequence }: Stored): DecodedRange {
  switch (kind) {
    case "o":
      return { kind: "output", bytes: bytes ?? new Uint8Array() };
    case "r":
      return { kind: "size", ...size.parse(jsonOf(bytes)) };
    case "m":
      return { kind: "mark", mark: mark.parse(jsonOf(bytes)).mark };
    case "g":
      return { kind: "gap", from: Number(firstSequence), to: Number(lastSequence) };
    case "i":
      return { kind: "input" };
  }
}

function jsonOf(bytes: Uint8Array | null): unknown {
  return JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array()));
}
