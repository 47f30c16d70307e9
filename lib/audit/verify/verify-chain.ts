import { GrowingTree, type Hash, rootOf } from "../merkle/tree";
import {
  batchLeaf,
  type EventRecord,
  eventLeaf,
  FIRST_HASH,
  hashBatch,
  hashEvent,
  hashEventBatch,
} from "../sealing/batch-hash";
import { type BatchRow, type ChainRow, type LinkRow, type LooseRow, UNSEALED_SECONDS } from "./chain-rows";
import type { FaultCode, FaultList } from "./faults";
import { SealsCheck } from "./ranges/seals-check";

/** How far the chain was followed. What is wrong with it stands in the list of faults. */
export interface ChainCover {
  batches: number;
  events: number;
  /** Events that wait for their seal as they may. */
  unsealed: number;
  /** The last batch: to be kept elsewhere. */
  head: { number: number; hash: string };
  /** Instant of the first event that carries the hash of a row; null: none does. */
  firstBoundAt: string | null;
  /** How far ranges are sealed: those numbered above the one and up to the other; null: no batch seals any. */
  ranges: { after: string; through: string } | null;
  /** The log's root, in hex, at the sizes that were asked for and at its own. */
  roots: ReadonlyMap<number, string>;
}

/** A transaction commits at most this long after its events took their time. */
const LATE_MS = 60_000;

interface Against {
  anchor?: { number: number; hash: string } | undefined;
  sizes?: ReadonlySet<number>;
}

/**
 * Follows the whole chain, row by row, and goes on after each fault, so that one does not hide the next. Pure: needs
 * the rows and nothing else; keeps one batch in memory.
 * @param faults takes what is wrong, as steps `chain` and `noted`
 * @param against an anchor: a batch's number and hash, noted elsewhere at an earlier time: whoever can rewrite the whole
 *   chain, or cut its end off, can't rewrite that note; and the sizes at which the log's root is wanted
 */
export async function verifyChain(
  rows: AsyncIterable<ChainRow> | Iterable<ChainRow>,
  faults: FaultList,
  against: Against = {},
): Promise<ChainCover> {
  const check = new ChainCheck(faults, against);
  for await (const row of rows) check.take(row);
  return check.finish();
}

