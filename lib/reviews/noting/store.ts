import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";
import { MOST_NOTES } from "./rules";

/** A note as its events say it. */
export interface StoredNote {
  id: string;
  at: Date;
  authorId: string;
  authorName: string;
  fromMs: number;
  toMs: number;
  text: string;
  toldIds: string[];
  withdrawnAt: Date | null;
}

/** What an event of a note holds: the database has it as JSON, and it is parsed like anything from outside. */
const NOTED = z.object({
  fromMs: z.number().min(0),
  toMs: z.number().min(0),
  text: z.string(),
  toldIds: z.array(z.string()).default([]),
});
const WITHDRAWN = z.object({ noteId: z.string() });

interface NoteEvent {
  id: string;
  at: Date;
  code: string;
  actorId: string;
  actorName: string | null;
  data: unknown;
}

/** All notes of a session in the order in which they were written; those that were withdrawn too. */
export async function findNotes(tx: Tx, sessionId: string): Promise<StoredNote[]> {
  // The conditions are those of the index, word for word.
  const events = await handleOf(tx).$queryRaw<NoteEvent[]>`
    select event.id, event.at, event.code, event.actor_id as "actorId", people.name as "actorName", event.data
    from audit_events event left join people on people.id = event.actor_id
    where event.session_id = ${sessionId} and event.code in ('recording.noted', 'recording.note-withdrawn')
      and event.outcome = 'done'
    order by event.at, event.id limit ${2 * MOST_NOTES}`;
  const withdrawn = new Map<string, Date>();
  for (const { code, at, data } of events) {
    const parsed = WITHDRAWN.safeParse(data);
    if (code === "recording.note-withdrawn" && parsed.success) withdrawn.set(parsed.data.noteId, at);
  }
  return events.flatMap(({ id, at, code, actorId, actorName, data }) => {
    const parsed = NOTED.safeParse(data);
    if (code !== "recording.noted" || !parsed.success) return [];
    const author = { authorId: actorId, authorName: actorName ?? actorId };
    return [{ id, at, ...author, ...parsed.data, withdrawnAt: withdrawn.get(id) ?? null }];
  });
}

/** A session as far as notes on it go. */
export interface NotedSession {
  nodeId: string;
  /** Null: nobody we know had it. */
  personId: string | null;
  mostMs: number | null;
  isDeleted: boolean;
}

/** Locks a session for whoever writes on it, so that of two at once the second counts what the first has written. */
export async function lockNoted(tx: Tx, sessionId: string): Promise<NotedSession | undefined> {
  await handleOf(tx).$queryRaw`select id from sessions where id = ${sessionId} for no key update`;
  const [row] = await handleOf(tx).$queryRaw<NotedSession[]>`
    select sessions.node_id as "nodeId", sessions.person_id as "personId",
      (extract(epoch from coalesce(recordings.closed_at, clock_timestamp()) - recordings.started_at) * 1000)::float8
        as "mostMs",
      exists (select from recording_deletions deletion where deletion.session_id = sessions.id
        and deletion.state in ('confirmed', 'deleting', 'deleted')) as "isDeleted"
    from sessions left join recordings on recordings.session_id = sessions.id where sessions.id = ${sessionId}`;
  return row;
}

/** Whose names a text may hold after an @: of those who may see a session, not more than can be told. */
export async function findNamedIn(
  tx: Tx,
  text: string,
  { roles, ownerId }: { roles: readonly string[]; ownerId: string | null },
  limit: number,
): Promise<{ id: string; name: string }[]> {
  return handleOf(tx).$queryRaw`
    select id, name from people
    where disabled_at is null and (roles && ${[...roles]}::text[] or (id = ${ownerId} and roles <> '{}'))
      and name <> '' and strpos(lower(${text}), lower('@' || name)) > 0
    order by length(name) desc, id limit ${limit}`;
}
