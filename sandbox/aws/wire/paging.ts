import { AwsError } from "./aws-error";

export interface Page<T> {
  items: T[];
  nextToken?: string;
}

/**
 * One page of an ordered list. The token names the last item shown, so that what was added or removed
 * meanwhile neither repeats nor hides others.
 *
 * @param keyOf a text that identifies an item and does not change
 * @throws AwsError with `code` for a token that is not one of ours
 */
export function pageOf<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  size: number,
  token: string | undefined,
  code = "InvalidNextToken",
): Page<T> {
  const start = token === undefined ? 0 : startAfter(items, keyOf, token, code);
  const page = items.slice(start, start + size);
  const last = page.at(-1);
  const more = last !== undefined && start + size < items.length;
  return { items: page, ...(more ? { nextToken: encodeToken([start + size, keyOf(last)]) } : {}) };
}

function startAfter<T>(items: readonly T[], keyOf: (item: T) => string, token: string, code: string): number {
  const [position, key] = decodeToken(token, code);
  const index = items.findIndex((item) => keyOf(item) === key);
  // The item itself may be gone: then its old position is the best answer there is.
  return index < 0 ? position : index + 1;
}

function encodeToken(parts: [number, string]): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

function decodeToken(token: string, code: string): [number, string] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (Array.isArray(parts)) {
      const [position, key] = parts;
      if (Number.isSafeInteger(position) && position >= 0 && typeof key === "string") return [position, key];
    }
  } catch {
    // Falls through to the refusal below.
  }
  throw new AwsError(code, "The specified token is not valid.");
}
