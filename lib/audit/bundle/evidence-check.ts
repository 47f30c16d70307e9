import { createHash, type Hash as Digest } from "node:crypto";
import { rootByInclusion } from "../merkle/proofs";
import type { Hash } from "../merkle/tree";
import { batchLeaf, type EventRecord, eventLeaf, hashBatch, hashEvent } from "../sealing/batch-hash";
import { hashBytes, rangeLeaf } from "../sealing/range-leaf";
import { isOfTombstone, Tombstone } from "../verify/tombstones/tombstones";
import { BundleFault } from "./bundle-fault";
import {
  type BatchLine,
  type DeletedLine,
  type EventLine,
  type EvidenceLine,
  type RangeLine,
  readStatement,
} from "./format";

/** Events that carry the hash of the session, its end and its recording; of several of a kind the last speaks. */
const BOUND = {
  "session.created": "session",
  "session.ended": "sessionEnd",
  "session.failed": "sessionEnd",
  "recording.closed": "recording",
} as const;
export type BoundContent = (typeof BOUND)[keyof typeof BOUND];

/** What the evidence came to. */
export interface Evidence {
  batches: number;
  /** The one that says what the bundle holds not counted. */
  events: number;
  ranges: number;
  /** Bytes of output and input. */
  bytes: number;
  /** Ranges of a recording that was deleted on purpose. */
  deleted: number;
  /** SHA-256 in hex, as events carry them. */
  contents: ReadonlyMap<BoundContent, string>;
  /** SHA-256 over all ranges, as the recording's content has it; their number counts those without bytes. */
  recordingSha256: string;
  exportedAt: string;
}

/**
 * Follows the lines of a bundle's evidence: each batch is in the signed log, each event and range in its batch, all in
 * the order of the log, and all of them are what the last event says. Keeps one batch in memory.
 */
export class EvidenceCheck {
  readonly #head: { size: number; root: Hash };
  readonly #sessionId: string;
  #batch: (BatchLine["batch"] & { next: number; rootHash: Hash }) | undefined;
  #batches = 0;
  #last: { event: EventRecord; batch: number } | undefined;
  /** Of the events before the last, and of ranges. */
  readonly #events: Digest = createHash("sha256");
  readonly #ranges: Digest = createHash("sha256");
  readonly #recording: Digest = createHash("sha256");
  #count = { events: 0, ranges: 0, bytes: 0, deleted: 0 };
  #rangeId = 0n;
  readonly #tombstone = new Tombstone();
  readonly #contents = new Map<BoundContent, string>();

  /** @param head of the log, whose signature was checked */
  constructor(head: { size: number; root: Hash }, sessionId: string) {
    this.#head = head;
    this.#sessionId = sessionId;
  }

  /** @throws BundleFault */
  take(line: EvidenceLine): void {
    if ("batch" in line) this.#takeBatch(line);
    else if ("event" in line) this.#takeEvent(line);
    else if ("range" in line) this.#takeRange(line);
    else this.#takeDeleted(line);
  }

