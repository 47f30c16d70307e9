import type { FoundRow } from "./matching";
import { marksIn } from "./matching";
import type { TextQuery } from "./query";

/** A piece of a recording's text as it leaves the server. The node's own word: hostile text. */
export interface OutgoingText {
  text: string;
  /** What was searched for in it: [from, to) in units of the string. */
  marks: [from: number, to: number][];
  /** There is more of the row before or after it. */
  isCutBefore: boolean;
  isCutAfter: boolean;
}

/** A found row and what stands around it. */
export interface OutgoingHit {
  found: OutgoingText;
  before: OutgoingText[];
  after: OutgoingText[];
}

/** Characters of a row that are shown. */
const MOST_SHOWN = 400;
/** Of these, before the first mark. */
const LEAD = 120;

/** What of a hit is sent to whoever searches. All searched text leaves the server through here. */
export function outgoingHit({ row, before, after }: FoundRow, query: TextQuery): OutgoingHit {
  return {
    found: outgoing(row.text, marksIn(row.text, query)),
    before: before.map(({ text }) => outgoing(text, [])),
    after: after.map(({ text }) => outgoing(text, [])),
  };
}

function outgoing(text: string, marks: readonly [number, number][]): OutgoingText {
  const first = marks[0]?.[0] ?? 0;
  const from = text.length <= MOST_SHOWN ? 0 : wholeCharacter(text, Math.max(0, first - LEAD));
  const to = wholeCharacter(text, Math.min(text.length, from + MOST_SHOWN));
  return {
    text: text.slice(from, to),
    marks: marks
      .filter(([start]) => start < to)
      .map(([start, end]) => [start - from, Math.min(end, to) - from]),
    isCutBefore: from > 0,
    isCutAfter: to < text.length,
  };
}

/** Not between the two halves of a character. */
function wholeCharacter(text: string, at: number): number {
  return at > 0 && /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;
}
