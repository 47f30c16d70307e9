import { inTransaction } from "@/lib/db/client";
import { insertBatch, readHead, readPending, takeSealerLock } from "./chain-store";
import { FIRST_HASH, hashBatch, hashEvent } from "./event-hash";

const MOST = 5_000;

/**
 * Seals what was written since the last time: one batch of at most 5,000 events, chained to the one before. Any number
 * of processes may call it; one works, the others find nothing to do.
 * @returns how many events it sealed; 5,000 means that there may be more
 */
export async function sealEvents(): Promise<number> {
  return inTransaction(async (tx) => {
    if (!(await takeSealerLock(tx))) return 0;
    const events = await readPending(tx, MOST);
    if (events.length === 0) return 0;
    const head = await readHead(tx);
    const links = events.map((event) => ({ eventId: event.id, eventHash: hashEvent(event) }));
    const batch = {
      number: (head.number ?? 0) + 1,
      sealedAt: head.now,
      previousHash: head.hash ?? FIRST_HASH,
      eventHashes: links.map(({ eventHash }) => eventHash),
    };
    await insertBatch(tx, { ...batch, hash: hashBatch(batch) }, links);
    return events.length;
  });
}