  /** @throws BundleFault when something was left out of it, or put into it */
  finish(): Evidence {
    this.#closeBatch();
    const last = this.#last;
    const item = last?.event.id ?? "evidence";
    const said = last?.event.code === "evidence.exported" ? readStatement(last.event.data) : undefined;
    if (!last || !said || last.event.outcome !== "done" || last.event.sessionId !== this.#sessionId)
      throw new BundleFault(
        "statement",
        item,
        "the last event does not say what the bundle of this session holds",
      );
    const { events, ranges, bytes, deleted } = this.#count;
    if (said.throughBatch >= last.batch)
      throw new BundleFault("statement", item, "it says something of batches that came after it");
    if (said.events !== events || said.eventsSha256 !== this.#events.digest("hex"))
      throw new BundleFault(
        "statement",
        item,
        `it says that ${said.events} other events belong to the bundle`,
      );
    if (said.ranges !== ranges || said.rangesSha256 !== this.#ranges.digest("hex"))
      throw new BundleFault(
        "statement",
        item,
        `it says that ${said.ranges} other ranges belong to the bundle`,
      );
    if (deleted > 0 && !this.#tombstone.isThere)
      throw new BundleFault("ranges", `${deleted} ranges`, "no event says that the recording was deleted");
    return {
      ...{ batches: this.#batches, events, ranges, bytes, deleted, contents: this.#contents },
      ...{ recordingSha256: this.#recording.digest("hex"), exportedAt: last.event.at },
    };
  }

  #takeBatch({ batch, path }: BatchLine): void {
    const before = this.#batch?.number ?? 0;
    this.#closeBatch();
    const item = `batch ${batch.number}`;
    if (batch.number <= before) throw new BundleFault("batches", item, "it stands behind a later one");
    const leaf = batchLeaf(hashBatch(batch));
    const { size, root } = this.#head;
    const reached = rootByInclusion({ leaf, index: batch.number - 1, size, proof: path.map(decode) });
    if (!reached || !Buffer.from(reached).equals(root))
      throw new BundleFault("batches", item, "it is not in the log that the head signs");
    this.#batch = { ...batch, next: 0, rootHash: Buffer.from(batch.root, "hex") };
    this.#batches += 1;
  }

  #closeBatch(): void {
    if (this.#batch?.next === 0)
      throw new BundleFault("batches", `batch ${this.#batch.number}`, "nothing of it is in the bundle");
  }

  #takeEvent({ event, index, path }: EventLine): void {
    const item = `event ${event.id}`;
    const hash = hashEvent(event);
    const batch = this.#inBatch("events", item, { leaf: eventLeaf(hash), index, path });
    if (index >= batch.events) throw new BundleFault("events", item, "its batch has no event there");
    if (this.#last) {
      this.#events.update(hashEvent(this.#last.event));
      this.#count.events += 1;
    }
    this.#last = { event, batch: batch.number };
    if (isOfTombstone(event, this.#sessionId)) this.#tombstone.take(event);
    if (event.sessionId !== this.#sessionId || event.outcome === "refused") return;
    const name = event.code in BOUND ? BOUND[event.code as keyof typeof BOUND] : undefined;
    const sha256 = name && contentSha256(event.data);
    if (name && sha256) this.#contents.set(name, sha256);
  }

  #takeRange({ range: { bytes, ...range }, index, path }: RangeLine): void {
    const item = `range ${range.id}`;
    const content = bytes === null ? null : decode(bytes);
    const bytesSha256 = content && hashBytes(content);
    const leaf = rangeLeaf({ ...range, sessionId: this.#sessionId, bytesSha256 });
    this.#rangeIn(item, range.id, { leaf, index, path });
    this.#count.bytes += range.byteCount;
    const { id, epoch, kind, firstSequence, lastSequence, byteCount, at } = range;
    const own = createHash("sha256")
      .update(`${[id, epoch, kind, firstSequence, lastSequence, byteCount, at].join(" ")}\n`)
      .update(content ?? "");
    this.#recording.update(own.digest());
  }

  #takeDeleted({ deleted, index, path }: DeletedLine): void {
    this.#rangeIn(`range ${deleted.id}`, deleted.id, { leaf: decode(deleted.leaf), index, path });
    this.#count.deleted += 1;
  }

  #rangeIn(item: string, id: string, at: { leaf: Hash; index: number; path: readonly string[] }): void {
    const number = BigInt(id);
    if (number <= this.#rangeId) throw new BundleFault("ranges", item, "it stands behind a later one");
    const batch = this.#inBatch("ranges", item, at);
    if (
      at.index < batch.events ||
      number <= BigInt(batch.rangesAfter) ||
      number > BigInt(batch.rangesThrough)
    )
      throw new BundleFault("ranges", item, "its batch has no such range");
    this.#rangeId = number;
    this.#count.ranges += 1;
    this.#ranges.update(at.leaf);
  }

  #inBatch(
    step: "events" | "ranges",
    item: string,
    { leaf, index, path }: { leaf: Hash; index: number; path: readonly string[] },
  ): BatchLine["batch"] {
    const batch = this.#batch;
    if (!batch) throw new BundleFault(step, item, "it is in no batch");
    if (index < batch.next) throw new BundleFault(step, item, "it stands behind a later one of its batch");
    batch.next = index + 1;
    const size = batch.events + batch.ranges;
    const reached = rootByInclusion({ leaf, index, size, proof: path.map(decode) });
    if (!reached || !Buffer.from(reached).equals(batch.rootHash))
      throw new BundleFault(step, item, `it is not what batch ${batch.number} sealed there`);
    return batch;
  }
}

function contentSha256(data: string): string | undefined {
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value !== "object" || value === null || !("contentSha256" in value)) return undefined;
    return typeof value.contentSha256 === "string" ? value.contentSha256 : undefined;
  } catch {
    return undefined;
  }
}

/** One content has one text. */
function decode(base64: string): Hash {
  const bytes = Buffer.from(base64, "base64");
  return bytes.toString("base64") === base64 ? bytes : new Uint8Array();
}
