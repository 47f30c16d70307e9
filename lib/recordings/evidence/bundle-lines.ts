import type { BatchLine, EvidenceLine } from "@/lib/audit/bundle/format";
import { readHashes } from "@/lib/audit/merkle/log-tree";
import { inclusionStretches, LeafTable, placesOf, proofOf } from "@/lib/audit/merkle/proofs";
import type { Hash } from "@/lib/audit/merkle/tree";
import { eventLeaf } from "@/lib/audit/sealing/batch-hash";
import { splitLeaves } from "@/lib/audit/sealing/leaves";
import { isOfTombstone, Tombstone } from "@/lib/audit/verify/tombstones/tombstones";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/kernel/errors";
import { MovedOutput } from "../bucket/moved-output";
import {
  findBatch,
  findBatches,
  findEvents,
  findLeaves,
  findSealedRows,
  type SealedRow,
  type StoredBatch,
} from "./bundle-store";

const BATCHES = 200;
/** So many ranges at a time: a batch has 32 MB of them at most, or a single one. */
const RANGES = 64;

/**
 * The evidence of a session, batch by batch, each leaf with its proof: memory does not grow with the session.
 * @param given.through the last batch that belongs to the bundle
 * @param given.last the batch of the event that says what the bundle holds, which comes behind them
 * @param given.size of the log whose head signs it
 * @throws AppError EVIDENCE_UNSEALED for a batch of a release that sealed no ranges; RECORDING_DELETED for ranges that
 *   are gone while no sealed event of the bundle says why; RECORDING_UNREADABLE, AWS_* for ranges whose bytes can't be
 *   read in the bucket
 */
export async function* bundleLines(
  tx: Tx,
  sessionId: string,
  given: { through: number; last: { batch: number; eventId: string }; size: number },
): AsyncGenerator<EvidenceLine> {
  const { through, last, size } = given;
  const moved = new MovedOutput(sessionId);
  const tombstone = new Tombstone();
  let isAnyDeleted = false;
  for (let after = 0; ; ) {
    const numbers = await findBatches(tx, sessionId, { after, through, limit: BATCHES });
    for (const number of numbers)
      for await (const line of batchLines(tx, sessionId, { number, size, moved })) {
        if ("event" in line && isOfTombstone(line.event, sessionId)) tombstone.take(line.event);
        isAnyDeleted ||= "deleted" in line;
        yield line;
      }
    const end = numbers[numbers.length - 1];
    if (end === undefined || numbers.length < BATCHES) break;
    after = end;
  }
  // It went after it was stated what the bundle holds: no verifier could tell it from one that lost something.
  if (isAnyDeleted && !tombstone.isThere)
    throw new AppError("RECORDING_DELETED", `${sessionId}'s recording was deleted while it was exported`);
  yield* batchLines(tx, sessionId, { number: last.batch, size, moved, eventId: last.eventId });
}

async function* batchLines(
  tx: Tx,
  sessionId: string,
  given: { number: number; size: number; moved: MovedOutput; eventId?: string },
): AsyncGenerator<EvidenceLine> {
  const { number, size, moved, eventId } = given;
  const batch = headerOf(await findBatch(tx, number), number);
  const stretches = inclusionStretches(number - 1, size);
  const hashAt = await readHashes(tx, placesOf(stretches));
  yield { batch, path: proofOf(stretches, hashAt).map(encode) };
  const { eventHashes, seals } = await findLeaves(tx, number);
  const leaves = [
    ...eventHashes.map(eventLeaf),
    ...seals.flatMap(({ leafHashes }) => splitLeaves(leafHashes)),
  ];
  const table = new LeafTable(leaves);
  const at = (index: number) => ({ index, path: table.proof(index).map(encode) });
  for (const { position, ...event } of await findEvents(tx, sessionId, number))
    if (eventId === undefined || event.id === eventId) yield { event, ...at(position) };
  if (eventId !== undefined) return;
  let first = eventHashes.length;
  for (const { sessionId: whose, rangeIds } of seals) {
    if (whose === sessionId)
      for (let place = 0; place < rangeIds.length; place += RANGES) {
        const ids = rangeIds.slice(place, place + RANGES);
        const rows = new Map((await findSealedRows(tx, ids)).map((row) => [row.id, row]));
        for (const [offset, id] of ids.entries()) {
          const index = first + place + offset;
          const row = rows.get(id);
          if (row) yield { range: rangeOf(await withBytes(row, moved)), ...at(index) };
          else yield { deleted: { id, leaf: encode(leaves[index] as Hash) }, ...at(index) };
        }
      }
    first += rangeIds.length;
  }
}

function headerOf(batch: StoredBatch | undefined, number: number): BatchLine["batch"] {
  if (!batch || batch.rangesAfter === null || batch.rangesThrough === null || batch.root === null)
    throw new AppError("EVIDENCE_UNSEALED", `batch ${number} is of a release that sealed no ranges`);
  const { rangesAfter, rangesThrough, root } = batch;
  return { ...batch, rangesAfter, rangesThrough, root };
}

async function withBytes(row: SealedRow, moved: MovedOutput): Promise<SealedRow> {
  return row.isMoved ? { ...row, bytes: await moved.bytesOf(row.id) } : row;
}

function rangeOf({ id, epoch, kind, firstSequence, lastSequence, byteCount, at, bytes }: SealedRow) {
  const content = bytes === null ? null : Buffer.from(bytes).toString("base64");
  return { id, epoch, kind, firstSequence, lastSequence, byteCount, at, bytes: content };
}

const encode = (hash: Hash) => Buffer.from(hash).toString("base64");
