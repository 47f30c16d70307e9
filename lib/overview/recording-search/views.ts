import type { ReviewVerdict } from "@/lib/reviews/views";
import type { SessionFilters, SessionRow } from "@/lib/sessions/views";

/** Where text is looked for. */
export const SEARCHED_IN = ["all", "commands", "output"] as const;
export type SearchedIn = (typeof SEARCHED_IN)[number];

/** Which sessions' recordings are searched. */
export interface SearchFilters
  extends Pick<
    SessionFilters,
    | "personId"
    | "personName"
    | "nodeId"
    | "nodeName"
    | "accountId"
    | "region"
    | "protection"
    | "from"
    | "until"
    | "mine"
  > {
  requestId?: string;
  verdict?: ReviewVerdict;
}

/** A search of recordings, as an address asks for it. */
export interface AskedSearch {
  text: string;
  where: SearchedIn;
  isWholeWords: boolean;
  filters: SearchFilters;
  /** Where a page before ended; null: from the beginning. */
  after: string | null;
}

/** A piece of a recording's text. The node's own word: hostile text. */
export interface FoundText {
  text: string;
  /** What was looked for in it: [from, to) in units of the string. */
  marks: [from: number, to: number][];
  isCutBefore: boolean;
  isCutAfter: boolean;
}

/** A command or a row of output that was found. */
export interface RecordingHit {
  kind: "command" | "output";
  sessionId: string;
  /** Since the recording began. */
  atMs: number;
  /** The same as an instant, ISO 8601. */
  at: string;
  found: FoundText;
  before: FoundText[];
  after: FoundText[];
}

/** Whose recording it is. */
export interface SearchedSession {
  id: string;
  personName: string | null;
  node: SessionRow["node"];
  createdAt: string;
  state: SessionRow["state"];
  verdict: string | null;
}

/** Sessions that a search can't find all in, each counted up to `MOST_COUNTED`. */
export interface NotCovered {
  /** Running, or ended just now: what they printed last isn't searched yet. */
  pending: number;
  /** Their text can't be read; it is tried again. */
  failed: number;
  /** Nothing was recorded. Of the newest 5,000 sessions that the filters leave. */
  withoutRecording: number;
  /** Their recording was deleted, or is being deleted. */
  deleted: number;
}
export const MOST_COUNTED = 1_000;

export interface SearchAnswer {
  /** What was looked for. */
  terms: string[];
  /** Commands first, then output; of each the newest first. */
  hits: RecordingHit[];
  /** Those of the hits. */
  sessions: SearchedSession[];
  /** The cursor of the next page; null when everything was searched. */
  next: string | null;
  /** The page ended before it was full: this much is searched at once. */
  isStopped: boolean;
  /** What is older was not searched; null when everything was. */
  searchedBackTo: string | null;
  /** Hits of one session on a page; it may have more. null: all are shown. */
  mostOfSession: number | null;
  /** With the first page only. */
  notCovered: NotCovered | null;
}
