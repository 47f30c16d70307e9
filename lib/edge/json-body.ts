import { AppError } from "@/lib/kernel/errors";

const MOST_BYTES = 64 * 1024;

/** A request's body, however the server that took it has it. */
export interface SentBody {
  readonly contentType: string | null | undefined;
  readonly contentLength: string | null | undefined;
  readonly chunks: AsyncIterable<Uint8Array> | null;
}

/**
 * Reads a JSON body of at most 64 KB, or so many bytes. The content type must say JSON: a form of a foreign page can't send that.
 * @throws AppError INVALID_INPUT | TOO_LARGE
 */
export async function readJsonBody(sent: SentBody, mostBytes = MOST_BYTES): Promise<unknown> {
  const type = sent.contentType?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw invalid("content-type");
  const bytes = await readAtMost(sent, mostBytes);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalid("body");
  }
}

/** @throws AppError TOO_LARGE as soon as there is more, whatever Content-Length says */
async function readAtMost({ contentLength, chunks }: SentBody, limit: number): Promise<Uint8Array> {
  if (Number(contentLength ?? 0) > limit) throw tooLarge(limit);
  const read: Uint8Array[] = [];
  let size = 0;
  // Whoever leaves the loop early cancels the rest.
  for await (const chunk of chunks ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    read.push(chunk);
  }
  return Buffer.concat(read);
}

function invalid(field: string): AppError {
  return new AppError("INVALID_INPUT", `input: ${field}`, { params: { fields: [field] } });
}

function tooLarge(limit: number): AppError {
  return new AppError("TOO_LARGE", "the body is too large", { params: { limit } });
}
