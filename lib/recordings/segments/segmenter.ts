import type { DecodedRange } from "@/lib/recorded-ranges/decode-range";
import type { UnechoedInput } from "@/lib/recorded-ranges/range";
import type { FilterState } from "@/lib/terminal-output/filter-state";
import { clampSize, type ScreenSize } from "@/lib/terminal-output/limits";
import { OutputFilter } from "@/lib/terminal-output/output-filter";
import { Screen } from "@/lib/terminal-screen/screen";
import type { Snapshot } from "@/lib/terminal-screen/snapshot";
import { TranscriptReader } from "@/lib/terminal-screen/transcript/transcript-reader";
import type { TranscriptState } from "@/lib/terminal-screen/transcript/transcript-state";
import type { UnrecordedHole } from "../order-ranges";
import { darkLabel } from "./dark-rules";
import {
  type MadeSegment,
  MOST_MARKS_A_SEGMENT,
  SEGMENT_VERSION,
  type SegmentEvent,
  type SegmentSummary,
  WAIT_MS,
} from "./format";

/** Characters of output after which a segment ends: a screen is drawn from its beginning in a few milliseconds. */
const SEGMENT_CHARACTERS = 64 * 1024;
/** Events of a segment, for recordings of many small outputs. */
const SEGMENT_EVENTS = 4_096;
/** Bytes that are read at once, so that a segment can end inside of what one commit wrote. */
const PIECE_BYTES = 16 * 1024;

/** Where a segment begins, as a process that goes on later needs it. JSON. */
export interface SegmentState {
  version: number;
  number: number;
  ms: number;
  /** When output came last. */
  outputMs: number;
  cols: number;
  rows: number;
  /** Bytes of a character whose rest has not come, as numbers. */
  rest: number[];
  filter: FilterState | null;
  screen: Snapshot | null;
  transcript: TranscriptState | null;
  /** When a full-screen program had the screen last; `toMs` null while it has. */
  program?: { fromMs: number; toMs: number | null } | null;
}

/** What stands in the recording, in the order of the stream, with its milliseconds since the recording began. */
export interface PlayedItem {
  ms: number;
  item: DecodedRange | UnrecordedHole;
}

/** Where every recording begins. @param size of the screen when the session was asked for */
export function firstState(size: ScreenSize): SegmentState {
  return {
    ...{ version: SEGMENT_VERSION, number: 0, ms: 0, outputMs: 0, ...clampSize(size), rest: [] },
    ...{ filter: null, screen: null, transcript: null },
  };
}

/**
 * Makes segments of what was recorded. Each begins with the whole screen, so that it plays without those before it;
 * output is filtered here, once, with what the filter knows of all that came before.
 * @param state where the last one ended; not changed
 * @param items in the order of the stream
 * @param isLast nothing follows: lines that still stand on the screen are taken too
 * @returns the segments, the last one ending where the items end, and where to go on
 */
export function makeSegments(
  state: SegmentState,
  items: readonly PlayedItem[],
  isLast: boolean,
): { made: MadeSegment[]; state: SegmentState } {
  const segmenter = new Segmenter(state);
  for (const { ms, item } of items) segmenter.take(ms, item);
  return { made: segmenter.finish(isLast), state: segmenter.state() };
}

class Segmenter {
  readonly #screen: Screen;
  readonly #filter: OutputFilter;
  readonly #transcript: TranscriptReader;
  readonly #made: MadeSegment[] = [];
  #size: ScreenSize;
  #number: number;
  #ms: number;
  #outputMs: number;
  #rest: Uint8Array;
  #program: SegmentState["program"];
  /** Of the segment that has begun. */
  #begin: { ms: number; screen: Snapshot };
  #events: SegmentEvent[] = [];
  #characters = 0;
  #outputBytes = 0;
  #summary: SegmentSummary = emptySummary();

  constructor(state: SegmentState) {
    this.#size = { cols: state.cols, rows: state.rows };
    this.#number = state.number;
    this.#ms = state.ms;
    this.#outputMs = state.outputMs;
    this.#rest = Uint8Array.from(state.rest);
    this.#program = state.program;
    this.#screen = state.screen === null ? new Screen(this.#size) : Screen.restore(state.screen);
    this.#filter = new OutputFilter(() => this.#size, state.filter ?? undefined);
    this.#transcript = new TranscriptReader(this.#screen, state.transcript ?? undefined);
    this.#begin = { ms: this.#ms, screen: this.#screen.snapshot() };
  }

  take(ms: number, item: PlayedItem["item"]): void {
    // Frames that came out of order may be older than what was played last: time never runs back.
    this.#ms = Math.max(this.#ms, Math.round(ms));
    if (item.kind === "output") this.#output(item.bytes);
    else if (item.kind === "size") this.#resize(item);
    else if (item.kind === "mark") this.#mark(item.mark);
    else if (item.kind === "unechoed") this.#unechoed(item);
    else if (item.kind === "gap") this.#mark(missing(item, item.cause));
    else if (item.kind === "hole") this.#mark(missing(item, "not recorded"));
  }

