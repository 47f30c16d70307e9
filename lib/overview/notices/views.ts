import type { NoticeKind } from "@/lib/inbox/notices/views";

/** What a person was told and has not seen. Instants are Dates on the server and ISO 8601 once they came as JSON. */
export interface NoticeRow {
  id: string;
  kind: NoticeKind;
  at: Date | string;
  /** Who did it; null: nobody, time passed. */
  actorName: string | null;
  /** Of requests and accesses: the page that it is about. Where there is no session either, it is the one of retention. */
  requestId: string | null;
  /** Of reviews, notes, deletions and holds: the page that it is about. */
  sessionId: string | null;
  /** Of notes: on which moment, in milliseconds since the recording began. */
  atMs: number | null;
  /** Whether the request or session is the reader's own. */
  isMine: boolean;
  /** Whose request or session it is. */
  personName: string | null;
  /** Names of the request's or the session's nodes; with a selector, of those that it matched. */
  nodes: string[];
  /** The request's selector in words; null where nodes are named. */
  tags: string | null;
  /** When the access ends, or the review is due. */
  endsAt: Date | string | null;
  /** The class of a proposed rule of retention; null: it is about something else. */
  protection: string | null;
}

export interface NoticeList {
  /** Newest first, at most MOST_UNSEEN. */
  rows: NoticeRow[];
  hasMore: boolean;
}
