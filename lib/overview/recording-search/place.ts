import { AppError } from "@/lib/kernel/errors";
import type { TextKind } from "@/lib/recordings/text-index/kinds";
import type { TextPlace } from "@/lib/recordings/text-index/searching/search-text";

/** A place in one of the two kinds of text. */
export interface KindPlace extends TextPlace {
  kind: TextKind;
}

const LETTERS = { command: "c", output: "o" } as const;

/** A place as a cursor. */
export function encodePlace({ kind, block, row }: KindPlace): string {
  return `${LETTERS[kind]}${block}.${row}`;
}

/** @throws AppError INVALID_INPUT for a cursor that isn't one of ours */
export function decodePlace(cursor: string): KindPlace {
  const match = /^([co])(\d{1,16})\.(\d{1,9})$/.exec(cursor);
  const [block, row] = [Number(match?.[2]), Number(match?.[3])];
  if (!match || !Number.isSafeInteger(block))
    throw new AppError("INVALID_INPUT", "no such cursor", { params: { fields: ["after"] } });
  return { kind: match[1] === "c" ? "command" : "output", block, row };
}
