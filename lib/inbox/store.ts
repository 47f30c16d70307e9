import { handleOf, type Tx } from "@/lib/db/client";
import type { InboxItem, Prisma } from "@/lib/db/generated/client";
import type { Role } from "@/lib/kernel/config/config";
import type { Schedule } from "./kinds";
import type { InboxCounts, InboxEntry, InboxFilters } from "./views";
import { INBOX_KINDS, type InboxKind } from "./views";

export async function insertItem(
  tx: Tx,
  item: Schedule & {
    id: string;
    kind: InboxKind;
    subjectId: string;
    groups: readonly string[];
    personId?: string;
    exceptPersonIds: readonly string[];
    createdAt: Date;
    dueAt: Date | null;
  },
): Promise<void> {
  const data = { ...item, groups: [...item.groups], exceptPersonIds: [...item.exceptPersonIds] };
  await handleOf(tx).inboxItem.createMany({ data: [data], skipDuplicates: true });
}

export async function markDone(tx: Tx, kind: InboxKind, subjectId: string, at: Date): Promise<void> {
  await handleOf(tx).inboxItem.updateMany({ where: { kind, subjectId, doneAt: null }, data: { doneAt: at } });
}

export async function addException(
  tx: Tx,
  kind: InboxKind,
  subjectId: string,
  personId: string,
): Promise<void> {
  await handleOf(tx).inboxItem.updateMany({
    where: { kind, subjectId, doneAt: null, NOT: { exceptPersonIds: { has: personId } } },
    data: { exceptPersonIds: { push: personId } },
  });
}

/** What waits about a subject, for whoever may take it; null: nothing, or it is done. */
export async function findItem(
  tx: Tx,
  kind: InboxKind,
  subjectId: string,
): Promise<{ subjectId: string; groups: string[]; exceptPersonIds: string[]; dueAt: Date | null } | null> {
  return handleOf(tx).inboxItem.findFirst({
    where: { kind, subjectId, doneAt: null },
    select: { subjectId: true, groups: true, exceptPersonIds: true, dueAt: true },
  });
}

/** Somebody asked for it to be brought up: that is the reminder which time would have brought. */
export async function saveReminded(tx: Tx, kind: InboxKind, subjectId: string, at: Date): Promise<void> {
  await handleOf(tx).inboxItem.updateMany({
    where: { kind, subjectId, doneAt: null },
    data: { remindAt: null, remindedAt: at },
  });
}

/** An item whose time to be brought up has come. */
export interface DueItem {
  id: string;
  kind: InboxKind;
  subjectId: string;
  groups: string[];
  exceptPersonIds: string[];
  escalateTo: string[];
  createdAt: Date;
  dueAt: Date | null;
}

/**
 * Items to be brought up now, locked; those another process is at are left to it. What was brought up has no such
 * time any more (see saveBroughtUp), so that the index finds only what is left to do.
 */
export async function lockDue(
  tx: Tx,
  what: "remind" | "escalate",
  at: Date,
  limit: number,
): Promise<DueItem[]> {
  const db = handleOf(tx);
  const ids =
    what === "remind"
      ? await db.$queryRaw<{ id: string }[]>`
          select id from inbox_items where done_at is null and remind_at <= ${at}
          order by remind_at limit ${limit} for update skip locked`
      : await db.$queryRaw<{ id: string }[]>`
          select id from inbox_items where done_at is null and escalate_at <= ${at}
          order by escalate_at limit ${limit} for update skip locked`;
  if (ids.length === 0) return [];
  const rows = await db.inboxItem.findMany({ where: { id: { in: ids.map(({ id }) => id) } } });
  return rows.map((row) => ({ ...row, kind: kindOf(row.kind) }));
}

export async function saveBroughtUp(
  tx: Tx,
  id: string,
  what: "remind" | "escalate",
  at: Date,
): Promise<void> {
  await handleOf(tx).inboxItem.update({
    where: { id },
    data: what === "remind" ? { remindAt: null, remindedAt: at } : { escalateAt: null, escalatedAt: at },
  });
}

interface Waiter {
  readonly id: string;
  readonly groups: readonly string[];
}

function waitingFor(person: Waiter): Prisma.InboxItemWhereInput {
  const mine = { hasSome: [...person.groups] };
  return {
    doneAt: null,
    NOT: { exceptPersonIds: { has: person.id } },
    OR: [{ groups: mine }, { personId: person.id }, { escalatedAt: { not: null }, escalateTo: mine }],
  };
}

