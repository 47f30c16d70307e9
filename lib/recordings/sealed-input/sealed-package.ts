import { z } from "zod";
import { linesOf } from "@/lib/audit/bundle/lines";
import { readRanges } from "@/lib/audit/bundle/read-ranges";
import type { InputRow } from "./open-input";
import { SealedInputFault } from "./sealed-input-fault";

/**
 * The sealed input of one session as a file, a JSON a line: what it is, then a line for each recorded range of input and
 * of a size, then how many there were. It proves nothing by itself: the audit has its SHA-256.
 */
export const PACKAGE_FORMAT = "halligan-sealed-input-1";

const SESSION_ID = /^ses_[0-9a-zA-Z]{1,60}$/;
const head = z.strictObject({
  format: z.literal(PACKAGE_FORMAT),
  sessionId: z.string().regex(SESSION_ID),
  openingId: z.string().max(80),
});
const row = z.strictObject({
  id: z.string().regex(/^\d{1,19}$/),
  epoch: z.number().int().nonnegative(),
  kind: z.enum(["i", "r"]),
  sequence: z.number().int().nonnegative(),
  byteCount: z.number().int().nonnegative(),
  at: z.string().max(40),
  bytes: z.base64().nullable(),
});
const end = z.strictObject({ rows: z.number().int().nonnegative() });

/** A package, piece by piece. */
export async function* writePackage(
  of: { sessionId: string; openingId: string },
  rows: AsyncIterable<InputRow>,
): AsyncGenerator<Uint8Array> {
  const { sessionId, openingId } = of;
  yield json({ format: PACKAGE_FORMAT, sessionId, openingId });
  let count = 0;
  for await (const { bytes, ...rest } of rows) {
    count += 1;
    yield json({ ...rest, bytes: bytes === null ? null : Buffer.from(bytes).toString("base64") });
  }
  yield json({ rows: count });
}

/** UNTRUSTED. @throws SealedInputFault ALTERED, NotABundle for what has no such lines */
export async function readPackage(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ sessionId: string; rows: AsyncGenerator<InputRow> }> {
  const lines = linesOf(chunks, "the package");
  const first = await lines.next();
  const { sessionId } = parse(head, first.done ? "" : first.value, "its first line");
  return { sessionId, rows: rowsOf(lines) };
}

async function* rowsOf(lines: AsyncGenerator<string>): AsyncGenerator<InputRow> {
  let count = 0;
  let said: number | undefined;
  for await (const line of lines) {
    const item = `line ${count + 2}`;
    if (said !== undefined) throw new SealedInputFault("ALTERED", `${item} stands behind its end`);
    if (line.startsWith('{"rows":')) {
      said = parse(end, line, item).rows;
      continue;
    }
    const { bytes, ...rest } = parse(row, line, item);
    count += 1;
    yield { ...rest, bytes: bytes === null ? null : Buffer.from(bytes, "base64") };
  }
  if (said !== count) throw new SealedInputFault("ALTERED", "its end is missing, or something before it");
}

/** The same of an evidence bundle, which has its proofs: `verifyBundle` comes first. */
export async function* rowsOfBundle(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<InputRow> {
  for await (const { id, epoch, kind, firstSequence, byteCount, at, bytes } of readRanges(chunks))
    if (kind === "i" || kind === "r")
      yield {
        ...{ id, epoch, kind, byteCount, at, sequence: Number(firstSequence) },
        bytes: bytes === null ? null : Buffer.from(bytes, "base64"),
      };
}

const json = (value: object) => Buffer.from(`${JSON.stringify(value)}\n`);

function parse<T>(schema: z.ZodType<T>, line: string, item: string): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (error) {
    throw new SealedInputFault("ALTERED", `${item} is not written as Halligan writes it`, { cause: error });
  }
}
