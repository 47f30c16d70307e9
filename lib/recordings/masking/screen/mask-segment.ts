import type { ScreenSize } from "@/lib/terminal-output/limits";
import { Screen } from "@/lib/terminal-screen/screen";
import type { Snapshot } from "@/lib/terminal-screen/snapshot";
import { replaceCells } from "@/lib/terminal-screen/sources/replace-cells";
import type { ScreenSources, ShownText } from "@/lib/terminal-screen/sources/shown-text";
import { SourceScreen } from "@/lib/terminal-screen/sources/source-screen";
import type { Segment, SegmentEvent } from "../../segments/format";
import { findSecrets } from "../detection/find-secrets";
import { MASK, WIDE_MASK } from "../mask-text";
import { JOINED, maskUnits } from "./mask-units";

/** What is told of the lines of one segment at most, in characters; one that shows more is masked as a whole. */
const MOST_SHOWN = 2 * 1024 * 1024;
/** The same of lines that are read because some of their cells are overwritten: most are done with at once. */
const MOST_IN_PARTS = 8 * MOST_SHOWN;
/** Output of the next segment that is read, in characters: for what stands on both sides. */
const AHEAD = 8 * 1024;

/** A segment with the ones beside it, which are only read. */
export interface SegmentPlaceInRecording {
  before: Segment | undefined;
  segment: Segment;
  after: Segment | undefined;
}

/**
 * Masks the secrets of a segment: in the output that it plays and on the screen that it begins with. It plays the segment
 * before, this one and the beginning of the next on a screen that knows of each cell which character it came of; a secret
 * is found in the lines as they stood on the screen, so neither colours nor moves of the cursor, wrapped rows or the
 * borders of events and segments hide it. Characters are replaced one by one, by signs of the same width.
 * @returns the same segment if there is nothing to mask
 */
export function maskSegment({ before, segment, after }: SegmentPlaceInRecording): Segment {
  const first = before ?? segment;
  const shown: ShownText[] = [];
  let length = 0;
  let partLength = 0;
  let isTooMuch = false;
  const screen = new SourceScreen(first.screen, ({ text, sources }, isPart) => {
    if (isPart) partLength += text.length;
    else length += text.length;
    isTooMuch ||= length > MOST_SHOWN || partLength > MOST_IN_PARTS;
    if (isTooMuch) screen.silence();
    else if (!isPart || findSecrets(text).length > 0) shown.push({ text, sources });
  });
  try {
    if (before) play(screen, before.events, Number.POSITIVE_INFINITY);
    const start = screen.next;
    const cells = screen.sources();
    play(screen, segment.events, Number.POSITIVE_INFINITY);
    const end = screen.next;
    if (after) play(screen, after.events, AHEAD);
    screen.tellAll();
    if (isTooMuch) {
      const all = new Uint8Array(screen.next).fill(1);
      return masked(segment, { all, start, cells });
    }
    const marks = markSecrets(shown, screen.next, screen.joined);
    if (!marks) return segment;
    const isHere = marks.subarray(start, end).some((mark) => mark !== 0);
    const isOnScreen = [...cells.normal, ...cells.alternate].some((row) =>
      row.some((source) => source !== 0 && marks[source] !== 0),
    );
    return isHere || isOnScreen ? masked(segment, { all: marks, start, cells }) : segment;
  } finally {
    screen.dispose();
  }
}

function play(screen: SourceScreen, events: readonly SegmentEvent[], most: number): void {
  let played = 0;
  for (const [, code, data] of events) {
    if (played >= most) return;
    if (code === "o") {
      screen.write(data);
      played += data.length;
    } else if (code === "r") screen.resize(sizeOf(data));
  }
}

function sizeOf(label: string): ScreenSize {
  const [cols, rows] = label.split("x").map(Number);
  return { cols: cols ?? 0, rows: rows ?? 0 };
}

/** 1 for each character that belongs to a secret, by its source; 2 for one that is drawn onto another. @returns undefined if there is none */
function markSecrets(
  shown: readonly ShownText[],
  sources: number,
  joined: ReadonlyMap<number, number[]>,
): Uint8Array | undefined {
  const spans = findSecrets(shown.map(({ text }) => text).join("\n"));
  if (spans.length === 0) return undefined;
  const marks = new Uint8Array(sources);
  let index = 0;
  let from = 0;
  for (const [start, end] of spans) {
    let at = start;
    while (at < end && index < shown.length) {
      const line = shown[index];
      if (!line) break;
      if (at >= from + line.text.length) {
        from += line.text.length + 1;
        index += 1;
        at = Math.max(at, from);
        continue;
      }
      const source = line.sources[at - from] ?? 0;
      if (source !== 0) {
        marks[source] = 1;
        for (const other of joined.get(source) ?? []) marks[other] = JOINED;
      }
      at += 1;
    }
  }
  return marks;
}

function masked(
  segment: Segment,
  { all, start, cells }: { all: Uint8Array; start: number; cells: ScreenSources },
): Segment {
  return {
    ...segment,
    screen: maskSnapshot(segment.screen, cells, all),
    events: maskEvents(segment.events, all, start),
  };
}

function maskSnapshot(snapshot: Snapshot, cells: ScreenSources, marks: Uint8Array): Snapshot {
  const screen = Screen.restore(snapshot);
  try {
    replaceCells(screen.terminal, cells, {
      isReplaced: (source) => marks[source] !== 0,
      characterOf: (width) => (width === 2 ? WIDE_MASK : MASK).charCodeAt(0),
    });
    return screen.snapshot();
  } finally {
    screen.dispose();
  }
}

function maskEvents(events: readonly SegmentEvent[], marks: Uint8Array, start: number): SegmentEvent[] {
  let at = start;
  return events.map((event) => {
    const [ms, code, data] = event;
    if (code !== "o") return event;
    const text = maskUnits(data, marks, at);
    at += data.length;
    return text === data ? event : [ms, code, text];
  });
}
