import { AppError } from "@/lib/kernel/errors";

const MOST_BYTES = 64 * 1024;

/**
 * Reads a JSON body of at most 64 KB, or so many bytes. The content type must say JSON: a form of a foreign page can't send that.
 * @throws AppError INVALID_INPUT | TOO_LARGE
 */
export async function readJsonBody(request: Request, mostBytes = MOST_BYTES): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw invalid("content-type");
  const bytes = await readAtMost(request, mostBytes);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalid("body");
  }
}

/** @throws AppError TOO_LARGE as soon as there is more, whatever Content-Length says */
async function readAtMost(request: Request, limit: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) return Buffer.concat(chunks);
    size += part.value.byteLength;
    if (size > limit) {
      await reader?.cancel();
      throw tooLarge(limit);
    }
    chunks.push(part.value);
  }
}

function invalid(field: string): AppError {
  return new AppError("INVALID_INPUT", `input: ${field}`, { params: { fields: [field] } });
}

function tooLarge(limit: number): AppError {
  return new AppError("TOO_LARGE", "the body is too large", { params: { limit } });
}
