import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { scopeSeen } from "@/lib/people/visibility";
import { TEXT_KINDS } from "@/lib/recordings/text-index/kinds";
import { outgoingHit } from "@/lib/recordings/text-index/searching/outgoing-text";
import { readQuery, type TextQuery } from "@/lib/recordings/text-index/searching/query";
import { onlySessions, type SearchScope } from "@/lib/recordings/text-index/searching/scope";
import { findMomentBefore } from "@/lib/recordings/text-index/searching/search-store";
import { searchText, type TextHit } from "@/lib/recordings/text-index/searching/search-text";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { findSessionRows } from "@/lib/sessions/read-store";
import { decodePlace, encodePlace, type KindPlace } from "./place";
import {
  countNotCovered,
  findBeginnings,
  findSearchedIds,
  isEverySession,
  scopeOfMany,
  sessionsSearched,
  wasSearchedLately,
} from "./search-store";
import type { AskedSearch, RecordingHit, SearchAnswer, SearchedSession } from "./views";

const PAGE = 30;
const PAGE_OF_SESSION = 100;
/** Hits of one session among those of others: the rest is a search of that session. */
const MOST_OF_SESSION = 5;
/** Bytes that one request reads of the index and of packed text: half a second or so, however much there is. */
const BUDGET = 24 * 1024 * 1024;
/** Without keys all text is read: 20 MB of it. */
const BUDGET_WITHOUT_KEYS = 8 * 1024 * 1024;

/** What is searched: null ids stand for every session. */
interface Searched {
  scope: SearchScope | undefined;
  ids: readonly string[] | null;
  isOne: boolean;
}

/**
 * Searches the recordings that a person may see: commands first, then output, of each the newest first. What they
 * searched for is on record before they see what was found, once an hour for the same search.
 * @param sessionId only this session's
 * @throws AppError ROLE_MISSING; NOT_FOUND when the session is not theirs to see; INVALID_INPUT for a text that names
 *   nothing or a cursor that isn't one of ours
 */
export async function searchRecordings(
  viewer: PersonActor,
  asked: AskedSearch,
  sessionId?: SessionId,
): Promise<SearchAnswer> {
  const { text, isWholeWords, after } = asked;
  const query = readQuery(text, { isWholeWords });
  if (!query) throw new AppError("INVALID_INPUT", "nothing to look for", { params: { fields: ["q"] } });
  const from = after === null ? undefined : decodePlace(after);
  const searched = await searchedBy(viewer, asked, sessionId);
  const [{ hits, next, isStopped }, notCovered] = await Promise.all([
    find(query, { asked, searched, from }),
    after === null ? countNotCovered(reading(), searched.ids) : null,
  ]);
  const [shown, searchedBackTo] = await Promise.all([
    described(viewer, query, hits),
    next ? backTo(next) : null,
  ]);
  const answer: SearchAnswer = {
    ...{ terms: query.terms.map((term) => term.text), ...shown, next: next && encodePlace(next), isStopped },
    ...{ searchedBackTo, mostOfSession: searched.isOne ? null : MOST_OF_SESSION, notCovered },
  };
  await record(viewer, { asked, answer, sessionId });
  return answer;
}

async function searchedBy(
  viewer: PersonActor,
  { filters }: AskedSearch,
  sessionId: SessionId | undefined,
): Promise<Searched> {
  if (sessionId !== undefined) {
    await readSessionOwner(viewer, sessionId);
    return { scope: onlySessions([sessionId]), ids: [sessionId], isOne: true };
  }
  const isOwn = scopeSeen(viewer, "sessions") === "own" || filters.mine === true;
  const query = sessionsSearched(filters, isOwn ? viewer.id : null);
  if (isEverySession(query)) return { scope: undefined, ids: null, isOne: false };
  const { ids, isMore } = await findSearchedIds(reading(), query);
  return { scope: isMore ? scopeOfMany(reading(), query) : onlySessions(ids), ids, isOne: false };
}

async function find(
  query: TextQuery,
  { asked, searched, from }: { asked: AskedSearch; searched: Searched; from: KindPlace | undefined },
): Promise<{ hits: TextHit[]; next: KindPlace | null; isStopped: boolean }> {
  const kinds = TEXT_KINDS.filter((kind) => asked.where === "all" || asked.where.startsWith(kind));
  const mostHits = searched.isOne ? PAGE_OF_SESSION : PAGE;
  const budget = { bytes: query.keys.length > 0 ? BUDGET : BUDGET_WITHOUT_KEYS };
  const hits: TextHit[] = [];
  const first = from ? Math.max(0, kinds.indexOf(from.kind)) : 0;
  for (const kind of kinds.slice(first)) {
    const newest = { kind, block: Number.MAX_SAFE_INTEGER, row: 0 };
    if (hits.length >= mostHits || budget.bytes <= 0)
      return { hits, next: newest, isStopped: hits.length < mostHits };
    const result = await searchText({
      ...{ query, kind, scope: searched.scope, budget, mostHits: mostHits - hits.length },
      before: from?.kind === kind ? from : undefined,
      mostOfSession: searched.isOne ? Number.POSITIVE_INFINITY : MOST_OF_SESSION,
      isCommandSkipped: asked.where === "all",
    });
    hits.push(...result.hits);
    if (result.next) return { hits, next: { kind, ...result.next }, isStopped: hits.length < mostHits };
  }
  return { hits, next: null, isStopped: false };
}

async function described(
  viewer: PersonActor,
  query: TextQuery,
  found: readonly TextHit[],
): Promise<{ hits: RecordingHit[]; sessions: SearchedSession[] }> {
  const ids = [...new Set(found.map(({ sessionId }) => sessionId))];
  const [rows, beginnings] = await Promise.all([
    findSessionRows(reading(), viewer.id, ids),
    findBeginnings(reading(), ids),
  ]);
  const hits = found.map((hit): RecordingHit => {
    const began = beginnings.get(hit.sessionId)?.getTime() ?? 0;
    const { kind, sessionId, row } = hit;
    const at = new Date(began + row.atMs).toISOString();
    return { kind, sessionId, atMs: row.atMs, at, ...outgoingHit(hit, query) };
  });
  const sessions = rows.map(({ id, person, node, createdAt, state, review }) => ({
    ...{ id, node, state, personName: person?.name ?? null },
    ...{ createdAt: createdAt.toISOString(), verdict: review?.verdict ?? null },
  }));
  return { hits, sessions };
}

async function backTo({ kind, block }: KindPlace): Promise<string | null> {
  return (await findMomentBefore(kind, block + 1))?.toISOString() ?? null;
}

async function record(
  viewer: PersonActor,
  {
    asked,
    answer,
    sessionId,
  }: { asked: AskedSearch; answer: SearchAnswer; sessionId: SessionId | undefined },
): Promise<void> {
  const { text, where, isWholeWords, filters } = asked;
  const search = JSON.parse(
    JSON.stringify({ where, isWholeWords, ...filters, ...(sessionId ? { sessionId } : {}) }),
  );
  if (await wasSearchedLately(reading(), viewer.id, { text, search })) return;
  await inTransaction((tx) =>
    appendEvent(tx, {
      code: "recording.searched",
      actor: viewer,
      subject: sessionId ? { sessionId } : {},
      data: { text, search, hits: answer.hits.length, more: answer.next === null ? "no" : "yes" },
    }),
  );
}
