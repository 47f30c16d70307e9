import type { NodeLabel } from "@/lib/nodes/views";
import type {
  FoundText,
  NotCovered,
  RecordingHit,
  SearchAnswer,
  SearchedSession,
} from "@/lib/overview/recording-search/views";
import type { PreparedBundle } from "@/lib/recordings/evidence/offer-bundle";
import type { Segment, SegmentEvent } from "@/lib/recordings/segments/format";
import type { ReplayBeginning, ReplayCommand } from "@/lib/recordings/segments/views";
import type { TranscriptLine } from "@/lib/terminal-screen/transcript/transcript-line";
import type { ComparedLines } from "@/lib/trail/read-agent-log";
import type { CommandPage } from "./command-source";
import { type Check, isRecord } from "./gateway";
import type { LinePart, LinePlace } from "./line-source";

/** The shapes of the gateway's answers, as far as a page relies on them. By hand: zod is too large for this page. */

/** What a part is asked for by. */
type Place = LinePlace;
type Filled = ComparedLines["filled"][number];

const isText = (value: unknown): value is string => typeof value === "string";
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";
/** JSON has neither NaN nor infinity, but 1e999. */
const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isInstant = (value: unknown): value is string => isText(value) && !Number.isNaN(Date.parse(value));

const nullOr =
  <T>(is: Check<T>): Check<T | null> =>
  (value): value is T | null =>
    value === null || is(value);

const oneOf =
  <T extends string>(...words: readonly T[]): Check<T> =>
  (value): value is T =>
    words.some((word) => word === value);

const listOf =
  <T>(is: Check<T>): Check<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.every((one) => is(one));

/** A list of so many, each of its kind. */
const rowOf =
  <T extends readonly unknown[]>(...are: { [I in keyof T]: Check<T[I]> }): Check<T> =>
  (value): value is T =>
    Array.isArray(value) && value.length === are.length && are.every((is, index) => is(value[index]));

/** An object with at least these. */
const shape =
  <T extends object>(are: { [K in keyof T]-?: Check<T[K]> }): Check<T> =>
  (value): value is T =>
    isRecord(value) && Object.entries<(one: unknown) => boolean>(are).every(([key, is]) => is(value[key]));

const isSegment = shape<Segment>({
  ...{ version: isCount, number: isCount, fromMs: isNumber, toMs: isNumber },
  // Whoever puts it into a terminal checks what is in it.
  screen: (value): value is Segment["screen"] => isRecord(value),
  events: listOf(rowOf<SegmentEvent>(isNumber, oneOf("o", "r", "m"), isText)),
});

const isLinePart = shape<LinePart>({
  ...{ version: isCount, number: isCount, firstLine: isCount },
  lines: listOf(
    shape<TranscriptLine>({
      ...{ atMs: isNumber, fromMs: isNumber, text: isText, kind: oneOf("output", "program", "mark") },
    }),
  ),
});

/** A part that was asked for by its number is that one. */
const isAt = (place: Place, part: { number: number }): boolean =>
  !("number" in place) || part.number === place.number;

export const segmentAt =
  (place: Place): Check<Segment> =>
  (value): value is Segment =>
    isSegment(value) && isAt(place, value);

export const linesAt =
  (place: Place): Check<LinePart> =>
  (value): value is LinePart =>
    isLinePart(value) && isAt(place, value);

const isCommandPage = shape<CommandPage>({
  commands: listOf(
    shape<ReplayCommand>({
      ...{ number: isCount, atMs: isNumber, text: isText, isMarked: isFlag },
      ...{ durationMs: nullOr(isNumber), exitStatus: nullOr(isNumber) },
    }),
  ),
  next: nullOr(isCount),
});

/** A page that leads back would be read for ever. */
export const commandsFrom =
  (from: number): Check<CommandPage> =>
  (value): value is CommandPage =>
    isCommandPage(value) && (value.next === null || value.next > from);

export const isBeginning: Check<ReplayBeginning> = shape<ReplayBeginning>({
  ...{ version: isCount, startedAt: isInstant, durationMs: isNumber, isComplete: isFlag },
  ...{ waitingBytes: isNumber, failure: nullOr(isText), clearUntil: nullOr(isInstant) },
  ...{ segments: isCount, lines: isCount, commands: isCount, outputBytes: isNumber, posterMs: isNumber },
  activity: shape<ReplayBeginning["activity"]>({
    bucketMs: isNumber,
    buckets: listOf(rowOf<[number, number]>(isNumber, isNumber)),
  }),
  waits: listOf(rowOf<[number, number]>(isNumber, isNumber)),
  marks: listOf(rowOf<ReplayBeginning["marks"][number]>(isNumber, oneOf("r", "m"), isText)),
  first: nullOr(shape<NonNullable<ReplayBeginning["first"]>>({ segment: isSegment, isFinal: isFlag })),
});

/** What the transcript shows of a comparison. */
export type ComparedGaps = { filled: Pick<Filled, "from" | "lineCount" | "lines">[] };
export const isComparedGaps: Check<ComparedGaps> = shape<ComparedGaps>({
  filled: listOf(
    shape<ComparedGaps["filled"][number]>({
      ...{ from: isCount, lineCount: isCount },
      lines: listOf((value): value is Filled["lines"][number] =>
        shape<{ number: number; text: string }>({ number: isNumber, text: isText })(value),
      ),
    }),
  ),
});

export const isPreparedBundle: Check<Pick<PreparedBundle, "state">> = shape<Pick<PreparedBundle, "state">>({
  state: oneOf("ready", "waiting", "masked"),
});

const isFoundText = shape<FoundText>({
  ...{ text: isText, isCutBefore: isFlag, isCutAfter: isFlag },
  marks: listOf(rowOf<[number, number]>(isNumber, isNumber)),
});

export const isSearchAnswer: Check<SearchAnswer> = shape<SearchAnswer>({
  ...{ terms: listOf(isText), next: nullOr(isText), isStopped: isFlag },
  ...{ searchedBackTo: nullOr(isInstant), mostOfSession: nullOr(isCount) },
  hits: listOf(
    shape<RecordingHit>({
      ...{ kind: oneOf("command", "output"), sessionId: isText, atMs: isNumber, at: isInstant },
      ...{ found: isFoundText, before: listOf(isFoundText), after: listOf(isFoundText) },
    }),
  ),
  sessions: listOf(
    shape<SearchedSession>({
      ...{ id: isText, personName: nullOr(isText), createdAt: isInstant, verdict: nullOr(isText) },
      state: (value): value is SearchedSession["state"] => isText(value),
      node: (value): value is NodeLabel => isRecord(value) && isText(value.name) && isRecord(value.tags),
    }),
  ),
  notCovered: nullOr(
    shape<NotCovered>({ pending: isCount, failed: isCount, withoutRecording: isCount, deleted: isCount }),
  ),
});
