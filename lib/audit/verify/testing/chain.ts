import { rootOf } from "../../merkle/tree";
import {
  type EventRecord,
  eventLeaf,
  FIRST_HASH,
  hashBatch,
  hashEvent,
  hashEventBatch,
} from "../../sealing/batch-hash";
import { splitLeaves } from "../../sealing/leaves";
import { rangeLeaf } from "../../sealing/range-leaf";
import type { BatchRow, ChainRow, LinkRow, SealRow } from "../chain-rows";

const START = Date.parse("2026-03-14T09:26:53Z");

export function event(index: number): EventRecord {
  return {
    id: `aud_${String(index).padStart(26, "0")}`,
    at: `${new Date(START + index * 1000).toISOString().slice(0, -1)}456Z`,
    code: "request.created",
    outcome: "done",
    actorKind: "person",
    actorId: "per_ana",
    requestId: `req_${index}`,
    grantId: null,
    sessionId: null,
    nodeId: null,
    personId: null,
    reviewId: null,
    data: `{"windowSeconds": ${900 + index}}`,
    origin: "test",
  };
}

export interface Sealed {
  batch: BatchRow;
  links: LinkRow[];
  seals: SealRow[];
}

/** 1: as earlier releases sealed, without ranges. 2: as this one does. */
export type Format = 1 | 2;

/** A chain as the sealer writes it. @param sizes how many events each batch has, and as many ranges in format 2 */
export function makeChain(sizes: readonly number[], format: Format): Sealed[] {
  const sealed: Sealed[] = [];
  let index = 0;
  let previousHash = FIRST_HASH;
  for (const [at, count] of sizes.entries()) {
    const events = Array.from({ length: count }, (_, place) => event(index + place));
    const ranges = format === 2 ? { after: index, count } : undefined;
    index += count;
    const sealedAt = `${new Date(START + index * 1000).toISOString().slice(0, -1)}999Z`;
    const made = forgeBatch({ number: at + 1, previousHash, sealedAt, events, ranges });
    sealed.push(made);
    previousHash = made.batch.hash;
  }
  return sealed;
}

/**
 * A batch as somebody makes it who can write anything: whatever it holds, its hash is right.
 * @param given.ranges so many, numbered from the one after `after`, of two sessions; left out: a batch of format 1
 */
export function forgeBatch(given: {
  number: number;
  previousHash: string;
  sealedAt: string;
  events: readonly EventRecord[];
  ranges?: { after: number; count: number } | undefined;
}): Sealed {
  const { number, previousHash, sealedAt, events, ranges } = given;
  const made: Sealed = {
    batch: {
      ...{ kind: "batch", number, sealedAt, count: events.length, previousHash, hash: "" },
      ...{ format: ranges ? 2 : 1, ranges: ranges?.count ?? 0, root: null },
      rangesAfter: ranges ? String(ranges.after) : null,
      rangesThrough: ranges ? String(ranges.after + ranges.count) : null,
    },
    links: events.map((entry, position) => ({
      ...{ kind: "link", batchNumber: number, position, eventId: entry.id },
      ...{ eventHash: hashEvent(entry), event: entry },
    })),
    seals: sealsOf(number, ranges),
  };
  reseal(made);
  return made;
}

function sealsOf(batchNumber: number, { after, count } = { after: 0, count: 0 }): SealRow[] {
  const ids = Array.from({ length: count }, (_, index) => after + index + 1);
  return ["ses_1", "ses_2"]
    .map((sessionId, odd) => ({ sessionId, own: ids.filter((id) => id % 2 === odd) }))
    .filter(({ own }) => own.length > 0)
    .map(({ sessionId, own }, position) => ({
      ...{ kind: "seals", batchNumber, position, sessionId, rangeIds: own.map(String) },
      leafHashes: Buffer.concat(own.map((id) => leafOf(sessionId, String(id)))),
    }));
}

/** The leaf of a range that a made-up chain seals. */
export function leafOf(sessionId: string, id: string): Uint8Array {
  const numbers = { epoch: 1, firstSequence: id, lastSequence: id, byteCount: 2 };
  const range = { sessionId, id, kind: "o", at: "2026-03-14T09:26:53.000Z", bytesSha256: "00" } as const;
  return rangeLeaf({ ...range, ...numbers });
}

/** Makes a batch's root and hash of what it now holds. */
export function reseal({ batch, links, seals }: Sealed): void {
  const eventHashes = links.map(({ eventHash }) => eventHash);
  const { rangesAfter, rangesThrough } = batch;
  if (rangesAfter === null || rangesThrough === null) {
    batch.hash = hashEventBatch({ ...batch, eventHashes });
    return;
  }
  const ranges = seals.flatMap(({ leafHashes }) => splitLeaves(leafHashes));
  batch.root = Buffer.from(rootOf([...eventHashes.map(eventLeaf), ...ranges])).toString("hex");
  batch.hash = hashBatch({ ...batch, events: batch.count, rangesAfter, rangesThrough, root: batch.root });
}

export const rowsOf = (sealed: readonly Sealed[]): ChainRow[] =>
  sealed.flatMap(({ batch, links, seals }) => [batch, ...links, ...seals]);
