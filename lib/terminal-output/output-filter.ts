import { CHARACTER, characterTable, isMark } from "./characters";
import { HARMLESS, permitControl } from "./control-sequence";
import type { FilterState } from "./filter-state";
import {
  CELLS_PER_CHARACTER,
  MOST_LINE_OF_STRING,
  MOST_MARKS,
  MOST_PARAMETERS,
  MOST_SAVED_CELLS,
  MOST_SEQUENCE,
  MOST_SHELL_MARK,
  MOST_STRING,
  type ScreenSize,
} from "./limits";
import { type Permitted, permitEscape } from "./sequence-rules";
import { readShellMark } from "./shell-marks";

const [BEL, LF, CAN, SUB, ESC, DEL, ST] = [0x07, 0x0a, 0x18, 0x1a, 0x1b, 0x7f, 0x9c];
/** The first character that is not ASCII text or a line end. */
const PLAIN_END = /[^ -~\r\n]/g;
/** No mark has these, and a database's JSON can't hold all of them. */
const NOT_PRINTABLE = /[^ -~]/g;
/** Controls of one byte that say the same as an escape of two. */
const SAME_AS_ESCAPE: ReadonlyMap<number, string> = new Map(
  ["D", "E", "H", "M"].map((letter) => [letter.charCodeAt(0) + 0x40, letter]),
);
const STRING_STARTS = "PX^_]";

/**
 * State after state:
 *  ground ─ESC→ escape ─[→ csi ─final→ ground; escape ─ ] P X ^ _ → string ─ BEL, ESC → ground, escape.
 * CAN and SUB lead to ground from everywhere, ESC to escape, and so does whatever is longer than its limit.
 */
type State = FilterState["state"];

/**
 * Stands between what a node printed and whatever interprets it: terminal, player, transcript. It passes on text, and of
 * sequences only whole ones that it knows, written anew with their numbers clamped to the screen. Its work and what it
 * lets a terminal do are bounded by the length of what came. After ECMA-48 and the parser of
 * https://vt100.net/emu/dec_ansi_parser.
 *
 * Chunks may be cut anywhere: what comes out altogether is the same, also when a second filter goes on with the state of
 * the first. Since sequences come out whole, whatever interprets them is never half way in one.
 */
export class OutputFilter {
  readonly #size: () => ScreenSize;
  readonly #table = characterTable();
  #state: State = "ground";
  /** Of the sequence that has begun. */
  #text = "";
  #intermediates = "";
  #length = 0;
  #isBroken = false;
  #isOsc = false;
  /** Marks since the last character that has a cell. */
  #marks = 0;
  #high = "";
  /** Characters that came before this chunk, and how many of them have been counted into what is saved. */
  #position = 0;
  #countedUntil = 0;
  #savedCells = MOST_SAVED_CELLS;

  /**
   * @param size the screen as it is when a sequence is read
   * @param state of the filter whose output ended where this one's begins
   */
  constructor(size: () => ScreenSize, state?: FilterState) {
    this.#size = size;
    if (!state) return;
    this.#state = state.state;
    this.#text = state.text;
    this.#intermediates = state.intermediates;
    this.#length = state.length;
    this.#isBroken = state.isBroken;
    this.#isOsc = state.isOsc;
    this.#marks = state.marks;
    this.#high = state.high === 0 ? "" : String.fromCharCode(state.high);
    // Of what came before, only what isn't counted yet matters, and the half character, which comes once more.
    this.#position = state.uncounted;
    this.#savedCells = state.savedCells;
  }

  /** Whether all that came has been passed on or left out: no sequence and no character is half way. */
  get isAtGround(): boolean {
    return this.#state === "ground" && this.#high === "";
  }

  /** What another filter needs to go on from here, at ground or not. */
  state(): FilterState {
    return {
      state: this.#state,
      text: this.#text,
      intermediates: this.#intermediates,
      length: this.#length,
      isBroken: this.#isBroken,
      isOsc: this.#isOsc,
      marks: this.#marks,
      high: this.#high === "" ? 0 : this.#high.charCodeAt(0),
      uncounted: this.#position - this.#countedUntil,
      savedCells: this.#savedCells,
    };
  }

