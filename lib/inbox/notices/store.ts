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
