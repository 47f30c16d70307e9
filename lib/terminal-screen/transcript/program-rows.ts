import type { TranscriptLine } from "./transcript-line";

/** Rows and characters of one line of the transcript; what comes after them is in the next. */
const MOST_ROWS = 200;
const MOST_CHARACTERS = 16 * 1024;

/** What a full-screen program showed so far: a JSON value. */
export interface ProgramState {
  fromMs: number;
  /** What is to be told of. */
  rows: string[];
  /** The screen as it last stood still. */
  stood: string[];
  /** Where each of its rows is in `rows`; -1: not there. */
  places: number[];
}

/**
 * What stood on the screen of a full-screen program, without what stood there before: such a program draws its screen
 * again and again.
 */
export class ProgramRows {
  readonly #state: ProgramState;
  readonly #push: (line: TranscriptLine) => void;
  #characters: number;

  constructor(state: ProgramState, push: (line: TranscriptLine) => void) {
    this.#state = state;
    this.#push = push;
    this.#characters = state.rows.reduce((sum, row) => sum + row.length, 0);
  }

  get state(): ProgramState {
    return this.#state;
  }

  /** A row that is about to go. */
  leave(text: string, ms: number): void {
    const { rows, stood } = this.#state;
    if (text === "" || text === rows.at(-1) || stood.includes(text)) return;
    this.#makeRoom(ms);
    this.#add(text);
  }

  /** The screen as it stood for a while. */
  stand(screen: readonly string[], ms: number): void {
    this.#makeRoom(ms);
    const { rows, stood, places } = this.#state;
    const before = new Set(stood);
    this.#state.places = screen.map((text, y) => {
      const place = places[y] ?? -1;
      const old = stood[y] ?? "";
      if (text === old) return place;
      if (text === "" || before.has(text)) return -1;
      // Somebody is typing there.
      const isLonger = place >= 0 && old !== "" && text.startsWith(old);
      if (isLonger) rows[place] = text;
      return isLonger ? place : this.#add(text);
    });
    this.#state.stood = [...screen];
  }

  /** Tells of what there is. The program may go on. */
  flush(ms: number): void {
    const { rows, fromMs, places } = this.#state;
    this.#push({ atMs: ms, fromMs, text: rows.join("\n"), kind: "program" });
    this.#characters = 0;
    Object.assign(this.#state, { rows: [], fromMs: ms, places: places.map(() => -1) });
  }

  /** One screen more than the limits at most. */
  #makeRoom(ms: number): void {
    if (this.#state.rows.length >= MOST_ROWS || this.#characters >= MOST_CHARACTERS) this.flush(ms);
  }

  /** @returns its place */
  #add(text: string): number {
    this.#characters += text.length;
    return this.#state.rows.push(text) - 1;
  }
}
