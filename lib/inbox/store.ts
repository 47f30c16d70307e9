import { handleOf, type Tx } from "@/lib/db/client";
import type { InboxEntry, InboxKind } from "./list-inbox";

export async function insertItem(
  tx: Tx,
  item: {
    id: string;
    kind: InboxKind;
    subjectId: string;
    groups: readonly string[];
    exceptPersonIds: readonly string[];
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

interface Waiter {
  readonly id: string;
  readonly groups: readonly string[];
}

function waitingFor(person: Waiter) {
  return {
    doneAt: null,
    groups: { hasSome: [...person.groups] },
    NOT: { exceptPersonIds: { has: person.id } },
  };
}

export async function findWaiting(tx: Tx, person: Waiter, limit: number): Promise<InboxEntry[]> {
  const rows = await handleOf(tx).inboxItem.findMany({
    where: waitingFor(person),
    orderBy: [{ kind: "asc" }, { dueAt: "asc" }, { createdAt: "asc" }, { id: "asc" }],
    take: limit,
    select: { id: true, kind: true, subjectId: true, createdAt: true, dueAt: true },
  });
  return rows.map((row) => ({ ...row, kind: row.kind as InboxKind }));
}

export async function countWaiting(tx: Tx, person: Waiter): Promise<number> {
  return handleOf(tx).inboxItem.count({ where: waitingFor(person) });
}

export async function countWaitingByKind(tx: Tx, person: Waiter): Promise<Record<InboxKind, number>> {
  const rows = await handleOf(tx).inboxItem.groupBy({
    by: ["kind"],
    where: waitingFor(person),
    _count: { _all: true },
  });
  const of = (kind: InboxKind) => rows.find((row) => row.kind === kind)?._count._all ?? 0;
  return { decision: of("decision"), review: of("review") };
}
