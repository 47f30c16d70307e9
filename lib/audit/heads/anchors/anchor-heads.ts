import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { isAppError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log/log";
import { readLogSize, readTree } from "../../merkle/log-tree";
import { checkpointText } from "../checkpoint";
import type { HeadSigner } from "../head-signer";
import { insertHead, insertKey, readKeys, readLastHead } from "../head-store";
import { openNote, readKey } from "../note";
import {
  type AnchorName,
  findPendingHeads,
  markAnchored,
  markSigned,
  noteFailure,
  readAnchorState,
  useAnchors,
} from "./anchor-store";
import { objectKeyOf } from "./object-key";

/** A log that does not grow is anchored all the same now and then, so that a late anchor is seen. */
const REPEAT_SECONDS = 300;
/** An anchor that only copies signs itself when the one that signs has made no head for this long. */
const SILENT_SECONDS = REPEAT_SECONDS + 120;
/** How many heads are copied before another round begins. */
const MOST_COPIES = 500;

/** Keeps a signed head: appends it, and returns when that is durable. */
export type WriteAnchor = (note: string) => Promise<void>;

/** A place where heads are kept outside of the database. */
export interface Anchor {
  name: AnchorName;
  write: WriteAnchor;
  /** The anchor whose heads it copies; while that one works it signs none itself. */
  after?: AnchorName;
}

/** Says which anchors this portal uses: of those that it has given up nobody is told that they are late. */
export async function declareAnchors(anchors: readonly Anchor[]): Promise<void> {
  const names = anchors.map(({ name }) => name);
  await inTransaction((tx) => useAnchors(tx, names));
}

/**
 * Brings an anchor up to date: first the heads that others have and it has not, then a new one, unless nothing has come
 * since the last. A head is written to an anchor first: one that only the database has would prove nothing, one that
 * only the anchor has proves as much. What is written twice, by two processes, harms nothing.
 * @throws whatever the anchor throws; why is noted, and it is tried again in the next round
 */
export async function anchorHeads(signer: HeadSigner, anchor: Anchor): Promise<void> {
  try {
    if (await copyHeads(signer, anchor)) await signHead(signer, anchor);
  } catch (error) {
    await inTransaction((tx) => noteFailure(tx, anchor.name, codeOf(error)));
    throw error;
  }
}

/** @returns whether it now has every head */
async function copyHeads(signer: HeadSigner, { name, write }: Anchor): Promise<boolean> {
  const { lastHead } = await readAnchorState(reading(), name);
  const heads = await findPendingHeads(reading(), lastHead, MOST_COPIES);
  if (heads.length === 0) return true;
  const listed = (await readKeys(reading())).flatMap((text) => readKey(text) ?? []);
  const key = await signer.key();
  const keys = [key, ...listed.filter(({ text }) => text !== key.text)];
  for (const { number, note } of heads) {
    // The database's owner could have put anything there; an anchor keeps it for years.
    if (openNote(note, keys) && objectKeyOf(note) !== null) await write(note);
    else log.error("head is not anchored: no key of the portal's has signed it", { head: number });
    await inTransaction((tx) => markAnchored(tx, name, number));
  }
  return heads.length < MOST_COPIES;
}

async function signHead(signer: HeadSigner, { name, write, after }: Anchor): Promise<void> {
  const tx = reading();
  const size = await readLogSize(tx);
  const last = await readLastHead(tx);
  if (size === 0 || (last?.size === size && last.ageSeconds < REPEAT_SECONDS)) return;
  if (after !== undefined && last !== null && last.ageSeconds < SILENT_SECONDS) {
    const { failure } = await readAnchorState(tx, after);
    if (failure === null) return;
  }
  const key = await signer.key();
  await inTransaction((own) => insertKey(own, key.text));
  const at = (await databaseNow(tx)).toISOString();
  const root = Buffer.from((await readTree(tx, size)).root()).toString("hex");
  const note = await signer.sign(checkpointText({ origin: key.name, size, root, at }));
  await write(note);
  await inTransaction(async (own) => markSigned(own, name, await insertHead(own, { size, note })));
}

/** A code of ours, the operating system's, or INTERNAL. */
function codeOf(error: unknown): string {
  if (isAppError(error)) return error.code;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^[A-Z][A-Z0-9_]{0,59}$/.test(code) ? code : "INTERNAL";
}
