import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";
import { ENTRY_KINDS, type EntryKind, type RequestEntry } from "./views";

const kinds = z.enum(ENTRY_KINDS);

export async function insertEntry(
  tx: Tx,
  entry: {
    id: string;
    requestId: string;
    personId: string;
    kind: EntryKind;
    text: string | null;
    answersId: string | null;
    createdAt: Date;
  },
): Promise<void> {
  await handleOf(tx).requestEntry.create({ data: entry });
}

/** What people did with a request, in order. There are few: the rules bound each kind, and each approver opens it once. */
export async function findEntries(tx: Tx, requestId: string): Promise<RequestEntry[]> {
  const rows = await handleOf(tx).requestEntry.findMany({
    where: { requestId },
    select: {
      id: true,
      kind: true,
      personId: true,
      text: true,
      answersId: true,
      createdAt: true,
      person: { select: { name: true } },
    },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(({ person, kind, ...row }) => ({
    ...row,
    kind: kinds.parse(kind),
    personName: person.name,
  }));
}
