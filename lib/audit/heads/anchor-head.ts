import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { readLogSize, readTree } from "../merkle/log-tree";
import { checkpointText } from "./checkpoint";
import { insertHead, insertKey, readLastHead } from "./head-store";
import { type NoteSigner, signNote } from "./note";

/** A log that does not grow is anchored all the same now and then, so that a late anchor is seen. */
const REPEAT_SECONDS = 300;

/** Where heads are kept outside of the database. It appends, and returns when that is durable. */
export type Anchor = (note: string) => Promise<void>;

/**
 * Signs the log's head and anchors it, unless nothing has come since the last one. A head is written to the anchor
 * first: one that only the database has would prove nothing, one that only the anchor has proves as much.
 * @throws whatever the anchor throws; the head is then tried again
 */
export async function anchorHead(signer: NoteSigner, anchor: Anchor): Promise<void> {
  const tx = reading();
  const size = await readLogSize(tx);
  const last = await readLastHead(tx);
  if (size === 0 || (last?.size === size && last.ageSeconds < REPEAT_SECONDS)) return;
  await inTransaction((own) => insertKey(own, signer.key.text));
  const at = (await databaseNow(tx)).toISOString();
  const root = Buffer.from((await readTree(tx, size)).root()).toString("hex");
  const note = signNote(checkpointText({ origin: signer.key.name, size, root, at }), signer);
  await anchor(note);
  await inTransaction((own) => insertHead(own, { size, note }));
}
