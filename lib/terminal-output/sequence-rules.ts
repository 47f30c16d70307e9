import { MOST_COLUMNS, type ScreenSize } from "./limits";

/** What a sequence makes a terminal do, in cells that it writes. */
export interface Permitted {
  /** What may be drawn: the sequence with its numbers clamped, without ESC [. */
  text: string;
  work: number;
}

/** DEC private modes that a terminal has and that change nothing outside of it. 3 and 40 (width) are not among them. */
const PRIVATE_MODES: ReadonlySet<number> = new Set([
  ...[1, 6, 7, 9, 12, 25, 45, 47, 66, 1000, 1002, 1003, 1004, 1006, 1016, 1047, 1048, 1049, 2004, 2026],
]);
/** What may be asked about; a terminal says of some that they never change. */
const KNOWN_PRIVATE_MODES: ReadonlySet<number> = new Set([...PRIVATE_MODES, 3, 8, 67, 1005, 1015]);
const ANSI_MODES: ReadonlySet<number> = new Set([4, 20]);
const KNOWN_ANSI_MODES: ReadonlySet<number> = new Set([2, 4, 12, 20]);
const SCREEN_MODES: ReadonlySet<number> = new Set([47, 1047, 1049]);

/** Of one cell, against one that is written in a loop, as measured by bench/fuzz.bench.ts: a character that is repeated, a cell of a line that is moved, a screen that is made anew. */
const WORK = {
  repeated: 30,
  movedCell: 10,
  shiftedCell: 4,
  clearedCell: 2,
  alignedCell: 3,
  switchedCell: 3,
  resetCell: 8,
};

/**
 * The control sequences that may be drawn. Everything else is left out: reports of the window, colours, keys, and
 * whatever comes with another version of a terminal.
 * @param numbers as written, missing ones -1
 * @returns undefined when it is left out
 */
export function permitCsi(
  sequence: { prefix: string; numbers: readonly number[]; intermediates: string; final: string },
  size: ScreenSize,
): Permitted | undefined {
  const { prefix, numbers, intermediates, final } = sequence;
  const cells = size.cols * size.rows;
  const first = numbers[0] ?? -1;
  const count = Math.max(1, first);
  /** With one number, at most `largest`. */
  const counted = (largest: number, work = (n: number) => n): Permitted => {
    const n = Math.min(count, largest);
    return { text: `${n === 1 ? "" : n}${intermediates}${final}`, work: work(n) };
  };
  const chosen = (values: readonly number[], work = 0): Permitted | undefined => {
    const value = Math.max(0, first);
    if (numbers.length > 1 || !values.includes(value)) return undefined;
    return { text: `${prefix}${value === 0 ? "" : value}${intermediates}${final}`, work };
  };
  switch (`${prefix}${intermediates}${final}`) {
    case "A":
    case "B":
    case "C":
    case "D":
    case "E":
    case "F":
    case "G":
    case "`":
    case "a":
    case "d":
    case "e":
      return counted(MOST_COLUMNS, () => 0);
    case "H":
    case "f":
    case "r": {
      const [row, column] = [0, 1].map((at) => Math.min(Math.max(0, numbers[at] ?? 0), MOST_COLUMNS));
      return { text: `${row || ""};${column || ""}${final}`, work: 0 };
    }
    case "@":
    case "P":
    case "X":
    case "I":
    case "Z":
      return counted(size.cols);
    case " @":
    case " A":
    case "'}":
    case "'~":
      return counted(size.cols, () => WORK.shiftedCell * cells);
    case "L":
    case "M":
    case "S":
      return counted(size.rows, (n) => WORK.movedCell * n * size.cols);
    case "T":
      // With more numbers it follows the mouse.
      return numbers.length > 1 ? undefined : counted(size.rows, (n) => WORK.movedCell * n * size.cols);
    case "b":
      return counted(size.cols, (n) => WORK.repeated * n);
    case "J":
    case "?J":
      // 3 is of what has scrolled away, which is cut off and not written.
      return chosen([0, 1, 2, 3], first === 3 ? 0 : WORK.clearedCell * cells);
    case "K":
    case "?K":
      return chosen([0, 1, 2]);
    case "g":
      return chosen([0, 3]);
    case " q":
      return chosen([0, 1, 2, 3, 4, 5, 6]);
    case '"q':
      return chosen([0, 1, 2]);
    case "!p":
    case "s":
    case "u":
      return chosen([0]);
    case "h":
    case "l":
      return modes(numbers, ANSI_MODES, { prefix, final }, cells);
    case "?h":
    case "?l":
      return modes(numbers, PRIVATE_MODES, { prefix, final }, cells);
    // Questions: only those whose answer is made of the terminal's own state.
    case "c":
    case ">c":
      return chosen([0]);
    case "n":
      return chosen([5, 6]);
    case "?n":
      return chosen([6]);
    case "$p":
      return chosen([...KNOWN_ANSI_MODES]);
    case "?$p":
      return chosen([...KNOWN_PRIVATE_MODES]);
    default:
      return undefined;
  }
}

function modes(
  numbers: readonly number[],
  permitted: ReadonlySet<number>,
  { prefix, final }: { prefix: string; final: string },
  cells: number,
): Permitted | undefined {
  // Each once: a mode that reports what it finds does so once, too.
  const kept = [...new Set(numbers)].filter((number) => permitted.has(number));
  if (kept.length === 0) return undefined;
  const switches = prefix === "?" ? kept.filter((number) => SCREEN_MODES.has(number)).length : 0;
  return { text: `${prefix}${kept.join(";")}${final}`, work: switches * WORK.switchedCell * cells };
}

const SINGLE_ESCAPES = "78DEHM=>no|}~";
/** Sets of characters, by where they are put: ESC ( B and its like. */
const CHARSET = /^[()*+\-./][0-9A-Za-z<=>`]$/;

/**
 * The same for ESC with what follows it.
 * @param text without ESC
 */
export function permitEscape(text: string, size: ScreenSize): Permitted | undefined {
  const cells = size.cols * size.rows;
  if (text === "c") return { text, work: WORK.resetCell * cells };
  if (text === "#8") return { text, work: WORK.alignedCell * cells };
  if (text.length === 1 && SINGLE_ESCAPES.includes(text)) return { text, work: 0 };
  if (text === "%G" || text === "%@" || CHARSET.test(text)) return { text, work: 0 };
  return undefined;
}