  /** @returns what of it may be interpreted; a sequence comes with the chunk that ends it */
  push(chunk: string): string {
    const text = this.#high + chunk;
    this.#position -= this.#high.length;
    this.#high = "";
    const out: string[] = [];
    let at = 0;
    while (at < text.length)
      at = this.#state === "ground" ? this.#pass(text, at, out) : this.#read(text, at, out);
    this.#position += text.length;
    return out.length === 1 ? (out[0] ?? "") : out.join("");
  }

  /** Text from `from` on, up to a sequence. @returns where it ended */
  #pass(text: string, from: number, out: string[]): number {
    const table = this.#table;
    let start = from;
    let at = from;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      if (unit >= 0x20 && unit < DEL) {
        at = endOfPlain(text, at);
        this.#marks = 0;
        continue;
      }
      const kind = table[unit];
      if (kind === CHARACTER.base) this.#marks = 0;
      else if (kind === CHARACTER.mark) {
        if (this.#marks < MOST_MARKS) this.#marks += 1;
        else {
          if (at > start) out.push(text.slice(start, at));
          start = at + 1;
        }
      } else if (kind === CHARACTER.surrogate) {
        if (unit < 0xdc00 && at + 1 === text.length) {
          this.#high = text.slice(at);
          break;
        }
        const pair = /^[\ud800-\udbff][\udc00-\udfff]/.exec(text.slice(at, at + 2))?.[0];
        const isKept = pair !== undefined && this.#takes(pair);
        if (!isKept) {
          if (at > start) out.push(text.slice(start, at));
          if (pair === undefined) out.push("\ufffd");
          start = at + (pair?.length ?? 1);
        }
        at += (pair?.length ?? 1) - 1;
      } else if (kind === CHARACTER.control) {
        if (unit === ESC) {
          HARMLESS.lastIndex = at;
          if (HARMLESS.test(text)) {
            at = HARMLESS.lastIndex;
            continue;
          }
        }
        if (at > start) out.push(text.slice(start, at));
        this.#obey(unit, at, out);
        return at + 1;
      }
      at += 1;
    }
    if (at > start) out.push(start === 0 && at === text.length ? text : text.slice(start, at));
    return text.length;
  }

  #takes(character: string): boolean {
    this.#marks = isMark(character) ? this.#marks + 1 : 0;
    return this.#marks <= MOST_MARKS;
  }

  /** One character inside of a sequence. @returns where the next one stands */
  #read(text: string, at: number, out: string[]): number {
    if (this.#state === "string") return this.#skip(text, at, out);
    const unit = text.charCodeAt(at);
    this.#length += 1;
    const kind = this.#table[unit];
    if (kind === CHARACTER.plainControl) out.push(text[at] ?? "");
    else if (kind === CHARACTER.control) {
      if (unit >= 0x80 || unit === ESC || unit === CAN || unit === SUB) this.#obey(unit, at, out);
    } else if (unit > DEL) this.#state = "ground";
    else if (this.#state === "escape") this.#readEscape(text[at] ?? "", at, out);
    else this.#readCsi(text[at] ?? "", at, out);
    if (this.#length > MOST_SEQUENCE) this.#state = "ground";
    return at + 1;
  }

  #readEscape(character: string, at: number, out: string[]): void {
    if (character < "0") {
      this.#text += this.#text.length < 3 ? character : "";
      return;
    }
    if (this.#text === "" && character === "[") this.#begin("csi");
    else if (this.#text === "" && STRING_STARTS.includes(character)) {
      this.#begin("string");
      this.#isOsc = character === "]";
    } else {
      this.#state = "ground";
      this.#let(permitEscape(this.#text + character, this.#size()), "\x1b", at, out);
    }
  }

  #readCsi(character: string, at: number, out: string[]): void {
    if (character < "0") {
      if (this.#intermediates.length < 2) this.#intermediates += character;
      else this.#isBroken = true;
    } else if (character < "@") {
      // A prefix stands first, and nothing follows an intermediate but the end.
      const isPrefix = character >= "<";
      if (this.#intermediates !== "" || (isPrefix && this.#length > 1)) this.#isBroken = true;
      else if (this.#text.length <= MOST_PARAMETERS) this.#text += character;
    } else {
      this.#state = "ground";
      if (this.#isBroken) return;
      const written = { text: this.#text, intermediates: this.#intermediates, final: character };
      this.#let(permitControl(written, this.#size()), "\x1b[", at, out);
    }
  }

  /** Inside of a string, of which only what a shell says of its prompts is kept. */
  #skip(text: string, from: number, out: string[]): number {
    const [at, isGivenUp] = this.#endOfString(text, from);
    if (this.#isOsc && this.#text.length <= MOST_SHELL_MARK)
      this.#text += text.slice(from, Math.min(at, from + MOST_SHELL_MARK + 1)).replace(NOT_PRINTABLE, "?");
    if (at === text.length) return at;
    if (isGivenUp) {
      this.#state = "ground";
      // It was not part of the string: it is text.
      return at;
    }
    const unit = text.charCodeAt(at);
    const isEnd = unit === BEL || unit === ESC || unit === ST;
    const mark = this.#isOsc && isEnd ? readShellMark(this.#text) : undefined;
    if (mark !== undefined) out.push(mark);
    if (unit === BEL) this.#state = "ground";
    else this.#obey(unit, at, out);
    return at + 1;
  }

  /** @returns where it ends, and whether it was too long; the text's length: further on */
  #endOfString(text: string, from: number): [at: number, isGivenUp: boolean] {
    for (let at = from; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      this.#length += 1;
      const isLineEnd = unit === LF && this.#length > MOST_LINE_OF_STRING;
      if (isLineEnd || this.#length > MOST_STRING) return [at, true];
      const isControl = unit === ESC || unit === CAN || unit === SUB || (unit >= 0x80 && unit < 0xa0);
      if (isControl || (unit === BEL && this.#isOsc)) return [at, false];
    }
    return [text.length, false];
  }

  /** A control that begins a sequence or breaks one off, wherever it comes. */
  #obey(unit: number, at: number, out: string[]): void {
    const letter = SAME_AS_ESCAPE.get(unit);
    if (unit === ESC) this.#begin("escape");
    else if (unit === 0x9b) this.#begin("csi");
    else if (unit === 0x90 || unit === 0x98 || unit >= 0x9d) {
      this.#begin("string");
      this.#isOsc = unit === 0x9d;
    } else {
      this.#state = "ground";
      if (letter !== undefined) this.#let(permitEscape(letter, this.#size()), "\x1b", at, out);
    }
  }

  #begin(state: State): void {
    this.#state = state;
    this.#text = "";
    this.#intermediates = "";
    this.#length = 0;
    this.#isBroken = false;
  }

  /** Lets a sequence through if what came has earned its work. */
  #let(permitted: Permitted | undefined, start: string, at: number, out: string[]): void {
    if (!permitted) return;
    if (permitted.work > 0) {
      const position = this.#position + at + 1;
      const earned = (position - this.#countedUntil) * CELLS_PER_CHARACTER;
      this.#savedCells = Math.min(MOST_SAVED_CELLS, this.#savedCells + earned);
      this.#countedUntil = position;
      if (permitted.work > this.#savedCells) return;
      this.#savedCells -= permitted.work;
    }
    out.push(start + permitted.text);
  }
}

/** Where text that begins at `from` is no longer plain: a search by the engine is faster than a loop of ours. */
function endOfPlain(text: string, from: number): number {
  PLAIN_END.lastIndex = from;
  return PLAIN_END.test(text) ? PLAIN_END.lastIndex - 1 : text.length;
}
