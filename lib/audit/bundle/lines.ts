import { LONGEST_LINE } from "./format";
import { NotABundle } from "./tar";

/**
 * The lines of a file of a bundle, one in memory at a time. UNTRUSTED.
 * @throws NotABundle for a line that is too long, has no end or is not UTF-8
 */
export async function* linesOf(parts: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  let rest: Uint8Array[] = [];
  let length = 0;
  for await (const part of parts) {
    let from = 0;
    for (let end = part.indexOf(10); end >= 0; end = part.indexOf(10, from)) {
      yield decodeUtf8(Buffer.concat([...rest, part.subarray(from, end)]), name);
      rest = [];
      length = 0;
      from = end + 1;
    }
    if (from < part.length) rest.push(part.slice(from));
    length += part.length - from;
    if (length > LONGEST_LINE)
      throw new NotABundle(name, "it has a line that is longer than any of a bundle");
  }
  if (length > 0) throw new NotABundle(name, "its last line has no end");
}

/** @throws NotABundle */
export function decodeUtf8(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotABundle(name, "it is not UTF-8");
  }
}
