import { handleOf, type Tx } from "@/lib/db/client";
import { newId, type PersonId } from "@/lib/kernel/ids";
import type { SavedList } from "./views";

interface SavedViewRow {
  id: string;
  list: string;
  name: string;
  query: string;
}

const COLUMNS = { id: true, list: true, name: true, query: true } as const;

/** A person's views of a list, in the order in which they were saved. */
export async function findViews(tx: Tx, personId: PersonId, list: SavedList): Promise<SavedViewRow[]> {
  return handleOf(tx).savedView.findMany({
    where: { personId, list },
    select: COLUMNS,
    orderBy: { id: "asc" },
  });
}

/** One of a person's own. */
export async function findView(tx: Tx, personId: PersonId, id: string): Promise<SavedViewRow | null> {
  return handleOf(tx).savedView.findFirst({ where: { id, personId }, select: COLUMNS });
}

export async function insertView(
  tx: Tx,
  view: { personId: PersonId; list: SavedList; name: string; query: string },
): Promise<string> {
  const id = newId("savedView");
  await handleOf(tx).savedView.create({ data: { id, ...view }, select: { id: true } });
  return id;
}

export async function updateView(tx: Tx, id: string, query: string): Promise<void> {
  await handleOf(tx).savedView.updateMany({ where: { id }, data: { query } });
}

export async function deleteStoredView(tx: Tx, id: string): Promise<void> {
  await handleOf(tx).savedView.deleteMany({ where: { id } });
}