class ChainCheck {
  readonly #faults: FaultList;
  readonly #anchor: { number: number; hash: string } | undefined;
  #cover: ChainCover = {
    ...{ batches: 0, events: 0, unsealed: 0, firstBoundAt: null, ranges: null, roots: new Map() },
    head: { number: 0, hash: FIRST_HASH },
  };
  readonly #sizes: ReadonlySet<number>;
  readonly #seals: SealsCheck;
  readonly #log = new GrowingTree();
  readonly #roots = new Map<number, string>();
  #batch: BatchRow | undefined;
  /** The next place in the batch. */
  #position = 0;
  #hashes: string[] = [];
  /** The event before, in this batch. */
  #last: EventRecord | undefined;
  /** The latest time of the batches before this one, and of this one so far. */
  #before = "";
  #latest = "";

  constructor(faults: FaultList, { anchor, sizes = new Set() }: Against) {
    this.#faults = faults;
    this.#anchor = anchor;
    this.#sizes = sizes;
    this.#seals = new SealsCheck((...fault) => this.#report(...fault));
  }

  take(row: ChainRow): void {
    if (row.kind === "batch" || row.kind === "loose") this.#closeBatch();
    if (row.kind === "link") this.#takeLink(row);
    else if (row.kind === "seals") this.#seals.take(row, this.#batch);
    else if (row.kind === "batch") this.#openBatch(row);
    else this.#takeLoose(row);
  }

  finish(): ChainCover {
    this.#closeBatch();
    const { head } = this.#cover;
    if (this.#anchor && this.#anchor.number > head.number)
      this.#faults.add(
        "noted",
        "removed",
        `batch ${head.number + 1}`,
        "the noted batch is not there any more",
      );
    this.#keepRoot();
    return { ...this.#cover, ranges: this.#seals.stretch, roots: this.#roots };
  }

  #openBatch(batch: BatchRow): void {
    const { head } = this.#cover;
    const expected = head.number + 1;
    // Not followed: its links are then without a batch.
    if (batch.number < expected) {
      this.#report("inserted", `batch ${batch.number}`, "the chain begins with batch 1");
      return;
    }
    if (batch.number > expected)
      this.#report("removed", `batch ${expected}`, `there is no such batch, the next is ${batch.number}`);
    else if (batch.previousHash !== head.hash)
      this.#report("chain-broken", `batch ${batch.number}`, "it does not follow from the batch before it");
    this.#batch = batch;
    this.#position = 0;
    this.#hashes = [];
    this.#last = undefined;
    this.#seals.open(batch, batch.number === expected);
  }

  #takeLink(link: LinkRow): void {
    const batch = this.#batch;
    const place = `batch ${link.batchNumber}, position ${link.position}`;
    if (!batch || batch.number !== link.batchNumber) {
      this.#report("inserted", link.eventId, `${place}: there is no such batch`);
      return;
    }
    if (link.position < 0 || link.position >= batch.count) {
      this.#report("inserted", link.eventId, `${place}: ${batch.count} events were sealed`);
      return;
    }
    this.#reportHole(batch, link.position);
    this.#position = link.position + 1;
    this.#hashes.push(link.eventHash);
    if (!link.event) {
      this.#report("removed", link.eventId, `${place}: the event is gone`);
      return;
    }
    this.#cover.events += 1;
    if (hashEvent(link.event) !== link.eventHash) {
      this.#report("altered", link.eventId, `${place}: the event is not what was sealed`);
      return;
    }
    this.#checkOrder(link.event, batch, place);
    if (this.#cover.firstBoundAt === null && link.event.data.includes('"contentSha256"'))
      this.#cover.firstBoundAt = link.event.at;
  }

  /** Within a batch events stand by time and id; from batch to batch only a late commit steps back. */
  #checkOrder(event: EventRecord, batch: BatchRow, place: string): void {
    const last = this.#last;
    this.#last = event;
    if (last && (event.at < last.at || (event.at === last.at && event.id <= last.id)))
      this.#report("reordered", event.id, `${place}: it is older than ${last.id} before it`);
    if (this.#before !== "" && Date.parse(event.at) < Date.parse(this.#before) - LATE_MS)
      this.#report("misdated", event.id, `${place}: it says it is older than what was sealed before it`);
    if (Date.parse(event.at) > Date.parse(batch.sealedAt) + LATE_MS)
      this.#report("misdated", event.id, `${place}: it says it is younger than its seal`);
    // A time that can't be is nothing to measure others by.
    else if (event.at > this.#latest) this.#latest = event.at;
  }

  /** @param next the place that comes next, or the count at the batch's end */
  #reportHole(batch: BatchRow, next: number): void {
    if (next > this.#position)
      this.#report(
        "removed",
        `batch ${batch.number}, position ${this.#position}`,
        next === this.#position + 1 ? "its link is gone" : `${next - this.#position} links are gone`,
      );
  }

  #closeBatch(): void {
    const batch = this.#batch;
    if (!batch) return;
    const name = `batch ${batch.number}`;
    this.#reportHole(batch, batch.count);
    const ranges = this.#seals.close(batch);
    if (!isHashOf(batch, this.#hashes, ranges))
      this.#report("chain-broken", name, "its hash is not the hash of what it holds");
    if (this.#anchor?.number === batch.number && this.#anchor.hash !== batch.hash)
      this.#faults.add("noted", "anchor", name, "its hash is not the one that was noted");
    this.#cover.head = { number: batch.number, hash: batch.hash };
    this.#cover.batches += 1;
    this.#before = this.#latest;
    this.#batch = undefined;
    this.#log.push(batchLeaf(batch.hash));
    if (this.#sizes.has(this.#log.size)) this.#keepRoot();
  }

  #keepRoot(): void {
    this.#roots.set(this.#log.size, Buffer.from(this.#log.root()).toString("hex"));
  }

  #takeLoose(row: LooseRow): void {
    if (!row.hasEvent) {
      this.#report("removed", row.eventId, "it waits for its seal, but the event is gone");
      return;
    }
    if (!row.isPending) {
      this.#report("not-pending", row.eventId, "it has no seal and is not on its way to one");
      return;
    }
    if (row.ageSeconds > UNSEALED_SECONDS) {
      this.#report("unsealed", row.eventId, `it has waited for its seal for ${Math.floor(row.ageSeconds)} s`);
      return;
    }
    this.#cover.unsealed += 1;
  }

  #report(code: FaultCode, item: string, detail: string): void {
    this.#faults.add("chain", code, item, detail);
  }
}

function isHashOf(batch: BatchRow, eventHashes: readonly string[], rangeLeaves: readonly Hash[]): boolean {
  if (batch.format === 1) return hashEventBatch({ ...batch, eventHashes }) === batch.hash;
  const { rangesAfter, rangesThrough } = batch;
  if (batch.format !== 2 || rangesAfter === null || rangesThrough === null) return false;
  const root = Buffer.from(rootOf([...eventHashes.map(eventLeaf), ...rangeLeaves])).toString("hex");
  // The root's column is no part of the hash; proofs read it.
  return (
    root === batch.root &&
    hashBatch({ ...batch, events: batch.count, rangesAfter, rangesThrough, root }) === batch.hash
  );
}
