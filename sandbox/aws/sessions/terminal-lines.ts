/**
 * What the streaming agent makes of terminal output before it uploads it: escape sequences are taken out per line, on
 * bytes, with two mistakes that are kept here because whoever reads agent logs has to live with them. Every byte 0x80–0x9f
 * counts as a C1 control and is removed, which breaks many UTF-8 characters; and a line with a sequence that it
 * can't read is left as it is.
 */

const ESC = 0x1b;
const BACKSLASH = 0x5c;
const CARRIAGE_RETURN = 0x0d;
/** ESC followed by one of these opens a string that runs to ST: DCS, SOS, OSC, PM, APC. */
const STRING_OPENERS = new Set([0x50, 0x58, 0x5d, 0x5e, 0x5f]);
const CSI = 0x5b;

/** Nothing to strip, to delete or to decode: most lines, and all of a fast one. */
const PLAIN = /^[\x20-\x7e]*$/;

/** The text of one line (without its newline) as `sessionData` holds it. */
export function cleanLine(line: Buffer): string {
  const body = line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
  const text = body.toString("latin1");
  if (PLAIN.test(text)) return text;
  return decodeAsGo(stripEscapes(body) ?? body)
    .replaceAll("\r", "")
    .replaceAll("\t", " ");
}

/** Returns undefined when a sequence can't be read: ended by BEL, charset selection, cut off. */
function stripEscapes(line: Buffer): Buffer | undefined {
  const kept = Buffer.alloc(line.length);
  let length = 0;
  let position = 0;
  while (position < line.length) {
    const byte = line[position] ?? 0;
    if (byte === ESC) {
      const end = sequenceEnd(line, position + 1);
      if (end === undefined) return undefined;
      position = end;
      continue;
    }
    if (byte < 0x80 || byte > 0x9f) {
      kept[length] = byte;
      length += 1;
    }
    position += 1;
  }
  return kept.subarray(0, length);
}

/** Position behind the sequence whose first byte after ESC stands at `start`. */
function sequenceEnd(line: Buffer, start: number): number | undefined {
  const kind = line[start];
  if (kind === undefined) return undefined;
  if (kind === CSI) return controlSequenceEnd(line, start + 1);
  if (STRING_OPENERS.has(kind)) {
    for (let at = start + 1; at + 1 < line.length; at += 1) {
      if (line[at] === ESC && line[at + 1] === BACKSLASH) return at + 2;
    }
    return undefined;
  }
  // ESC @ … ESC ~: C1 controls in seven bits and single functions. Anything else (ESC ( B) is unknown to it.
  return kind >= 0x40 && kind <= 0x7e ? start + 1 : undefined;
}

function controlSequenceEnd(line: Buffer, start: number): number | undefined {
  let at = start;
  while (isBetween(line[at], 0x30, 0x3f)) at += 1;
  while (isBetween(line[at], 0x20, 0x2f)) at += 1;
  return isBetween(line[at], 0x40, 0x7e) ? at + 1 : undefined;
}

function isBetween(byte: number | undefined, low: number, high: number): boolean {
  return byte !== undefined && byte >= low && byte <= high;
}

/** UTF-8 as Go reads it: each byte that fits nowhere is one U+FFFD, where TextDecoder would join several. */
export function decodeAsGo(bytes: Uint8Array): string {
  let text = "";
  let plainFrom = 0;
  let at = 0;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  while (at < buffer.length) {
    const length = characterLength(buffer, at);
    if (length === 0) {
      text += `${buffer.toString("utf8", plainFrom, at)}\ufffd`;
      at += 1;
      plainFrom = at;
    } else {
      at += length;
    }
  }
  return text + buffer.toString("utf8", plainFrom);
}

/** Length of the valid character at a position, 0 when there is none. Shortest forms only, no surrogates. */
function characterLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const second = bytes[at + 1];
  if (first >= 0xc2 && first <= 0xdf) return isBetween(second, 0x80, 0xbf) ? 2 : 0;
  const third = bytes[at + 2];
  if (first >= 0xe0 && first <= 0xef) {
    const low = first === 0xe0 ? 0xa0 : 0x80;
    const high = first === 0xed ? 0x9f : 0xbf;
    return isBetween(second, low, high) && isBetween(third, 0x80, 0xbf) ? 3 : 0;
  }
  if (first < 0xf0 || first > 0xf4) return 0;
  const low = first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xf4 ? 0x8f : 0xbf;
  const isFour =
    isBetween(second, low, high) && isBetween(third, 0x80, 0xbf) && isBetween(bytes[at + 3], 0x80, 0xbf);
  return isFour ? 4 : 0;
}

const GO_ESCAPES: Record<string, string> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** JSON as Go's encoder writes it. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => GO_ESCAPES[character] ?? character,
  );
}
