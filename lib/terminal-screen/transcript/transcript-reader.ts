import type { ScreenSize } from "@/lib/terminal-output/limits";
import { type InnerBuffer, type InnerLine, type InnerTerminal, innerOf } from "../inner/inner-terminal";
import type { Screen } from "../screen";
import { CommandFinder } from "./command-finder";
import { watchLeavingRows } from "./leaving-rows";
import { LineCollector } from "./line-collector";
import { ProgramRows, type ProgramState } from "./program-rows";
import { putNotes, takeNotes } from "./row-notes";
import { endOfLine, goesOn, type Joins, rowAt, startOfLine, textOfRow, textOfRows } from "./rows";
import type { TranscriptLine, TypedCommand } from "./transcript-line";
import type { TranscriptState } from "./transcript-state";

/** What a full-screen program shows for as long as this was there to be read. */
const STANDS_MS = 1000;

/**
 * Reads a recording by a real terminal: each line as it stood when it left the screen, and the commands. Lines come in
 * the order in which they left; a line that stays on the screen comes when it goes or with `finish`. It is a reading
 * aid: the recording is the evidence.
 *
 * The reader drives the screen: what is given to `output` is written to it, and nobody else writes to it or resizes it.
 * Memory is bounded by the screen's size as long as `take` is called now and then.
 */
export class TranscriptReader {
  readonly #screen: Screen;
  readonly #inner: InnerTerminal;
  readonly #lines: LineCollector;
  readonly #commands: CommandFinder;
  #program: ProgramRows | undefined;
  #ms: number;

