import { inTransaction, type Tx } from "@/lib/db/client";
import { growTree } from "../merkle/log-tree";
import { rootOf } from "../merkle/tree";
import { eventLeaf, FIRST_HASH, hashBatch, hashEvent } from "./batch-hash";
import { hasEventBatches, insertBatch, readHead, readPending, takeSealerLock } from "./chain-store";
import { splitLeaves } from "./leaves";
import { insertRangeSeals, readLastRangeId, readSealedThrough } from "./range-store";
import { settledThrough } from "./settled-ranges";

/** So much at most goes into one batch; the rest goes into the next. */
const MOST = { events: 5_000, ranges: 20_000, bytes: 32 * 1024 * 1024 };

export interface SealedBatch {
  events: number;
  ranges: number;
  /** There may be more. */
  isFull: boolean;
}

const NOTHING: SealedBatch = { events: 0, ranges: 0, isFull: false };

/**
 * Seals what was written since the last time, events and recorded ranges: one batch, chained to the one before. Any
 * number of processes may call it; one works, the others find nothing to do.
 * @param patienceMs how long it waits for whoever records at this moment; then events are sealed alone
 */
export async function sealBatch(patienceMs?: number): Promise<SealedBatch> {
  const settled = await settledThrough(patienceMs);
  return inTransaction(async (tx) => {
    if (!(await takeSealerLock(tx))) return NOTHING;
    const events = await readPending(tx, MOST.events);
    const head = await readHead(tx);
    const number = (head.number ?? 0) + 1;
    const after = await rangesAfter(tx);
    // Without a settled number nothing is known of ranges; a number from before another process's batch is none either.
    const through = settled !== null && BigInt(settled) > BigInt(after) ? settled : after;
    const seals = await insertRangeSeals(tx, number, { after, through }, MOST);
    if (events.length === 0 && seals.count === 0) return NOTHING;
    const links = events.map((event) => ({ eventId: event.id, eventHash: hashEvent(event) }));
    const leaves = [
      ...links.map(({ eventHash }) => eventLeaf(eventHash)),
      ...seals.leafHashes.flatMap(splitLeaves),
    ];
    const header = {
      ...{ number, sealedAt: head.now, previousHash: head.hash ?? FIRST_HASH },
      ...{ events: links.length, ranges: seals.count, rangesAfter: after, rangesThrough: seals.through },
      root: Buffer.from(rootOf(leaves)).toString("hex"),
    };
    await insertBatch(tx, { ...header, hash: hashBatch(header) }, links);
    const isFull = events.length === MOST.events || seals.through !== through;
    return { events: links.length, ranges: seals.count, isFull };
  });
}

/** Seals batch after batch until nothing waits, and takes them into the log. @param isStopping asked before each step */
export async function sealDue(isStopping: () => boolean = () => false): Promise<void> {
  while ((await sealBatch()).isFull && !isStopping());
  await growTree(isStopping);
}

/**
 * Where the next batch's ranges begin. What was recorded before the first batch that seals ranges, in a database that
 * has batches of earlier releases, is covered by the event that closed its recording.
 */
async function rangesAfter(tx: Tx): Promise<string> {
  const sealed = await readSealedThrough(tx);
  if (sealed !== null) return sealed;
  return (await hasEventBatches(tx)) ? readLastRangeId(tx) : "0";
}
