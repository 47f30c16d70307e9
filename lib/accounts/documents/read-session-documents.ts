import { findDocument } from "@/lib/aws/documents";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { type AccountConfig, config } from "@/lib/kernel/config/config";
import { documentHash, expectedDocument, isExpectedDocument } from "./session-document";
import { type DocumentState, lockDocument, saveDocument } from "./store";

interface Place {
  account: AccountConfig;
  region: string;
}

/** Looks at the session documents of every connected region. @throws whatever failed first, after all were tried */
export async function readAllSessionDocuments(): Promise<void> {
  const places = config().HALLIGAN_ACCOUNTS.flatMap((account) =>
    account.regions.map((region) => ({ account, region })),
  );
  const readings = await Promise.allSettled(places.map(readSessionDocuments));
  const failed = readings.find((reading) => reading.status === "rejected");
  if (failed) throw failed.reason;
}

/**
 * Looks at the document that sessions use in a region and at the one that the settings ask for, and writes down
 * whether each is there and is what its name says.
 * @throws AppError AWS_*
 */
export async function readSessionDocuments(place: Place): Promise<void> {
  const names = new Set([place.account.documentName, expectedDocument(place.account).name]);
  await Promise.all([...names].map((name) => look(place, name)));
}

async function look({ account, region }: Place, name: string): Promise<void> {
  const content = await findDocument({ account, region }, name);
  const key = { accountId: account.accountId, region, name };
  await inTransaction(async (tx) => {
    const known = await lockDocument(tx, key);
    const checkedAt = await databaseNow(tx);
    // That an ordered document is not there yet, or could not be made, says more than that it is missing.
    if (content === undefined && known && ON_ITS_WAY.has(known.state)) return;
    if (content === undefined)
      await saveDocument(tx, key, { state: "missing", contentHash: null, checkedAt });
    else
      await saveDocument(tx, key, {
        state: isExpectedDocument(expectedDocument(account), name, content) ? "ready" : "differs",
        contentHash: documentHash(content) ?? null,
        checkedAt,
      });
  });
}

const ON_ITS_WAY: ReadonlySet<DocumentState> = new Set(["wanted", "creating", "failed"]);
