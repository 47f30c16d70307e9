import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";
import { GAP_CAUSES, type RangeContent, type RecordedGap, UNECHOED_MARK, type UnechoedInput } from "./range";

/** What stands in one range of a recording, for whoever plays, follows, counts or verifies it. */
export type DecodedRange =
  | { kind: "output"; bytes: Uint8Array }
  | { kind: "size"; cols: number; rows: number }
  | { kind: "mark"; mark: string }
  | ({ kind: "unechoed" } & UnechoedInput)
  | ({ kind: "gap" } & RecordedGap)
  | { kind: "input" };

const size = z.object({ cols: z.number().int().positive(), rows: z.number().int().positive() });
const mark = z.object({ mark: z.string() });
const unechoed = z.object({
  bytes: z.number().int().positive(),
  fromAgoMs: z.number().int().nonnegative(),
  toAgoMs: z.number().int().nonnegative(),
});
const gap = z
  .object({
    from: z.number().int().nonnegative(),
    to: z.number().int().nonnegative(),
    cause: z.enum(GAP_CAUSES),
  })
  .refine(({ from, to }) => from <= to);

/**
 * Decodes a range as the recorder wrote it.
 * @throws AppError RECORDING_UNREADABLE for one that our recorder can't have written
 */
export function decodeRange(range: RangeContent): DecodedRange {
  const { kind, bytes, firstSequence, lastSequence } = range;
  try {
    switch (kind) {
      case "o":
        return { kind: "output", bytes: z.instanceof(Uint8Array).parse(bytes) };
      case "r":
        return { kind: "size", ...size.parse(JSON.parse(textOf(bytes))) };
      case "m":
        return decodeMark(JSON.parse(textOf(bytes)));
      case "g":
        return { kind: "gap", ...gap.parse({ from: firstSequence, to: lastSequence, cause: textOf(bytes) }) };
      case "i":
        return { kind: "input" };
    }
  } catch (error) {
    const numbers = `${firstSequence} to ${lastSequence}`;
    throw new AppError("RECORDING_UNREADABLE", `a range can't be read: ${kind} ${numbers}`, { cause: error });
  }
}

function decodeMark(value: unknown): DecodedRange {
  const { mark: word } = mark.parse(value);
  return word === UNECHOED_MARK
    ? { kind: "unechoed", ...unechoed.parse(value) }
    : { kind: "mark", mark: word };
}

/**
 * Decodes a gap whose cause was read as text.
 * @throws AppError RECORDING_UNREADABLE
 */
export function decodeGap({ from, to, cause }: { from: number; to: number; cause: string }): RecordedGap {
  const range = { kind: "g", firstSequence: from, lastSequence: to, bytes: encodeText(cause) } as const;
  const { kind: _, ...recorded } = decodeRange(range) as Extract<DecodedRange, { kind: "gap" }>;
  return recorded;
}

/** The bytes of a mark or a gap's cause, which `decodeRange` reads again. */
export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(bytes: Uint8Array | null): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes ?? new Uint8Array());
}