  /**
   * @param screen new, or restored from the snapshot that was taken with the state; one reader a screen
   * @param state as `state()` gave it
   */
  constructor(screen: Screen, state?: TranscriptState) {
    this.#screen = screen;
    this.#inner = innerOf(screen.terminal);
    this.#ms = state?.ms ?? 0;
    this.#lines = new LineCollector(state?.open && { ...state.open });
    this.#commands = new CommandFinder(this.#shown, state?.commands);
    if (state?.program) this.#program = this.#programOf(structuredClone(state.program));
    else if (this.#isAlternate) this.#program = this.#programOf(undefined);
    const { normal, alt } = this.#inner._bufferService.buffers;
    putNotes(normal, state?.notes ?? []);
    putNotes(alt, state?.alternateNotes ?? []);
    watchLeavingRows(screen.terminal, {
      onLeave: (from, to, how) => this.#leave(from, to, how),
      onPartlyCleared: (from, to) => this.#tell(from, to),
      onReset: () => this.#reset(),
      onLineFeed: () => this.#lineFeed(),
      onSwitch: (to) => this.#switch(to),
      onAligned: () => this.#toldAll(),
      onLineCleared: () => this.#clearLine(),
      onShellMark: (mark) => this.#mark(mark),
    });
  }

  /**
   * Draws what was printed.
   * @param ms when, in milliseconds since the start; never less than before
   * @param text as an OutputFilter gave it
   */
  output(ms: number, text: string): void {
    if (this.#program && ms - this.#ms >= STANDS_MS) this.#program.stand(this.#screen.text(), this.#ms);
    this.#ms = ms;
    this.#screen.write(text);
    const buffer = this.#shown;
    const row = rowAt(buffer, buffer.y);
    if (row) this.#visit(row);
  }

  resize(ms: number, size: ScreenSize): void {
    if (this.#program) this.#program.stand(this.#screen.text(), this.#ms);
    this.#ms = ms;
    const { normal } = this.#inner._bufferService.buffers;
    // xterm.js wraps all lines anew but the one at the cursor, which it knows by its wrapped rows only.
    const isWrapped: Joins = (_, row) => row.isWrapped;
    this.#tellAround(normal, isWrapped);
    this.#screen.resize(size, (rows) => {
      // That one may be higher than the screen now. All others were told of.
      const start = startOfLine(normal, normal.y, isWrapped) + normal.ybase;
      for (let at = start; at < rows; at += 1) {
        const row = normal.lines.get(at);
        if (row) this.#take(row, normal.lines.get(at + 1), true);
      }
    });
    const start = startOfLine(normal, normal.y, isWrapped);
    const end = endOfLine(normal, normal.y, isWrapped);
    for (let y = 0; y < normal.lines.length; y += 1) if (y < start || y > end) this.#told(rowAt(normal, y));
  }

  /** Something that the recorder noted: who came and went, what is missing. */
  mark(ms: number, label: string): void {
    this.#ms = ms;
    if (!this.#program) this.#tellAround(this.#shown);
    this.#lines.push({ atMs: ms, fromMs: ms, text: label, kind: "mark" });
  }

  /** The session is over: what still stands on the screen is told of. Nothing may come after it. */
  finish(): void {
    const { normal } = this.#inner._bufferService.buffers;
    if (!this.#program) {
      const start = startOfLine(normal, normal.y, this.#joins);
      const row = rowAt(normal, start);
      const fromMs = row?.note?.fromMs ?? this.#ms;
      this.#commands.finish({ text: textOfRows(normal, start, normal.y, this.#cols).trimEnd(), fromMs });
    } else this.#commands.finish(undefined);
    for (let y = 0; y < this.#screen.size.rows; y += 1) {
      const row = rowAt(normal, y);
      if (row) this.#take(row, undefined, true);
    }
    this.#lines.end();
    this.#endProgram();
  }

  /** What is complete since it was last asked. */
  take(): { lines: TranscriptLine[]; commands: TypedCommand[] } {
    return { lines: this.#lines.take(), commands: this.#commands.take() };
  }

  /** What another reader needs to go on from here, with a snapshot of the screen. What is complete is to be taken first. */
  state(): TranscriptState {
    const { normal, alt } = this.#inner._bufferService.buffers;
    const open = this.#lines.open;
    return structuredClone({
      ...{ version: 1 as const, ms: this.#ms },
      ...(open && { open }),
      notes: takeNotes(normal),
      alternateNotes: takeNotes(alt),
      ...(this.#program && { program: this.#program.state }),
      commands: this.#commands.state(this.#shown),
    });
  }

  get #shown(): InnerBuffer {
    return this.#inner._bufferService.buffers.active;
  }

  get #isAlternate(): boolean {
    return this.#shown === this.#inner._bufferService.buffers.alt;
  }

  get #cols(): number {
    return this.#screen.size.cols;
  }

  /** A row that was left by a line feed ends its line, however full it is. */
  readonly #joins: Joins = (above, row) =>
    row.isWrapped || (!above.note?.isClosed && goesOn(above, row, this.#cols));

  #programOf(state: ProgramState | undefined): ProgramRows {
    const begun = state ?? { fromMs: this.#ms, rows: [], stood: [], places: [] };
    return new ProgramRows(begun, (line) => this.#lines.push(line));
  }

  /** The cursor stands in a row. */
  #visit(row: InnerLine): void {
    const { note } = row;
    if (note?.isClosed || (note?.fromMs === undefined && row.getTrimmedLength() === 0)) return;
    row.note = { fromMs: this.#ms, ...note, atMs: this.#ms };
  }

  #lineFeed(): void {
    const buffer = this.#shown;
    const row = rowAt(buffer, buffer.y);
    if (!row) return;
    row.note = { fromMs: this.#ms, ...row.note, atMs: this.#ms };
    if (this.#isMoveWithin(buffer, row)) return;
    const start = startOfLine(buffer, buffer.y, this.#joins);
    const first = rowAt(buffer, start);
    const open = start === 0 && !this.#isAlternate && first ? this.#lines.openBefore(first) : undefined;
    const fromMs = open?.fromMs ?? first?.note?.fromMs ?? this.#ms;
    this.#commands.lineFeed(buffer, this.#cols, this.#ms, { start, above: open?.text ?? "", fromMs });
    if (!this.#commands.isTakingInput) row.note.isClosed = true;
  }

  /** Shells move down within a line of several rows by line feeds. */
  #isMoveWithin(buffer: InnerBuffer, row: InnerLine): boolean {
    const below = rowAt(buffer, buffer.y + 1);
    return below !== undefined && below.getTrimmedLength() > 0 && goesOn(row, below, this.#cols);
  }

  #mark(mark: string): void {
    const buffer = this.#shown;
    // Enter was pressed: what was typed is left.
    if (mark === "C" && this.#commands.isTakingInput) {
      const row = rowAt(buffer, buffer.x === 0 ? buffer.y - 1 : buffer.y);
      if (row) row.note = { ...row.note, isClosed: true };
    }
    this.#commands.mark(mark, buffer, this.#cols, this.#ms);
  }

  #leave(from: number, to: number, how: "top" | "cleared" | "removed"): void {
    const buffer = this.#shown;
    for (let y = from; y <= to; y += 1) {
      const row = rowAt(buffer, y);
      if (!row) continue;
      if (how === "cleared") {
        this.#takeText(row);
        this.#commands.forget(row);
      } else this.#take(row, rowAt(buffer, y + 1));
    }
    if (how !== "top" && !this.#program) this.#lines.end();
  }

  /** A row that is no longer there. */
  #take(row: InnerLine, below: InnerLine | undefined, isNormal = !this.#isAlternate): void {
    this.#commands.leaves(row, below, this.#cols);
    this.#takeText(row, isNormal);
  }

  #takeText(row: InnerLine, isNormal = !this.#isAlternate): void {
    if (isNormal) this.#lines.add(row, this.#cols, this.#ms);
    else this.#program?.leave(textOfRow(row, this.#cols), this.#ms);
    row.note = undefined;
  }

  /** Rows that stay: they are told of now, and not again as long as they are the same. */
  #tell(from: number, to: number): void {
    if (this.#program) return;
    for (let y = from; y <= to; y += 1) {
      const row = rowAt(this.#shown, y);
      if (!row) continue;
      this.#lines.add(row, this.#cols, this.#ms);
      this.#told(row);
    }
    this.#lines.end();
  }

  /** All rows but those of the line at the cursor, which isn't complete. */
  #tellAround(buffer: InnerBuffer, joins: Joins = this.#joins): void {
    const start = startOfLine(buffer, buffer.y, joins);
    const end = endOfLine(buffer, buffer.y, joins);
    for (let y = 0; y < buffer.lines.length; y += 1) {
      if (y === start && start > 0) this.#lines.end();
      const row = rowAt(buffer, y);
      if (!row || (y >= start && y <= end)) continue;
      this.#lines.add(row, this.#cols, this.#ms);
      this.#told(row);
    }
    if (start > 0) this.#lines.end();
  }

  #told(row: InnerLine | undefined): void {
    if (!row) return;
    const text = textOfRow(row, this.#cols);
    if (text !== "" || row.note) row.note = { ...row.note, told: text };
  }

  #toldAll(): void {
    for (let y = 0; y < this.#screen.size.rows; y += 1) this.#told(rowAt(this.#shown, y));
  }

  /** Of a row that is left, what stood there for a while. */
  #clearLine(): void {
    const row = rowAt(this.#shown, this.#shown.y);
    const note = row?.note;
    if (!row || this.#program || !note?.isClosed || this.#ms - (note.atMs ?? 0) < STANDS_MS) return;
    this.#lines.end();
    this.#takeText(row);
    this.#lines.end();
  }

  #switch(to: "normal" | "alternate"): void {
    if (to === "normal") {
      this.#endProgram();
      return;
    }
    this.#tellAround(this.#shown);
    this.#program = this.#programOf(undefined);
  }

  #endProgram(): void {
    if (!this.#program) return;
    this.#program.stand(this.#screen.text(), this.#ms);
    this.#program.flush(this.#ms);
    this.#program = undefined;
  }

  #reset(): void {
    this.#endProgram();
    const { normal } = this.#inner._bufferService.buffers;
    for (let y = 0; y < normal.lines.length; y += 1) {
      const row = rowAt(normal, y);
      if (row) {
        this.#commands.forget(row);
        this.#takeText(row, true);
      }
    }
    this.#lines.end();
  }
}