/** By due time, what is never due last. */
export async function findWaiting(
  tx: Tx,
  person: Waiter,
  filters: InboxFilters,
  paging: { after: { at: Date; id: string } | null; limit: number },
): Promise<InboxEntry[]> {
  const { after, limit } = paging;
  const and: Prisma.InboxItemWhereInput[] = [waitingFor(person)];
  if (filters.kind) and.push({ kind: filters.kind });
  if (after && after.at.getUTCFullYear() === 9999) and.push({ dueAt: null, id: { gt: after.id } });
  else if (after)
    and.push({
      OR: [{ dueAt: { gt: after.at } }, { dueAt: after.at, id: { gt: after.id } }, { dueAt: null }],
    });
  const rows = await handleOf(tx).inboxItem.findMany({
    where: { AND: and },
    orderBy: [{ dueAt: "asc" }, { id: "asc" }],
    take: limit,
  });
  return rows.map((row) => entryOf(person, row));
}

/** Decisions first, then the rest by due time. */
export async function findDecisionsFirst(tx: Tx, person: Waiter, limit: number): Promise<InboxEntry[]> {
  const first = await findWaiting(tx, person, { kind: "decision" }, { after: null, limit });
  if (first.length >= limit) return first;
  const rows = await handleOf(tx).inboxItem.findMany({
    where: { AND: [waitingFor(person), { kind: { not: "decision" } }] },
    orderBy: [{ dueAt: "asc" }, { id: "asc" }],
    take: limit - first.length,
  });
  return [...first, ...rows.map((row) => entryOf(person, row))];
}

/** What waits about these subjects, for whomever. */
export async function findEntries(
  tx: Tx,
  viewer: Waiter,
  kind: InboxKind,
  subjectIds: readonly string[],
): Promise<InboxEntry[]> {
  const rows = await handleOf(tx).inboxItem.findMany({
    where: { kind, subjectId: { in: [...subjectIds] }, doneAt: null },
  });
  return rows.map((row) => entryOf(viewer, row));
}

function entryOf(person: Waiter, row: InboxItem): InboxEntry {
  const { id, subjectId, createdAt, dueAt, remindedAt, escalatedAt, groups, exceptPersonIds } = row;
  return {
    ...{ id, subjectId, createdAt, dueAt, remindedAt, escalatedAt, groups, exceptPersonIds },
    kind: kindOf(row.kind),
    part:
      row.personId === person.id || groups.some((group) => person.groups.includes(group)) ? "take" : "find",
    escalatedTo: escalatedAt ? row.escalateTo : [],
  };
}

function kindOf(word: string): InboxKind {
  const kind = INBOX_KINDS.find((known) => known === word);
  if (!kind) throw new TypeError(`the inbox has a kind that kinds.ts lacks: ${word}`);
  return kind;
}

/** Counts to a hundred a kind: nobody reads more from a badge, and a long queue must not slow every page. */
const COUNTED = 100;

export async function countWaitingByKind(tx: Tx, person: Waiter): Promise<InboxCounts> {
  const groups = [...person.groups];
  const kinds = [...INBOX_KINDS];
  const rows = await handleOf(tx).$queryRaw<{ kind: string; count: number }[]>`
    select wanted.kind, (
      select count(*)::int from (
        select 1 from inbox_items item
        where item.done_at is null and item.kind = wanted.kind
          and (item.groups && ${groups}::text[] or item.person_id = ${person.id}
            or (item.escalated_at is not null and item.escalate_to && ${groups}::text[]))
          and not item.except_person_ids @> array[${person.id}]::text[]
        limit ${COUNTED}) as counted) as count
    from unnest(${kinds}::text[]) as wanted(kind)`;
  const of = (kind: InboxKind) => rows.find((row) => row.kind === kind)?.count ?? 0;
  return {
    decision: of("decision"),
    review: of("review"),
    ratification: of("ratification"),
    note: of("note"),
  };
}

/** People who are in any of these groups and may sign in, for whose names an item waits; or only those with a role. */
export async function findPeopleOf(
  tx: Tx,
  groups: readonly string[],
  limit: number,
  role?: Role,
): Promise<{ id: string; name: string; groups: string[] }[]> {
  return handleOf(tx).person.findMany({
    where: {
      groups: { hasSome: [...groups] },
      disabledAt: null,
      ...(role === undefined ? {} : { roles: { has: role } }),
    },
    select: { id: true, name: true, groups: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: limit,
  });
}