  /** @returns what was made; the last segment ends here */
  finish(isLast: boolean): MadeSegment[] {
    if (isLast) {
      if (this.#rest.length > 0) this.#print(this.#filter.push("\ufffd"));
      this.#rest = new Uint8Array();
      this.#transcript.finish();
    }
    if (this.#events.length > 0 || this.#outputBytes > 0 || isLast) this.#cut();
    return this.#made;
  }

  state(): SegmentState {
    return {
      version: SEGMENT_VERSION,
      number: this.#number,
      ms: this.#ms,
      outputMs: this.#outputMs,
      ...this.#size,
      rest: [...this.#rest],
      filter: this.#filter.state(),
      screen: this.#begin.screen,
      transcript: this.#transcript.state(),
      program: this.#program ?? null,
    };
  }

  #output(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#count(bytes.length);
    const all = Buffer.concat([this.#rest, bytes]);
    const whole = wholeCharacters(all);
    this.#rest = Uint8Array.from(all.subarray(whole));
    for (let at = 0; at < whole; ) {
      const end = at + PIECE_BYTES >= whole ? whole : wholeCharacters(all, at + PIECE_BYTES);
      this.#print(this.#filter.push(all.toString("utf8", at, end)));
      at = end;
    }
  }

  #count(bytes: number): void {
    const { activity, waits } = this.#summary;
    this.#outputBytes += bytes;
    const second = Math.floor(this.#ms / 1000);
    const last = activity.at(-1);
    if (last && last[0] === second) last[1] += bytes;
    else activity.push([second, bytes]);
    if (this.#ms - this.#outputMs >= WAIT_MS) waits.push([this.#outputMs, this.#ms]);
    this.#outputMs = this.#ms;
  }

  #print(text: string): void {
    if (text === "") return;
    this.#transcript.output(this.#ms, text);
    const { isAlternate } = this.#screen;
    if (isAlternate && this.#program?.toMs !== null) this.#program = { fromMs: this.#ms, toMs: null };
    else if (!isAlternate && this.#program?.toMs === null) this.#program.toMs = this.#ms;
    this.#add("o", text);
  }

  #resize(size: ScreenSize): void {
    this.#size = clampSize(size);
    this.#transcript.resize(this.#ms, this.#size);
    this.#note("r", `${this.#size.cols}x${this.#size.rows}`);
  }

  #mark(label: string): void {
    this.#transcript.mark(this.#ms, label);
    this.#note("m", label);
  }

  #unechoed({ bytes, fromAgoMs, toAgoMs }: UnechoedInput): void {
    const fromMs = Math.max(0, this.#ms - fromAgoMs);
    const program = this.#program;
    const isInProgram = !!program && program.fromMs <= fromMs && fromMs <= (program.toMs ?? this.#ms);
    const label = darkLabel({ bytes, fromMs, toMs: Math.max(fromMs, this.#ms - toAgoMs), isInProgram });
    this.#transcript.mark(this.#ms, label);
    this.#note("m", label, fromMs);
  }

  #note(code: "r" | "m", label: string, ms = this.#ms): void {
    const { marks } = this.#summary;
    if (marks.length < MOST_MARKS_A_SEGMENT) marks.push([ms, code, label]);
    this.#add(code, label);
  }

  #add(code: SegmentEvent[1], data: string): void {
    this.#events.push([this.#ms, code, data]);
    this.#characters += data.length;
    if (this.#characters >= SEGMENT_CHARACTERS || this.#events.length >= SEGMENT_EVENTS) this.#cut();
  }

  #cut(): void {
    const { lines, commands } = this.#transcript.take();
    const segment = {
      version: SEGMENT_VERSION,
      number: this.#number,
      fromMs: this.#begin.ms,
      toMs: this.#ms,
      screen: this.#begin.screen,
      events: this.#events,
    };
    this.#made.push({ segment, lines, commands, summary: this.#summary, outputBytes: this.#outputBytes });
    this.#number += 1;
    this.#begin = { ms: this.#ms, screen: this.#screen.snapshot() };
    this.#events = [];
    this.#characters = 0;
    this.#outputBytes = 0;
    this.#summary = emptySummary();
  }
}

function emptySummary(): SegmentSummary {
  return { activity: [], waits: [], marks: [] };
}

function missing({ from, to }: { from: number; to: number }, why: string): string {
  return `gap: frames ${from} to ${to} were never received (${why})`;
}

/** Up to where bytes hold whole UTF-8 characters, at most `end`; bytes that are none count as whole. */
function wholeCharacters(bytes: Uint8Array, end = bytes.length): number {
  for (let back = 1; back <= Math.min(3, end); back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? end - back : end;
  }
  return end;
}
