import fc from "fast-check";

/** One step of a program that draws: output, or a new size. */
export type Step = { text: string } | { cols: number; rows: number };

const number = (most: number) =>
  fc.integer({ min: 0, max: most }).map((one) => (one === 0 ? "" : String(one)));
const control = (finals: readonly string[], most: number) =>
  fc.tuple(number(most), fc.constantFrom(...finals)).map(([count, final]) => `\x1b[${count}${final}`);

const WORDS = [
  ...["a", "word ", "a longer text of some forty characters. ", "x".repeat(79), "y".repeat(97)],
  ...["héllo ", "資料庫連線失敗", "😀", "👨‍👩‍👧", "🇹🇼", "👍🏽", "e\u0301", "❤️", "각", "lqqqqk", "~}|{`"],
];
const STYLES = [
  ...[
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "7",
    "8",
    "9",
    "21",
    "24",
    "31",
    "38;5;200",
    "38;2;1;2;3",
    "42",
    "48;2;9;8;7",
  ],
  ...["49", "53", "4:3", "4:5", "58;5;9", "58:2::1:2:3", "59", "90", "104"],
];
const MODES = [
  1, 6, 7, 9, 12, 25, 45, 47, 66, 1000, 1002, 1003, 1004, 1006, 1016, 1047, 1048, 1049, 2004, 2026,
];

const text = fc.oneof(
  { arbitrary: fc.constantFrom(...WORDS), weight: 6 },
  { arbitrary: fc.constantFrom("\r\n", "\r\n", "\n", "\r", "\t", "\b", "\x0b", "\x0e", "\x0f"), weight: 5 },
  { arbitrary: fc.constantFrom(...STYLES).map((style) => `\x1b[${style}m`), weight: 4 },
  { arbitrary: fc.tuple(number(30), number(90)).map(([y, x]) => `\x1b[${y};${x}H`), weight: 4 },
  { arbitrary: control([..."ABCDEFGd`ae"], 90), weight: 3 },
  {
    arbitrary: control(["@", "P", "X", "I", "Z", "L", "M", "S", "T", "b", " @", " A", "'}", "'~"], 30),
    weight: 4,
  },
  { arbitrary: control(["J", "?J"], 3), weight: 2 },
  { arbitrary: control(["K", "?K"], 2), weight: 2 },
  { arbitrary: control(["g"], 3), weight: 1 },
  { arbitrary: control([" q"], 6), weight: 1 },
  { arbitrary: control(['"q'], 2), weight: 1 },
  { arbitrary: fc.tuple(number(20), number(30)).map(([top, bottom]) => `\x1b[${top};${bottom}r`), weight: 2 },
  { arbitrary: fc.constantFrom(..."78DEHM=>no|}~c").map((one) => `\x1b${one}`), weight: 3 },
  {
    arbitrary: fc.constantFrom(
      "\x1b#8",
      "\x1b[s",
      "\x1b[u",
      "\x1b[!p",
      "\x1b[4h",
      "\x1b[4l",
      "\x1b[20h",
      "\x1b[20l",
    ),
    weight: 2,
  },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(..."()*+-."), fc.constantFrom(..."0AB4CKRZ="))
      .map((set) => `\x1b${set.join("")}`),
    weight: 3,
  },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...MODES), fc.constantFrom("h", "l"))
      .map(([mode, final]) => `\x1b[?${mode}${final}`),
    weight: 4,
  },
);
const size = fc.record({ cols: fc.integer({ min: 1, max: 120 }), rows: fc.integer({ min: 1, max: 40 }) });

/** What programs draw with, in any order, and now and then another size. */
export function randomSteps(): fc.Arbitrary<Step[]> {
  const step = fc.oneof(
    { arbitrary: text.map((one): Step => ({ text: one })), weight: 40 },
    { arbitrary: size.map((one): Step => one), weight: 1 },
  );
  return fc.array(step, { minLength: 20, maxLength: 200, size: "max" });
}
