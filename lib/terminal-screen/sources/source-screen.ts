import type { ScreenSize } from "@/lib/terminal-output/limits";
import { type InnerBuffer, type InnerLine, type InnerTerminal, innerOf } from "../inner/inner-terminal";
import { Screen } from "../screen";
import type { Snapshot } from "../snapshot";
import { watchLeavingRows } from "../transcript/leaving-rows";
import { goesOn, rowAt } from "../transcript/rows";
import { watchPrinting } from "./printing";
import { addRow, hasContent, putSource, type ShownText, sourceAt } from "./shown-text";

/** Characters of a line that is longer than the screen are told together up to here, and so many of them again. */
const MOST_OPEN = 16 * 1024;
const OVERLAP = 4 * 1024;
/** Rows of one line that are read together around a row. */
const MOST_JOINED = 64;
/** Characters are written to the terminal in parts that it reads at once. */
const PART = 64 * 1024;

/** For each row of both screens the sources of its cells. */
export interface ScreenSources {
  normal: Uint32Array[];
  alternate: Uint32Array[];
}

/**
 * A screen that knows of each of its cells which character of the output it shows, wherever the terminal has moved it,
 * and that tells of each line before anything in it is overwritten, erased or scrolled away.
 */
export class SourceScreen {
  readonly #screen: Screen;
  readonly #inner: InnerTerminal;
  readonly #tell: (shown: ShownText) => void;
  /** Of each row, up to which source it was told of. */
  readonly #told = new WeakMap<InnerLine, number>();
  /** Rows whose cells moved since. */
  readonly #moved = new WeakSet<InnerLine>();
  /** The line whose upper rows have scrolled away. */
  #open: ShownText | undefined;
  /** The next source. */
  #next = 1;

