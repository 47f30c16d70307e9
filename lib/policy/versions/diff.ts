import type { PolicyFile } from "../text/problems";

export interface DiffLine {
  kind: "same" | "added" | "removed" | "left-out";
  text: string;
  /** In the file before and in the file after; null: it is not in that one. */
  before: number | null;
  after: number | null;
}

export interface FileDiff {
  name: string;
  kind: "changed" | "added" | "removed";
  lines: DiffLine[];
}

/** Lines that are the same around what is not. */
const CONTEXT = 3;
/** Where two texts differ in more than this is compared line by line: beyond it one is shown after the other. */
const MOST_CELLS = 4_000_000;

/** What is otherwise, file by file, by name; files that are the same are left out. */
export function diffFiles(before: readonly PolicyFile[], after: readonly PolicyFile[]): FileDiff[] {
  const old = new Map(before.map(({ name, text }) => [name, text]));
  const now = new Map(after.map(({ name, text }) => [name, text]));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [first, second] = [old.get(name), now.get(name)];
    if (first === second) return [];
    const kind = first === undefined ? "added" : second === undefined ? "removed" : "changed";
    return [{ name, kind, lines: shortened(diffLines(linesOf(first), linesOf(second))) }];
  });
}

function linesOf(text: string | undefined): string[] {
  if (text === undefined || text === "") return [];
  return text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
}

function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const kept = longestCommon(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
  ).map(([first, second]): [number, number] => [first + head, second + head]);
  const heads = before.slice(0, head).map((_, line): [number, number] => [line, line]);
  const tails = Array.from({ length: tail }, (_, line): [number, number] => [
    before.length - tail + line,
    after.length - tail + line,
  ]);
  const lines: DiffLine[] = [];
  let [from, to] = [0, 0];
  for (const [first, second] of [...heads, ...kept, ...tails, [before.length, after.length] as const]) {
    for (; from < first; from += 1)
      lines.push({ kind: "removed", text: before[from] ?? "", before: from + 1, after: null });
    for (; to < second; to += 1)
      lines.push({ kind: "added", text: after[to] ?? "", before: null, after: to + 1 });
    if (first < before.length)
      lines.push({ kind: "same", text: before[first] ?? "", before: first + 1, after: second + 1 });
    [from, to] = [first + 1, second + 1];
  }
  return lines;
}

/** Pairs of lines that are the same in both, as many as can be in order. */
function longestCommon(before: readonly string[], after: readonly string[]): [number, number][] {
  const width = after.length + 1;
  if (before.length * after.length > MOST_CELLS) return [];
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        before[row] === after[column]
          ? 1 + (lengths[(row + 1) * width + column + 1] ?? 0)
          : Math.max(lengths[(row + 1) * width + column] ?? 0, lengths[row * width + column + 1] ?? 0);
  const pairs: [number, number][] = [];
  for (let [row, column] = [0, 0]; row < before.length && column < after.length; ) {
    if (before[row] === after[column]) {
      pairs.push([row, column]);
      row += 1;
      column += 1;
    } else if ((lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0))
      row += 1;
    else column += 1;
  }
  return pairs;
}

/** Of what is the same only what stands around what is not. */
function shortened(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries())
    if (kind !== "same") for (let at = index - CONTEXT; at <= index + CONTEXT; at += 1) near.add(at);
  return lines.flatMap((line, index): DiffLine[] => {
    if (near.has(index)) return [line];
    const isFirst = index === 0 || near.has(index - 1);
    return isFirst ? [{ kind: "left-out", text: "", before: null, after: null }] : [];
  });
}
