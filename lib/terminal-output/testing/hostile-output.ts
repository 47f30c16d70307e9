import fc from "fast-check";
import { randomFrom } from "@/lib/kernel/testing/random";

/**
 * Output as a node that means harm may print it: sequences whole and broken, huge counts, long strings, marks.
 * Written from a number rather than put together from arbitraries, which would take longer than what is tested.
 * @param seed the same gives the same
 * @param parts how many sequences and texts
 */
export function writeHostileOutput(seed: number, parts: number): string {
  const source = new Source(seed);
  return Array.from({ length: parts }, () => writePart(source)).join("");
}

/** For properties: fewer parts of the same output are tried when one fails. */
export function hostileOutput(): fc.Arbitrary<string> {
  return fc.tuple(fc.nat(0x7fff_ffff), fc.nat(24)).map(([seed, parts]) => writeHostileOutput(seed, parts));
}

/** The same as bytes: in UTF-8, now and then with bytes that are none. */
export function writeHostileBytes(seed: number, parts: number): Uint8Array {
  const source = new Source(seed);
  const pieces = Array.from({ length: parts }, () =>
    source.below(12) === 0 ? Buffer.from(source.pick(BROKEN)) : Buffer.from(writePart(source)),
  );
  return Buffer.concat(pieces);
}

const COUNTS = [
  "",
  "",
  "0",
  "1",
  "2",
  "7",
  "80",
  "1049",
  "2026",
  "1000",
  "1000000000",
  "2147483647",
  "9".repeat(20),
];
const PREFIXES = ["", "", "", "", "?", "?", ">", "=", "<"];
const INTERMEDIATES = ["", "", "", "", "", "", " ", "!", '"', "$", "'", "*", "$$$"];
const FINALS = "@ABCDEFGHIJKLMPSTXZ`abcdefghilmnpqrstux{|}~";
const ESCAPES = [..."78DEHMNOZc=>no|}~6<", "#8", "#3", "(0", "(B", ")0", "%G", "  F"];
const QUESTIONS = ["c", ">c", "5n", "6n", "?6n", "?25$p", "4$p", "?1004h", "21t", ">q"];
const TEXTS = [
  "a",
  "plain text of a line",
  "héllo ✓",
  "你好",
  "😀",
  "👨‍👩‍👧",
  "\u1100\u1161\u11a8",
  "\ud800",
  "\udc00",
  "\u202e\u200b\ufeff",
  "x\r\n",
  "\t",
  "\b\b",
];
const MARKS = ["\u0301", "\u200d", "\u{e0100}", "\ufe0f", "\u1161"];
const PAYLOADS = [
  "0;title",
  "4;1;rgb:00/00/00",
  "10;?",
  "11;#000000",
  "52;c;ZXZpbA==",
  "8;;http://x",
  "$qm",
  "$qevil",
  "1337;File=:",
  "133;A",
];
const ENDS = ["\x07", "\x07", "\x1b\\", "\x1b\\", "\u009c", "\x18", "\x1a", ""];
const BROKEN = [[0xff], [0xc0, 0xaf], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0x80], [0x9b], [0xed, 0xa0, 0x80]];

function writePart(source: Source): string {
  switch (source.below(16)) {
    case 0:
    case 1:
      return `\x1b${source.pick(ESCAPES)}`;
    case 2:
    case 3: {
      const long =
        source.below(20) === 0 ? source.pick(["x", "1;", "\n", "\u0301"]).repeat(source.below(6000)) : "";
      return begin(source, source.pick("]]PX^_")) + source.pick(PAYLOADS) + long + source.pick(ENDS);
    }
    case 4:
      return source.pick(TEXTS) + source.pick(MARKS).repeat(source.below(source.below(8) === 0 ? 400 : 4));
    case 5:
      return String.fromCharCode(source.below(0xa0), source.below(0xa0));
    case 6:
      return `\x1b[${source.pick(QUESTIONS)}`;
    case 7:
      return writeControl(source).repeat(source.below(source.below(8) === 0 ? 200 : 4));
    case 8:
      return writeControl(source).slice(0, source.below(8));
    case 9:
    case 10:
    case 11:
      return source.pick(TEXTS);
    default:
      return writeControl(source);
  }
}

function writeControl(source: Source): string {
  const numbers = Array.from({ length: source.below(4) }, () => source.pick(COUNTS));
  const between = source.below(6) === 0 ? ":" : ";";
  return (
    begin(source, "[") +
    source.pick(PREFIXES) +
    numbers.join(between) +
    source.pick(INTERMEDIATES) +
    source.pick(FINALS)
  );
}

/** ESC and a letter, or the one character that says the same. */
function begin(source: Source, letter: string): string {
  return source.below(4) === 0 ? String.fromCharCode(letter.charCodeAt(0) + 0x40) : `\x1b${letter}`;
}

/** What it writes next. */
class Source {
  /** A whole number from 0 up to a limit, which is not reached. */
  readonly below: (limit: number) => number;

  constructor(seed: number) {
    this.below = randomFrom(seed);
  }

  pick<T>(from: ArrayLike<T>): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new TypeError("there is nothing to pick from");
    return picked;
  }
}
