import type { ScreenSize } from "@/lib/terminal-output/limits";
import { type InnerBuffer, type InnerLine, type InnerTerminal, innerOf } from "../inner/inner-terminal";
import { Screen } from "../screen";
import type { Snapshot } from "../snapshot";
import { watchLeavingRows } from "../transcript/leaving-rows";
import { goesOn, rowAt } from "../transcript/rows";
import { watchMovingCells } from "./moving-cells";
import { watchPrinting } from "./printing";
import { readRows, sourcesOf } from "./read-rows";
import {
  addRow,
  endOf,
  hasContent,
  hasSource,
  latestSource,
  noText,
  putSource,
  type ScreenSources,
  type ShownText,
  type TellShown,
} from "./shown-text";

/** Characters of a line that are told together, more than two segments have; and with rows that may change often. */
const MOST_OPEN = 256 * 1024;
const OVERLAP = 4 * 1024;
/** Rows of one line that are read together around a row; and beside one in which something older is overwritten. */
const MOST_JOINED = 64;
const ROWS_BESIDE = 2;
/** Characters are written to the terminal in parts that it reads at once. */
const PART = 64 * 1024;

/**
 * A screen that knows of each of its cells which character of the output it shows, wherever the terminal has moved it,
 * and that tells of each line before anything in it is overwritten, erased or scrolled away.
 */
export class SourceScreen {
  readonly #screen: Screen;
  readonly #inner: InnerTerminal;
  readonly #tell: TellShown;
  /** Of each row, up to which source it was told of. */
  readonly #told = new WeakMap<InnerLine, number>();
  /** The same of what was told with all of its line that scrolled away, and with a few rows around it only. */
  readonly #toldWhole = new WeakMap<InnerLine, number>();
  readonly #toldInPart = new WeakMap<InnerLine, number>();
  /** What is being printed without a move of the cursor: in which row, up to which column, from which source on. */
  #run: { line: InnerLine; to: number; source: number } | undefined;
  /** Rows whose cells moved since. */
  readonly #moved = new WeakSet<InnerLine>();
  /** The line whose upper rows have scrolled away. */
  #open: ShownText | undefined;
  /** So many characters of it are told again with rows that are cleared; then only its end is. */
  #wholeLeft = 3 * MOST_OPEN;
  #isSilent = false;
  /** The next source. */
  #next = 1;

  /** @param onShown told what a line showed, each state at least once before it is gone */
  constructor(start: Snapshot, onShown: TellShown) {
    this.#screen = Screen.restore(start);
    this.#inner = innerOf(this.#screen.terminal);
    this.#tell = onShown;
    for (const buffer of this.#buffers())
      for (let at = 0; at < buffer.lines.length; at += 1) {
        const line = buffer.lines.get(at);
        if (!line) continue;
        for (let x = 0; x < line.length; x += 1) putSource(line, x, hasContent(line, x) ? this.#next++ : 0);
      }
    this.#watch();
  }

  /** Of the first character that is written next; each unit has one, in order. */
  get next(): number {
    return this.#next;
  }

  /** Sources of characters that are drawn onto another one, by that one's. */
  readonly joined = new Map<number, number[]>();

  write(text: string): void {
    // What somebody may have seen for a while is no run.
    this.#run = undefined;
    for (let at = 0; at < text.length; ) {
      let end = Math.min(text.length, at + PART);
      if (end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1))) end -= 1;
      this.#screen.write(text.slice(at, end));
      this.#next += end - at;
      at = end;
    }
  }

