import { storable } from "@/lib/kernel/text";
import type { FormLine } from "../agent-form/form-lines";
import {
  type FilledGap,
  type LineAt,
  type LineDifference,
  MOST_FILLED_GAPS,
  MOST_FILLED_LINES,
  MOST_KEPT_DIFFERENCES,
} from "./difference";
import { findAgain, isSameLine } from "./find-again";
import { isGap, LineSource, type SourceItem } from "./line-source";

export interface LineComparison {
  /** Lines that were found on both sides. */
  matched: number;
  recordedLines: number;
  loggedLines: number;
  /** The first ones, in order. */
  differences: LineDifference[];
  differenceCount: number;
  /** Lines of the log that stand where output is missing from the recording. */
  filledLines: number;
  /** The first ones of them, gap by gap. */
  filled: FilledGap[];
  /** Lines with a sequence of which nobody knows what the agent makes of it: their letters were compared. */
  looseLines: number;
  /** Where it was left off, because nothing was found again: "gap" after missing output, "lost" after a difference. */
  leftOff: "gap" | "lost" | null;
}

/** After so many, comparing is left off. */
const MOST_DIFFERENCES = 100;
const MOST_SHOWN_CHARACTERS = 500;

/**
 * Compares what the agent must have logged of a recording with what it logged, line by line. Neither is ever in memory
 * as a whole; both are looked ahead in only where they differ.
 * @param recorded the recording, as the agent would log it
 * @param logged the log
 */
export async function compareLines(
  recorded: AsyncIterable<readonly SourceItem[]>,
  logged: AsyncIterable<readonly FormLine[]>,
): Promise<LineComparison> {
  return new Comparison(new LineSource(recorded), new LineSource(logged)).run();
}