  /** @param onShown told what a line showed, each state at least once before it is gone */
  constructor(start: Snapshot, onShown: (shown: ShownText) => void) {
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

  /** The source of the first character that is written next; each unit has one, in order. */
  get next(): number {
    return this.#next;
  }

  get size(): ScreenSize {
    return this.#screen.size;
  }

  /** Sources of characters that are drawn onto another one, by that one's source. */
  readonly joined = new Map<number, number[]>();

  write(text: string): void {
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

  /** Tells of everything that was not told yet. */
  tellAll(): void {
    for (const buffer of this.#buffers())
      for (let y = 0; y < this.#screen.terminal.rows; y += 1) this.#tellRow(buffer, y);
    this.#endOpen();
  }

  /** The sources of both screens' cells, row by row: the normal one and the other. */
  sources(): ScreenSources {
    const { normal, alt } = this.#inner._bufferService.buffers;
    const of = (buffer: InnerBuffer) =>
      Array.from({ length: buffer.lines.length }, (_, at) => {
        const line = buffer.lines.get(at);
        return Uint32Array.from({ length: line?.length ?? 0 }, (__, x) => (line ? sourceAt(line, x) : 0));
      });
    return { normal: of(normal), alternate: of(alt) };
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
    const tell = (from: number, to: number) => {
      for (let y = from; y <= to; y += 1) this.#tellRow(buffers.active, y);
    };
    const all = () => tell(0, terminal.rows - 1);
    watchLeavingRows(terminal, {
      onLeave: (from, to, how) => (how === "top" ? this.#leaveTop(from) : tell(from, to)),
      onPartlyCleared: tell,
      onReset: () => this.tellAll(),
      onLineFeed: () => {},
      onLineCleared: () => {},
      onSwitch: all,
      onAligned: () => {},
      onShellMark: () => {},
    });
    // What erases or moves cells within the cursor's row.
    for (const final of ["K", "X", "P", "@", "J"])
      for (const prefix of final === "K" || final === "J" ? ["", "?"] : [""])
        terminal.parser.registerCsiHandler({ ...(prefix && { prefix }), final }, () => {
          const { active } = buffers;
          this.#tellRow(active, active.y);
          const line = rowAt(active, active.y);
          if (line && (final === "P" || final === "@")) this.#moved.add(line);
          return false;
        });
    watchPrinting(this.#inner, {
      sourceOf: (unit) => this.#next + unit,
      onWriting: (buffer, y, [from, to]) => {
        const line = rowAt(buffer, y);
        if (line && this.#isNews(line, from, Math.min(to, line.length))) this.#tellRow(buffer, y);
      },
      onRepeated: (row) => this.#moved.add(row),
      onJoined: (source, to) => this.joined.set(to, [...(this.joined.get(to) ?? []), source]),
    });
  }

  /** Whether cells show what was not told yet. */
  #isNews(line: InnerLine, from: number, to: number): boolean {
    if (this.#moved.has(line)) return true;
    const told = this.#told.get(line) ?? 0;
    for (let x = from; x < to; x += 1) if (sourceAt(line, x) > told) return true;
    return false;
  }

  /** Tells of the line that a row belongs to, if it has news. */
  #tellRow(buffer: InnerBuffer, y: number): void {
    const { cols } = this.#screen.terminal;
    const row = rowAt(buffer, y);
    if (!row || !this.#isNews(row, 0, Math.min(cols, row.length))) return;
    let [from, to] = [y, y];
    while (from > 0 && y - from < MOST_JOINED && this.#joins(buffer, from - 1)) from -= 1;
    while (to - y < MOST_JOINED && this.#joins(buffer, to)) to += 1;
    const isOpen = from === 0 && buffer === this.#inner._bufferService.buffers.active;
    const shown = isOpen ? this.#openBefore() : { text: "", sources: [] };
    for (let at = from; at <= to; at += 1) {
      const line = rowAt(buffer, at);
      if (!line) continue;
      addRow(shown, line, at < to ? rowAt(buffer, at + 1) : undefined, cols);
      // A longer line is told of again from its other rows.
      if (at === y || to - from < MOST_JOINED) this.#setTold(line);
    }
    if (shown.text !== "") this.#tell(shown);
  }

  #joins(buffer: InnerBuffer, y: number): boolean {
    const { cols } = this.#screen.terminal;
    const [above, below] = [rowAt(buffer, y), rowAt(buffer, y + 1)];
    return above !== undefined && below !== undefined && goesOn(above, below, cols);
  }

  #setTold(line: InnerLine): void {
    this.#told.set(line, this.#latest(line));
    this.#moved.delete(line);
  }

  #latest(line: InnerLine): number {
    let latest = 0;
    for (let x = 0; x < line.length; x += 1) latest = Math.max(latest, sourceAt(line, x));
    return latest;
  }

  /** The upper part of a line whose next row is at the top of the screen. */
  #openBefore(): ShownText {
    const open = this.#open;
    return open
      ? { text: open.text.slice(-OVERLAP), sources: open.sources.slice(-OVERLAP) }
      : { text: "", sources: [] };
  }

  /** A row scrolls away: its line may go on below. */
  #leaveTop(y: number): void {
    const { cols } = this.#screen.terminal;
    const buffer = this.#inner._bufferService.buffers.active;
    const row = rowAt(buffer, y);
    if (!row) return;
    const goesOnBelow = this.#joins(buffer, y);
    if (!this.#open && !goesOnBelow) {
      this.#tellRow(buffer, y);
      return;
    }
    const open = this.#open ?? { text: "", sources: [] };
    this.#open = open;
    addRow(open, row, goesOnBelow ? rowAt(buffer, y + 1) : undefined, cols);
    this.#setTold(row);
    if (!goesOnBelow) this.#endOpen();
    else if (open.text.length >= MOST_OPEN) {
      this.#tell({ text: open.text, sources: open.sources });
      this.#open = { text: open.text.slice(-OVERLAP), sources: open.sources.slice(-OVERLAP) };
    }
  }

  #endOpen(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open && open.text !== "") this.#tell(open);
  }
}
