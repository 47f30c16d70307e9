/** A valid character, or a run of plain ones; else one byte that fits nowhere. Shortest forms only, no surrogates. */
const CHARACTERS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes, each as one character
  /[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|([\s\S])/g;

/**
 * Text of UTF-8 as the agent's language reads it: each byte that fits nowhere becomes one U+FFFD, where the decoder of
 * browsers joins several. https://pkg.go.dev/unicode/utf8#DecodeRune
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString("utf8");
  if (!text.includes("\ufffd")) return text;
  const one = buffer.toString("latin1");
  let decoded = "";
  for (const [character, misfit] of one.matchAll(CHARACTERS))
    decoded += misfit === undefined ? Buffer.from(character, "latin1").toString("utf8") : "\ufffd";
  return decoded;
}

/** Decodes a stream of UTF-8: a character that two pieces share is decoded with the second. */
export class Utf8Stream {
  #rest: Uint8Array = new Uint8Array();

  push(bytes: Uint8Array): string {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const whole = wholeLength(all);
    // A copy: the caller may use its bytes again.
    this.#rest = Uint8Array.from(all.subarray(whole));
    return decodeUtf8(all.subarray(0, whole));
  }

  /** What was left of a character that never came. */
  end(): string {
    const text = decodeUtf8(this.#rest);
    this.#rest = new Uint8Array();
    return text;
  }
}

/** Up to where no character can be waiting for more bytes. */
function wholeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return wanted > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
