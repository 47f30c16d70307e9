import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { findPageIds } from "@/lib/db/lists/find-page-ids";
import { containing, wordsOf } from "@/lib/db/lists/like";
import type { ListQuery } from "@/lib/db/lists/list-query";
import { ROLES } from "@/lib/kernel/config/config";
import { isId } from "@/lib/kernel/ids";
import type { PersonDetail, PersonFilters, PersonRow } from "./views";

const { sql } = Prisma;

const SIGNED_IN = sql`exists (select from sign_ins where sign_ins.person_id = p.id
  and sign_ins.ended_at is null and sign_ins.expires_at > clock_timestamp())`;

/** People by name, as a list's query. */
export function peopleListed(filters: PersonFilters): ListQuery {
  const conditions: Prisma.Sql[] = [];
  if (filters.role) conditions.push(sql`${filters.role} = any(p.roles)`);
  if (filters.state)
    conditions.push(
      {
        "signed-in": SIGNED_IN,
        "without-role": sql`cardinality(p.roles) = 0`,
        disabled: sql`p.disabled_at is not null`,
      }[filters.state],
    );
  for (const word of (filters.search ?? "").split(/\s+/).filter(Boolean).slice(0, 8)) {
    const pattern = containing(word);
    conditions.push(sql`(p.name ilike ${pattern} or p.email ilike ${pattern}
      or exists (select from unnest(p.groups) as member where member ilike ${pattern}))`);
  }
  return {
    from: sql`people p`,
    alias: sql`p`,
    key: sql`p.name`,
    keyType: sql`text`,
    startsAt: "smallest",
    ordered: [],
    others: conditions.map((perRow) => ({ perRow })),
  };
}

/** The rows of these ids, in no order. */
export async function findPeopleRows(tx: Tx, ids: readonly string[]): Promise<PersonRow[]> {
  const rows = await handleOf(tx).$queryRaw<
    (Omit<PersonRow, "isDisabled" | "roles"> & { roles: string[] })[]
  >`
    select p.id, p.name, p.email, p.roles, p.groups, p.groups_read_at as "groupsReadAt",
      p.disabled_at as "disabledAt",
      (select max(created_at) from sign_ins where sign_ins.person_id = p.id) as "lastSignInAt",
      (select count(*)::int from sign_ins where sign_ins.person_id = p.id
         and sign_ins.ended_at is null and sign_ins.expires_at > clock_timestamp()) as "signIns"
    from people p where p.id = any(${[...ids]}::text[])`;
  return rows
    .filter(({ id }) => isId("person", id))
    .map((row) => ({
      ...row,
      roles: ROLES.filter((role) => row.roles.includes(role)),
      isDisabled: row.disabledAt !== null,
    }));
}

/** What a person did here, ever. */
export async function countHistory(tx: Tx, personId: string): Promise<PersonDetail["history"]> {
  const db = handleOf(tx);
  const [requests, sessions, decisions, reviews] = await Promise.all([
    db.request.count({ where: { requesterId: personId } }),
    db.session.count({ where: { personId } }),
    db.decision.count({ where: { personId } }),
    db.review.count({ where: { closedById: personId } }),
  ]);
  return { requests, sessions, decisions, reviews };
}

const LATEST = 10;

/** Their youngest sign-ins; whether one runs is said by the database's clock. */
export async function findSignIns(tx: Tx, personId: string): Promise<PersonDetail["signIns"]> {
  return handleOf(tx).$queryRaw<PersonDetail["signIns"]>`
    select id, created_at as "startedAt", expires_at as "expiresAt", ended_at as "endedAt",
      end_reason as "endReason", ended_at is null and expires_at > clock_timestamp() as "isRunning"
    from sign_ins where person_id = ${personId} order by created_at desc, id desc limit ${LATEST}`;
}

/**
 * People whose names have all words of a text, by name.
 * @param who only those with one of these roles, or with any and this id; undefined: everybody
 */
export async function suggestPeople(
  tx: Tx,
  text: string,
  limit: number,
  who?: { roles: readonly string[]; ownerId: string | null },
): Promise<{ id: string; name: string; email: string | null }[]> {
  const query = {
    from: sql`people p`,
    alias: sql`p`,
    key: sql`p.name`,
    keyType: sql`text`,
    startsAt: "smallest",
    ordered: [],
    others: [
      ...wordsOf(text)
        .slice(0, 8)
        .map((word) => ({ perRow: sql`p.name ilike ${containing(word)}` })),
      ...(who === undefined
        ? []
        : [
            {
              perRow: sql`p.disabled_at is null
                and (p.roles && ${[...who.roles]}::text[] or (p.id = ${who.ownerId} and p.roles <> '{}'))`,
            },
          ]),
    ],
  } as const;
  const ids = await findPageIds(tx, query, { after: null, direction: "on", limit });
  return handleOf(tx).person.findMany({
    where: { id: { in: ids.slice(0, limit) } },
    select: { id: true, name: true, email: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
}
