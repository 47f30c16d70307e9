import { appendEvent } from "@/lib/audit/append-event";
import { accountOf } from "@/lib/aws/credentials";
import { createDocument } from "@/lib/aws/documents";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import { isAppError } from "@/lib/kernel/errors";
import { documentHash, expectedDocument } from "./session-document";
import { type DocumentKey, lockDocument, saveDocument } from "./store";

/**
 * Creates an ordered session document and reads it back: only what Systems Manager then has counts. Idempotent; a
 * refusal of AWS is the order's result, on record, and can be ordered again.
 */
export async function createSessionDocument(
  actor: SystemActor,
  { accountId, region }: { accountId: string; region: string },
): Promise<void> {
  const account = accountOf(accountId);
  const expected = expectedDocument(account);
  const key = { accountId, region, name: expected.name };
  if (!(await begin(key))) return;
  try {
    const content = await createDocument({ account, region }, expected);
    const isSame = documentHash(content) === expected.hash;
    await finish(actor, key, { content, ...(isSame ? {} : { failure: "differs" }) });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { name, detail } = error.params;
    await finish(actor, key, { failure: name === undefined ? error.message : `${name}: ${detail ?? ""}` });
  }
}

/** wanted → creating; a second run of the same job goes on. */
async function begin(key: DocumentKey): Promise<boolean> {
  return inTransaction(async (tx) => {
    const known = await lockDocument(tx, key);
    if (known?.state !== "wanted" && known?.state !== "creating") return false;
    await saveDocument(tx, key, { state: "creating", checkedAt: await databaseNow(tx) });
    return true;
  });
}

async function finish(
  actor: SystemActor,
  key: DocumentKey,
  result: { content?: string; failure?: string },
): Promise<void> {
  const { content, failure } = result;
  const data = { account: key.accountId, region: key.region, document: key.name };
  await inTransaction(async (tx) => {
    await lockDocument(tx, key);
    await saveDocument(tx, key, {
      state: failure === undefined ? "ready" : content === undefined ? "failed" : "differs",
      contentHash: content === undefined ? null : (documentHash(content) ?? null),
      detail: content === undefined ? (failure ?? null) : null,
      checkedAt: await databaseNow(tx),
    });
    await appendEvent(
      tx,
      failure === undefined
        ? { code: "document.created", actor, data }
        : {
            code: "document.failed",
            outcome: "failed",
            actor,
            data: { ...data, reason: failure.slice(0, 300) },
          },
    );
  });
}
