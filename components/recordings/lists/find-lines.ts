import { type LineSource, type PlacedLine, placed } from "../source/line-source";
import { readParts } from "../source/read-all";

/** Segments that one search looks through; a segment has some 64 KB of output. */
export const SEGMENTS_A_SEARCH = 250;
/** Lines that are found before somebody asks for more, however long the recording grows. */
export const HITS_A_SEARCH = 500;

export interface Search {
  hits: readonly PlacedLine[];
  /** The segment to go on with. */
  next: number;
  /** Up to where it looked, in milliseconds since the start; undefined: nowhere yet. */
  upToMs: number | undefined;
  isOver: boolean;
  /** It leaves off when it has found so many. */
  most: number;
  /** The last segment it looked at, and how many lines it had found before it. */
  last: { number: number; hits: number };
}

export const NO_SEARCH: Search = {
  ...{ hits: [], next: 0, upToMs: undefined, isOver: false, most: HITS_A_SEARCH },
  last: { number: 0, hits: 0 },
};

/** Where a search that was through goes on when the recording has grown: its last segment can have more lines now. */
export function onceMore({ hits, upToMs, most, last }: Search): Search {
  return { hits: hits.slice(0, last.hits), next: last.number, upToMs, isOver: false, most, last };
}

/** A search that left off, for somebody who wants more of it. */
export function withMore(search: Search): Search {
  return { ...search, most: search.hits.length + HITS_A_SEARCH };
}

/**
 * Looks for a text in the transcript, segment after segment, as far as its budget goes. @param before where an earlier one ended; this one goes on
 * @param text in any case @param segments how many the recording has
 * @param onFound called as lines are found
 */
export async function findLines(
  source: Pick<LineSource, "byNumber">,
  { text, segments, before }: { text: string; segments: number; before: Search },
  onFound: (search: Search) => void,
  signal: AbortSignal,
): Promise<Search> {
  const wanted = text.toLowerCase();
  const hits = [...before.hits];
  const { most } = before;
  let { upToMs, last } = before;
  const next = await readParts(
    source,
    { from: before.next, to: Math.min(segments, before.next + SEGMENTS_A_SEARCH) },
    (part) => {
      const found = placed(part).filter((line) => line.text.toLowerCase().includes(wanted));
      last = { number: part.number, hits: hits.length };
      for (const line of found) hits.push(line);
      upToMs = part.lines.at(-1)?.atMs ?? upToMs;
      if (found.length > 0)
        onFound({ hits: [...hits], next: part.number + 1, upToMs, isOver: false, most, last });
      return hits.length >= most;
    },
    signal,
  );
  return { hits, next, upToMs, isOver: next >= segments, most, last };
}
