import { type EventRecord, FIRST_HASH, hashBatch, hashEvent } from "./event-hash";

export interface BatchRow {
  kind: "batch";
  number: number;
  sealedAt: string;
  count: number;
  previousHash: string;
  hash: string;
}
export interface LinkRow {
  kind: "link";
  batchNumber: number;
  position: number;
  eventId: string;
  eventHash: string;
  /** Null: there is no such event any more. */
  event: EventRecord | null;
}
/** An event that no batch has, or a note that waits for the sealer without its event. */
export interface LooseRow {
  kind: "loose";
  eventId: string;
  hasEvent: boolean;
  isPending: boolean;
  ageSeconds: number;
}
/** Each batch, by number, and after it its links, by position; then what is loose. */
export type ChainRow = BatchRow | LinkRow | LooseRow;

export type ChainFault =
  | "altered"
  | "removed"
  | "inserted"
  | "reordered"
  | "chain-broken"
  | "unsealed"
  | "anchor";

export type ChainVerdict =
  | { ok: true; batches: number; events: number; unsealed: number; head: { number: number; hash: string } }
  | { ok: false; fault: ChainFault; item: string; detail: string };

/** How long an event may wait for its seal. */
export const UNSEALED_SECONDS = 10;
/** A transaction commits at most this long after its events took their time. */
const LATE_MS = 60_000;

/**
 * Checks the whole chain, row by row, and names the first thing that is wrong. Pure: needs the rows and nothing else.
 * @param anchor a batch's number and hash, noted elsewhere at an earlier time: whoever can rewrite the whole chain, or
 *   cut its end off, can't rewrite that note
 */
export async function verifyChain(
  rows: AsyncIterable<ChainRow> | Iterable<ChainRow>,
  anchor?: { number: number; hash: string },
): Promise<ChainVerdict> {
  const check = new ChainCheck(anchor);
  for await (const row of rows) {
    const fault = check.take(row);
    if (fault) return fault;
  }
  return check.finish();
}

type Fault = Extract<ChainVerdict, { ok: false }>;

class ChainCheck {
  readonly #anchor: { number: number; hash: string } | undefined;
  #head = { number: 0, hash: FIRST_HASH };
  #batch: BatchRow | undefined;
  #hashes: string[] = [];
  #last: EventRecord | undefined;
  /** The latest time of the batches before this one. */
  #before = "";
  #events = 0;
  #unsealed = 0;

  constructor(anchor: { number: number; hash: string } | undefined) {
    this.#anchor = anchor;
  }

  take(row: ChainRow): Fault | undefined {
    if (row.kind === "link") return this.#takeLink(row);
    const closed = this.#closeBatch();
    if (closed) return closed;
    return row.kind === "batch" ? this.#openBatch(row) : this.#takeLoose(row);
  }

  finish(): ChainVerdict {
    const closed = this.#closeBatch();
    if (closed) return closed;
    if (this.#anchor && this.#anchor.number > this.#head.number)
      return fault("removed", `batch ${this.#head.number + 1}`, "the noted batch is not there any more");
    return {
      ok: true,
      batches: this.#head.number,
      events: this.#events,
      unsealed: this.#unsealed,
      head: this.#head,
    };
  }

  #openBatch(batch: BatchRow): Fault | undefined {
    const expected = this.#head.number + 1;
    if (batch.number > expected) return fault("removed", `batch ${expected}`, "there is no such batch");
    if (batch.number < expected) return fault("inserted", `batch ${batch.number}`, "its number is taken");
    if (batch.previousHash !== this.#head.hash)
      return fault("chain-broken", `batch ${batch.number}`, "it does not follow from the batch before it");
    this.#batch = batch;
    this.#hashes = [];
    return undefined;
  }

  #takeLink(link: LinkRow): Fault | undefined {
    const batch = this.#batch;
    const place = `batch ${link.batchNumber}, position ${link.position}`;
    if (!batch || batch.number !== link.batchNumber)
      return fault("inserted", link.eventId, `${place}: there is no such batch`);
    const expected = this.#hashes.length;
    if (link.position > expected)
      return fault(
        "removed",
        `batch ${batch.number}, position ${expected}`,
        "no event stands there any more",
      );
    if (!link.event) return fault("removed", link.eventId, `${place}: the event is gone`);
    if (hashEvent(link.event) !== link.eventHash)
      return fault("altered", link.eventId, `${place}: the event is not what was sealed`);
    if (link.position >= batch.count)
      return fault("inserted", link.eventId, `${place}: ${batch.count} events were sealed`);
    const order = this.#checkOrder(link.event, batch, place);
    if (order) return order;
    this.#last = link.event;
    this.#hashes.push(link.eventHash);
    this.#events += 1;
    return undefined;
  }

  /** Within a batch events stand by time and id; from batch to batch only a late commit steps back. */
  #checkOrder(event: EventRecord, batch: BatchRow, place: string): Fault | undefined {
    const last = this.#hashes.length > 0 ? this.#last : undefined;
    if (last && (event.at < last.at || (event.at === last.at && event.id <= last.id)))
      return fault("reordered", event.id, `${place}: it is older than ${last.id} before it`);
    if (this.#before !== "" && Date.parse(event.at) < Date.parse(this.#before) - LATE_MS)
      return fault("inserted", event.id, `${place}: it says it is older than what was sealed before it`);
    if (Date.parse(event.at) > Date.parse(batch.sealedAt) + LATE_MS)
      return fault("inserted", event.id, `${place}: it says it is younger than its seal`);
    return undefined;
  }

  #closeBatch(): Fault | undefined {
    const batch = this.#batch;
    if (!batch) return undefined;
    const name = `batch ${batch.number}`;
    if (this.#hashes.length < batch.count)
      return fault("removed", `${name}, position ${this.#hashes.length}`, "no event stands there any more");
    if (hashBatch({ ...batch, eventHashes: this.#hashes }) !== batch.hash)
      return fault("chain-broken", name, "its hash is not the hash of what it holds");
    if (this.#anchor?.number === batch.number && this.#anchor.hash !== batch.hash)
      return fault("anchor", name, "its hash is not the one that was noted");
    this.#head = { number: batch.number, hash: batch.hash };
    if (this.#last && this.#last.at > this.#before) this.#before = this.#last.at;
    this.#batch = undefined;
    return undefined;
  }

  #takeLoose(row: LooseRow): Fault | undefined {
    if (!row.hasEvent) return fault("removed", row.eventId, "it waits for its seal, but the event is gone");
    if (!row.isPending) return fault("inserted", row.eventId, "it was never handed to the sealer");
    if (row.ageSeconds > UNSEALED_SECONDS)
      return fault("unsealed", row.eventId, `it has waited for its seal for ${Math.floor(row.ageSeconds)} s`);
    this.#unsealed += 1;
    return undefined;
  }
}

function fault(kind: ChainFault, item: string, detail: string): Fault {
  return { ok: false, fault: kind, item, detail };
}
