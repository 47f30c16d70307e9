import { handleOf, type Tx } from "@/lib/db/client";
import type { PersonId } from "@/lib/kernel/ids";
import { storable } from "@/lib/kernel/text";

/** What is known of a session document; wanted and creating: ordered, and not yet there. */
export const DOCUMENT_STATES = ["missing", "wanted", "creating", "ready", "differs", "failed"] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

export interface DocumentKey {
  accountId: string;
  region: string;
  name: string;
}

export interface StoredDocument extends DocumentKey {
  state: DocumentState;
  /** AWS's words when it failed: hostile text. */
  detail: string | null;
  checkedAt: Date;
  createdById: string | null;
}

/** The document's row, locked, if there is one. */
export async function lockDocument(tx: Tx, key: DocumentKey): Promise<StoredDocument | undefined> {
  const { accountId, region, name } = key;
  await handleOf(tx).$queryRaw`
    select name from session_documents
    where account_id = ${accountId} and region = ${region} and name = ${name} for update`;
  const row = await handleOf(tx).sessionDocument.findUnique({ where: { accountId_region_name: key } });
  return row ? stored(row) : undefined;
}

export async function saveDocument(
  tx: Tx,
  key: DocumentKey,
  change: {
    state: DocumentState;
    contentHash?: string | null;
    detail?: string | null;
    createdById?: PersonId;
    checkedAt: Date;
  },
): Promise<void> {
  const detail = change.detail == null ? null : storable(change.detail).slice(0, 600);
  const data = { ...change, detail };
  await handleOf(tx).sessionDocument.upsert({
    where: { accountId_region_name: key },
    create: { ...key, ...data },
    update: data,
  });
}

export async function findDocuments(tx: Tx): Promise<StoredDocument[]> {
  return (await handleOf(tx).sessionDocument.findMany()).map(stored);
}

function stored(row: Omit<StoredDocument, "state"> & { state: string }): StoredDocument {
  const { accountId, region, name, detail, checkedAt, createdById } = row;
  const state = DOCUMENT_STATES.find((one) => one === row.state) ?? "failed";
  return { accountId, region, name, state, detail, checkedAt, createdById };
}
