import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { NoticeKind } from "./views";

/** @returns who had not been told yet */
export async function insertNotices(
  tx: Tx,
  rows: readonly {
    id: string;
    personId: string;
    kind: NoticeKind;
    subjectId: string;
    requestId: string | null;
    /** Absent: nobody, and whoever may not name anybody leaves the column out. */
    actorId?: string;
    createdAt: Date;
  }[],
): Promise<string[]> {
  if (rows.length === 0) return [];
  const list = Prisma.join(
    rows.map(
      ({ id, personId, kind, subjectId, requestId, createdAt, actorId }) =>
        Prisma.sql`(${id}, ${personId}, ${kind}, ${subjectId}, ${requestId}, ${createdAt}::timestamptz${
          actorId === undefined ? Prisma.empty : Prisma.sql`, ${actorId}`
        })`,
    ),
  );
  const actor = rows.some(({ actorId }) => actorId !== undefined) ? Prisma.sql`, actor_id` : Prisma.empty;
  const told = await handleOf(tx).$queryRaw<{ personId: string }[]>`
    insert into notices (id, person_id, kind, subject_id, request_id, created_at${actor}) values ${list}
    on conflict (person_id, kind, subject_id) do nothing returning person_id as "personId"`;
  return told.map(({ personId }) => personId);
}

/** @returns whose they were */
export async function markNoticesDone(
  tx: Tx,
  which: { kinds: readonly NoticeKind[] } & ({ subjectId: string } | { requestId: string }),
  at: Date,
): Promise<string[]> {
  const about =
    "subjectId" in which
      ? Prisma.sql`subject_id = ${which.subjectId}`
      : Prisma.sql`request_id = ${which.requestId}`;
  const rows = await handleOf(tx).$queryRaw<{ personId: string }[]>`
    update notices set done_at = ${at}::timestamptz
    where done_at is null and kind = any (${[...which.kinds]}::text[]) and ${about}
    returning person_id as "personId"`;
  return [...new Set(rows.map(({ personId }) => personId))];
}

/** @returns how many of these were this person's own and not seen before */
export async function markNoticesSeen(
  tx: Tx,
  personId: string,
  noticeIds: readonly string[],
  at: Date,
): Promise<number> {
  const { count } = await handleOf(tx).notice.updateMany({
    where: { id: { in: [...noticeIds] }, personId, seenAt: null },
    data: { seenAt: at },
  });
  return count;
}

const MOST_LISTED = 50;

/**
 * What was written to a person on requests that wait, newest first: questions until they are answered, the rest until
 * it is seen. At most fifty.
 */
export async function findOpenTalk(
  tx: Tx,
  personId: string,
): Promise<
  {
    id: string;
    kind: "question" | "answer" | "comment";
    requestId: string;
    personName: string;
    text: string;
    at: Date;
  }[]
> {
  return handleOf(tx).$queryRaw`
    select told.id, told.kind, told.request_id as "requestId", people.name as "personName", entries.text,
      told.created_at as at
    from notices told
      join request_entries entries on entries.id = told.subject_id
      join people on people.id = entries.person_id
    where told.person_id = ${personId} and told.done_at is null
      and (told.kind = 'question' or (told.kind in ('answer', 'comment') and told.seen_at is null))
    order by told.created_at desc, told.id desc limit ${MOST_LISTED}`;
}

/** How many questions wait for this person's answer, counted to a hundred. */
export async function countQuestions(tx: Tx, personId: string): Promise<number> {
  const rows = await handleOf(tx).$queryRaw<{ count: number }[]>`
    select count(*)::int as count from (select from notices
      where person_id = ${personId} and done_at is null and kind = 'question' limit 100) as counted`;
  return rows[0]?.count ?? 0;
}