  resize(size: ScreenSize): void {
    this.tellAll();
    this.#screen.resize(size);
    for (const line of this.#rows()) this.#moved.add(line);
  }

  /** From now on nothing is told: what is too much to read isn't worth the work of telling. */
  silence(): void {
    this.#isSilent = true;
  }

  /** Tells of everything that was not told yet. */
  tellAll(): void {
    for (const buffer of this.#buffers())
      for (let y = 0; y < this.#screen.terminal.rows; y += 1) this.#tellRow(buffer, y, MOST_OPEN);
    this.#endOpen();
  }

  /** The sources of both screens' cells, row by row: the normal one and the other. */
  sources(): ScreenSources {
    const { normal, alt } = this.#inner._bufferService.buffers;
    return { normal: sourcesOf(normal), alternate: sourcesOf(alt) };
  }

  dispose(): void {
    this.#screen.dispose();
  }

  #buffers(): InnerBuffer[] {
    const { normal, alt } = this.#inner._bufferService.buffers;
    return [normal, alt];
  }

  *#rows(): Generator<InnerLine> {
    for (const buffer of this.#buffers())
      for (let at = 0; at < buffer.lines.length; at += 1) {
        const line = buffer.lines.get(at);
        if (line) yield line;
      }
  }

  #watch(): void {
    const { terminal } = this.#screen;
    const { buffers } = this.#inner._bufferService;
    const tell = (from: number, to: number, before = OVERLAP) => {
      for (let y = from; y <= to; y += 1) this.#tellRow(buffers.active, y, before);
    };
    watchLeavingRows(terminal, {
      onLeave: (from, to, how) => (how === "top" ? this.#leaveTop(from) : tell(from, to, MOST_OPEN)),
      onPartlyCleared: tell,
      onReset: () => this.tellAll(),
      onLineFeed: () => {},
      onLineCleared: () => {},
      onSwitch: () => tell(0, terminal.rows - 1),
      onAligned: () => {},
      onShellMark: () => {},
    });
    watchMovingCells(terminal, {
      onRow: (isMoved) => {
        const { active } = buffers;
        this.#tellRow(active, active.y);
        const line = rowAt(active, active.y);
        if (line && isMoved) this.#moved.add(line);
      },
      onShift: () => {
        tell(0, terminal.rows - 1);
        for (const line of this.#rows()) this.#moved.add(line);
      },
    });
    watchPrinting(this.#inner, {
      sourceOf: (unit) => this.#next + unit,
      onWriting: (buffer, y, [from, to], source) => {
        const line = rowAt(buffer, y);
        if (line) this.#overwrite(buffer, y, { line, from, to: Math.min(to, line.length), by: source });
      },
      onRepeated: (row) => this.#moved.add(row),
      onJoined: (source, to) => {
        const joined = this.joined.get(to);
        if (joined) joined.push(source);
        else this.joined.set(to, [source]);
      },
    });
  }

  /**
   * Cells are about to be overwritten. What they show may have been told of before something else of the line was there:
   * "password=" before what was typed behind it.
   */
  #overwrite(
    buffer: InnerBuffer,
    y: number,
    { line, from, to, by }: { line: InnerLine; from: number; to: number; by: number },
  ): void {
    if (this.#isSilent) return;
    const run = this.#run;
    const source = run?.line === line && run.to === from ? run.source : by;
    this.#run = { line, to, source };
    if (this.#isNews(line, from, to)) {
      this.#tellRow(buffer, y);
      return;
    }
    if (!hasSource(line, from, to)) return;
    const first = y > 0 && this.#joins(buffer, y - 1) ? y - 1 : y;
    const last = this.#joins(buffer, y) ? y + 1 : y;
    for (let at = first; at <= last; at += 1) {
      const row = rowAt(buffer, at);
      if (!row) continue;
      const after = Math.max(this.#told.get(row) ?? 0, this.#toldInPart.get(row) ?? 0);
      const end = Math.min(this.#screen.terminal.cols, row.length);
      if (!hasSource(row, 0, end, { after, before: source })) continue;
      this.#tellPart(buffer, y);
      return;
    }
  }

  /** Tells of a row with those beside it that are the same line. */
  #tellPart(buffer: InnerBuffer, y: number): void {
    let [from, to] = [y, y];
    while (from > 0 && y - from < ROWS_BESIDE && this.#joins(buffer, from - 1)) from -= 1;
    while (to - y < ROWS_BESIDE && this.#joins(buffer, to)) to += 1;
    const shown = noText();
    for (let at = from; at <= to; at += 1) {
      const row = rowAt(buffer, at);
      if (!row) continue;
      addRow(shown, row, at < to ? rowAt(buffer, at + 1) : undefined, this.#screen.terminal.cols);
      if (Math.abs(at - y) < ROWS_BESIDE) this.#toldInPart.set(row, latestSource(row));
    }
    if (shown.text !== "") this.#tell(shown, true);
  }

  /** Whether cells show what was not told yet. */
  #isNews(line: InnerLine, from: number, to: number, told = this.#told): boolean {
    return this.#moved.has(line) || hasSource(line, from, to, { after: told.get(line) ?? 0 });
  }

  /** Tells of the line that a row belongs to, if it has news. @param before characters of it that scrolled away */
  #tellRow(buffer: InnerBuffer, y: number, before = OVERLAP): void {
    const row = rowAt(buffer, y);
    if (this.#isSilent || !row) return;
    const above = this.#open?.text.length ?? 0;
    const isWhole = before > OVERLAP && above > OVERLAP && above <= this.#wholeLeft;
    const end = Math.min(this.#screen.terminal.cols, row.length);
    if (!this.#isNews(row, 0, end, isWhole ? this.#toldWhole : this.#told)) return;
    let [from, to] = [y, y];
    while (from > 0 && y - from < MOST_JOINED && this.#joins(buffer, from - 1)) from -= 1;
    while (to - y < MOST_JOINED && this.#joins(buffer, to)) to += 1;
    const { active } = this.#inner._bufferService.buffers;
    // What scrolled away at the top of a region goes on there, and so may what stands above the region.
    const top = buffer === active && this.#open && from <= active.scrollTop && active.scrollTop <= y;
    if (top && isWhole) this.#wholeLeft -= above;
    if (top) this.#tellRows(buffer, [active.scrollTop, to], this.#openBefore(isWhole ? above : OVERLAP));
    if (!top || from < active.scrollTop) this.#tellRows(buffer, [from, to]);
    for (let at = from; at <= to; at += 1) {
      const line = rowAt(buffer, at);
      // A longer line is told of again from its other rows.
      if (!line || (at !== y && to - from >= MOST_JOINED)) continue;
      this.#setTold(line);
      if (isWhole) this.#toldWhole.set(line, latestSource(line));
    }
  }

  #tellRows(buffer: InnerBuffer, range: readonly [number, number], before = noText()): void {
    for (const { shown, isPart } of readRows(buffer, range, { cols: this.#screen.terminal.cols, before }))
      this.#tell(shown, isPart);
  }

  #joins(buffer: InnerBuffer, y: number): boolean {
    const [above, below] = [rowAt(buffer, y), rowAt(buffer, y + 1)];
    return above !== undefined && below !== undefined && goesOn(above, below, this.#screen.terminal.cols);
  }

  #setTold(line: InnerLine): void {
    this.#told.set(line, latestSource(line));
    this.#moved.delete(line);
  }

  /** The upper part of a line whose next row is at the top of the screen. */
  #openBefore(most: number): ShownText {
    return this.#open ? endOf(this.#open, most) : noText();
  }

  /** A row scrolls away: its line may go on below. */
  #leaveTop(y: number): void {
    const buffer = this.#inner._bufferService.buffers.active;
    const row = rowAt(buffer, y);
    if (!row || this.#isSilent) return;
    const goesOnBelow = this.#joins(buffer, y);
    if (!this.#open && !goesOnBelow) {
      this.#tellRow(buffer, y);
      return;
    }
    // Rows above a region stay, and a row may be a line by itself.
    const below = goesOnBelow ? rowAt(buffer, y + 1) : undefined;
    if (y > 0 || below?.isWrapped === false) this.#tellRow(buffer, y);
    const open = this.#open ?? noText();
    this.#open = open;
    addRow(open, row, below, this.#screen.terminal.cols);
    this.#setTold(row);
    if (!goesOnBelow) this.#endOpen();
    else if (open.text.length >= MOST_OPEN) {
      this.#tell({ text: open.text, sources: open.sources }, false);
      this.#open = endOf(open, OVERLAP);
    }
  }

  #endOpen(): void {
    if (this.#open && this.#open.text !== "") this.#tell(this.#open, false);
    this.#open = undefined;
  }
}