class Comparison {
  readonly #ours: LineSource;
  readonly #theirs: LineSource;
  readonly #found: LineComparison = {
    ...{ matched: 0, recordedLines: 0, loggedLines: 0, differences: [], differenceCount: 0 },
    ...{ filledLines: 0, filled: [], looseLines: 0, leftOff: null },
  };

  constructor(ours: LineSource, theirs: LineSource) {
    this.#ours = ours;
    this.#theirs = theirs;
  }

  async run(): Promise<LineComparison> {
    for (;;) {
      const [hasOurs, hasTheirs] = [await this.#ours.fill(), await this.#theirs.fill()];
      if (!hasOurs && !hasTheirs) break;
      if (this.#takeSame()) continue;
      const ours = this.#ours.at(0);
      if (ours && isGap(ours)) {
        if (!(await this.#passGap())) break;
      } else if (!(await this.#passDifference())) break;
    }
    await this.#countRest();
    return this.#found;
  }

  /** Takes lines as long as they agree, without waiting for anything. */
  #takeSame(): boolean {
    let count = 0;
    const most = Math.min(this.#ours.ready, this.#theirs.ready);
    for (; count < most; count += 1) {
      const ours = this.#ours.at(count);
      const theirs = this.#theirs.at(count);
      if (!ours || !theirs || isGap(ours) || !isSameLine(ours, theirs)) break;
      if (ours.orElse !== null) this.#found.looseLines += 1;
    }
    this.#take(count, count);
    this.#found.matched += count;
    return count > 0;
  }

  /** What the log has in the place of missing output is no difference: it is how much is missing. */
  async #passGap(): Promise<boolean> {
    const gap = this.#ours.at(0);
    this.#ours.take(1);
    this.#ours.position -= 1;
    if (!(await this.#ours.fill())) {
      this.#found.filledLines += await this.#drain(this.#theirs, gap);
      return false;
    }
    const next = this.#ours.at(0);
    if (next && isGap(next)) return true;
    await Promise.all([this.#ours.readAhead(), this.#theirs.readAhead()]);
    const again = findAgain(this.#ours, this.#theirs);
    if (!again) {
      this.#found.leftOff = "gap";
      return false;
    }
    this.#found.filledLines += again.logged;
    this.#fill(gap, again.logged);
    this.#take(0, again.logged);
    if (again.recorded > 0) this.#differ(again.recorded, 0, false);
    return true;
  }

  async #passDifference(): Promise<boolean> {
    await Promise.all([this.#ours.readAhead(), this.#theirs.readAhead()]);
    if (this.#takeLast()) return true;
    const again = findAgain(this.#ours, this.#theirs) ?? this.#upToGap();
    if (again) {
      this.#differ(again.recorded, again.logged, false);
      if (this.#found.differenceCount < MOST_DIFFERENCES) return true;
      this.#found.leftOff = "lost";
      return false;
    }
    const isEnd = this.#ours.isOver && this.#theirs.isOver;
    const isOneOver = this.#ours.ready === 0 || this.#theirs.ready === 0;
    this.#differ(this.#ours.ready, this.#theirs.ready, isEnd || isOneOver);
    if (!isEnd && !isOneOver) this.#found.leftOff = "lost";
    return false;
  }

  /** Lines before missing output that are found nowhere: behind it both sides may be together again. */
  #upToGap(): { recorded: number; logged: number } | undefined {
    for (let index = 1; index < this.#ours.ready; index += 1) {
      const item = this.#ours.at(index);
      if (item && isGap(item)) return { recorded: index, logged: 0 };
    }
    return undefined;
  }

  /** What stands last in the recording may be the beginning of a line: as far as both go, they agree. */
  #takeLast(): boolean {
    const [ours, theirs] = [this.#ours.at(0), this.#theirs.at(0)];
    if (!ours || !theirs || isGap(ours) || isGap(theirs)) return false;
    const isLast = (source: LineSource) => source.isOver && source.ready === 1;
    if (ours.isFinished || !isLast(this.#ours) || !isLast(this.#theirs)) return false;
    if (!ours.text.startsWith(theirs.text) && !theirs.text.startsWith(ours.text)) return false;
    this.#take(1, 1);
    this.#found.matched += 1;
    return true;
  }

  #differ(recordedLines: number, loggedLines: number, isTail: boolean): void {
    const found = this.#found;
    found.differenceCount += 1;
    if (found.differences.length < MOST_KEPT_DIFFERENCES)
      found.differences.push({
        kind: recordedLines === 0 ? "added" : loggedLines === 0 ? "missing" : "changed",
        recorded: recordedLines === 0 ? null : lineAt(this.#ours),
        logged: loggedLines === 0 ? null : lineAt(this.#theirs),
        ...{ recordedLines, loggedLines, isTail },
      });
    this.#take(recordedLines, loggedLines);
  }

  #take(recorded: number, logged: number): void {
    this.#ours.take(recorded);
    this.#theirs.take(logged);
    this.#found.recordedLines += recorded;
    this.#found.loggedLines += logged;
  }

  /** How many lines there are is said also of what was not compared. */
  async #countRest(): Promise<void> {
    const last = this.#found.differences.at(-1);
    const rest = { ours: await this.#drain(this.#ours), theirs: await this.#drain(this.#theirs) };
    if (last?.isTail && this.#found.leftOff === null) {
      last.recordedLines += rest.ours;
      last.loggedLines += rest.theirs;
    }
    this.#found.recordedLines += rest.ours;
    this.#found.loggedLines += rest.theirs;
  }

  /** Keeps what the log has next as what stood in a gap. */
  #fill(gap: SourceItem | undefined, count: number): void {
    if (!gap || !isGap(gap) || count === 0) return;
    const { filled } = this.#found;
    const last = filled.at(-1);
    const isSame = last?.from === gap.from;
    if (!isSame && filled.length >= MOST_FILLED_GAPS) return;
    const kept = filled.reduce((sum, { lines }) => sum + lines.length, 0);
    const lines = Array.from({ length: Math.min(count, MOST_FILLED_LINES - kept) }, (_, index) =>
      lineAt(this.#theirs, index),
    ).filter((line) => line !== null);
    if (!isSame) filled.push({ from: gap.from, to: gap.to, lineCount: count, lines });
    else {
      last.lineCount += count;
      last.lines.push(...lines);
    }
  }

  async #drain(source: LineSource, gap?: SourceItem): Promise<number> {
    let count = 0;
    while (await source.fill()) {
      for (let index = 0; index < source.ready; index += 1) {
        const item = source.at(index);
        if (item && !isGap(item)) count += 1;
      }
      this.#fill(gap, source.ready);
      source.take(source.ready);
    }
    return count;
  }
}

function lineAt(source: LineSource, index = 0): LineAt | null {
  const item = source.at(index);
  if (!item || isGap(item)) return null;
  return {
    number: source.position + index,
    text: storable(item.text.slice(0, MOST_SHOWN_CHARACTERS)),
    at: item.at,
  };
}
