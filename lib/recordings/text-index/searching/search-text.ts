import { readChunk } from "../format/blocks";
import type { TextKind } from "../kinds";
import { bucketsFor, candidatesIn, rarest, type ShardHead } from "./candidates";
import { type FoundRow, findRows } from "./matching";
import type { TextQuery } from "./query";
import { isInRuns, type SearchScope } from "./scope";
import {
  type FoundChunk,
  findRunsOf,
  findShardsBefore,
  type Run,
  readBuckets,
  readChunksBetween,
  readChunksOf,
} from "./search-store";

/** A place in the index, from which older text is searched: rows before this one of its block, and earlier blocks. */
export interface TextPlace {
  block: number;
  row: number;
}

export interface TextHit extends FoundRow {
  kind: TextKind;
  sessionId: string;
  place: TextPlace;
}

export interface TextSearch {
  query: TextQuery;
  kind: TextKind;
  /** undefined: from the newest text on */
  before: TextPlace | undefined;
  /** undefined: every recording */
  scope: SearchScope | undefined;
  mostHits: number;
  /** Hits of one recording; what it has further is passed over. */
  mostOfSession: number;
  /** Leaves out output that is found only within a command. */
  isCommandSkipped: boolean;
  /** Bytes that may still be read from the database; it is counted down. */
  budget: { bytes: number };
}

export interface TextSearchResult {
  /** Newest first. */
  hits: TextHit[];
  /** Where to go on; null when everything was searched. */
  next: TextPlace | null;
}

/** Parts of the index that are looked into at once: more and more, the less is found. */
const WAVES = [1, 3, 9, 27];
/** Keys that are looked up in further parts: the ones that were seldom in the first. */
const KEYS_FURTHER = 6;
/** Candidates whose text is read at once. */
const BATCHES = [32, 64];
const CHUNKS_AT_ONCE = 64;
const MOST_SHARDS = 27;
/** Blocks whose keys are counted before some keys are taken for seldom ones. */
const SAMPLE_BLOCKS = 4_096;
/** What a query to the database costs besides what it reads, in bytes of the budget. */
const READ_COST = 4_096;
const MOST_RUNS_PASSED = 5_000;

/**
 * Searches the index, newest text first, until enough is found, everything is searched, or the budget is used up.
 * What it finds was verified on the text itself.
 */
export async function searchText(search: TextSearch): Promise<TextSearchResult> {
  return new Searcher(search).run();
}

class Searcher {
  private place: TextPlace;
  private readonly hits: TextHit[] = [];
  private readonly ofSession = new Map<string, number>();
  private readonly linesFound = new Set<string>();
  /** Of recordings that have had their share of hits. */
  private passed: Run[][] = [];
  private readonly frequency = new Map<number, number>();
  private sampled = 0;

  constructor(private readonly search: TextSearch) {
    this.place = search.before ?? { block: Number.MAX_SAFE_INTEGER, row: 0 };
  }

  async run(): Promise<TextSearchResult> {
    const { kind, scope, budget } = this.search;
    for (let wave = 0; ; wave += 1) {
      if (this.isFull() || budget.bytes <= 0) return { hits: this.hits, next: this.place };
      const allowed = await scope?.runsBefore(kind, this.end);
      budget.bytes -= READ_COST;
      const within = allowed?.runs;
      const shards = await this.shardsOf(within, WAVES[wave] ?? MOST_SHARDS);
      if (shards.length > 0) await this.searchShards(shards, within);
      else if (allowed && allowed.reached > 0) this.place = { block: allowed.reached, row: 0 };
      else return { hits: this.hits, next: null };
    }
  }

  /** The next parts that may hold something, newest first. */
  private async shardsOf(within: readonly Run[] | undefined, count: number): Promise<ShardHead[]> {
    const { kind } = this.search;
    const end = this.end;
    if (!within) return findShardsBefore(kind, end, count);
    const shards: ShardHead[] = [];
    let below = end;
    for (const run of within) {
      const last = Math.min(run.firstBlock + run.blocks, end);
      if (last <= run.firstBlock || run.firstBlock >= below) continue;
      const [shard] = await findShardsBefore(kind, last, 1);
      if (!shard) break;
      shards.push(shard);
      below = shard.firstBlock;
      if (shards.length >= count) break;
    }
    return shards;
  }

  private async searchShards(
    shards: readonly ShardHead[],
    within: readonly Run[] | undefined,
  ): Promise<void> {
    const { query, budget } = this.search;
    const keys = this.sampled < SAMPLE_BLOCKS ? query.keys : rarest(query.keys, this.frequency, KEYS_FURTHER);
    const wanted = shards.flatMap((shard) =>
      bucketsFor(shard, keys).map((bucket) => ({ id: shard.id, bucket })),
    );
    const read = keys.length > 0 ? await readBuckets(wanted) : undefined;
    budget.bytes -= read?.bytes ?? 0;
    for (const shard of shards) {
      if (read) {
        const buckets = read.shards.get(shard.id);
        // Merged meanwhile: whoever calls looks anew, from here on.
        if (!buckets) return;
        this.sampled += shard.blocks;
        const found = candidatesIn(shard, keys, { buckets, frequency: this.frequency });
        await this.readCandidates(Array.from(found, (block) => shard.firstBlock + block).reverse(), within);
      } else await this.readAll(shard, within);
      if (this.isFull() || budget.bytes <= 0) return;
      this.place = { block: shard.firstBlock, row: 0 };
    }
  }

  /** @param blocks newest first */
  private async readCandidates(blocks: readonly number[], within: readonly Run[] | undefined): Promise<void> {
    const { kind, budget } = this.search;
    let rest = blocks.filter(
      (block) => this.isAhead(block) && !this.isPassed(block) && (!within || isInRuns(within, block)),
    );
    for (let batch = 0; rest.length > 0; batch += 1) {
      const now = rest.slice(0, BATCHES[Math.min(batch, BATCHES.length - 1)]);
      const chosen = new Set(now);
      const passedBefore = this.passed.length;
      budget.bytes -= READ_COST;
      await this.readRows(await readChunksOf(kind, now), (block) => chosen.has(block));
      if (this.isFull()) return;
      this.place = { block: now.at(-1) ?? 0, row: 0 };
      if (budget.bytes <= 0) return;
      rest = rest.slice(now.length);
      if (this.passed.length > passedBefore) rest = rest.filter((block) => !this.isPassed(block));
    }
  }

  /** Reads all text of a part: for what is too short to be a key. */
  private async readAll(shard: ShardHead, within: readonly Run[] | undefined): Promise<void> {
    const { budget } = this.search;
    const end = shard.firstBlock + shard.blocks;
    const ranges = within?.filter(({ firstBlock }) => firstBlock >= shard.firstBlock && firstBlock < end) ?? [
      shard,
    ];
    for (const range of ranges) {
      if (range.firstBlock >= this.end || this.isPassed(range.firstBlock)) continue;
      await this.readRange(range);
      if (this.isFull() || budget.bytes <= 0) return;
    }
  }

  private async readRange({ firstBlock, blocks }: { firstBlock: number; blocks: number }): Promise<void> {
    const { kind, budget } = this.search;
    for (;;) {
      const range = { from: firstBlock, below: Math.min(this.end, firstBlock + blocks) };
      const chunks = await readChunksBetween(kind, { ...range, limit: CHUNKS_AT_ONCE });
      budget.bytes -= READ_COST;
      await this.readRows(chunks, () => true);
      if (this.isFull()) return;
      const isWhole = chunks.length < CHUNKS_AT_ONCE;
      this.place = { block: isWhole ? firstBlock : (chunks.at(-1)?.firstBlock ?? firstBlock), row: 0 };
      if (isWhole || budget.bytes <= 0) return;
    }
  }

  /** @param chunks newest first. @param isWanted which blocks of them are searched */
  private async readRows(chunks: readonly FoundChunk[], isWanted: (block: number) => boolean): Promise<void> {
    for (const { firstBlock, content, sessionId } of chunks) {
      this.search.budget.bytes -= content.length;
      if (this.hasShare(sessionId)) continue;
      const blocks = readChunk(content);
      for (let index = blocks.length - 1; index >= 0; index -= 1) {
        const stored = blocks[index];
        const block = firstBlock + index;
        if (!stored || !isWanted(block) || !this.isAhead(block)) continue;
        for (const found of findRows(stored, this.search.query, this.search)) {
          if (block === this.place.block && this.place.row > 0 && found.index >= this.place.row) continue;
          this.take(sessionId, block, found);
          if (this.isFull()) return;
          if (!this.hasShare(sessionId)) continue;
          await this.pass(sessionId, firstBlock);
          break;
        }
        if (this.hasShare(sessionId)) break;
      }
    }
  }

  private take(sessionId: string, block: number, found: FoundRow): void {
    const { kind } = this.search;
    // A screen has many rows of one line, and a long row several parts.
    const line = `${sessionId} ${found.row.line}`;
    if (this.linesFound.has(line)) return;
    this.linesFound.add(line);
    this.ofSession.set(sessionId, (this.ofSession.get(sessionId) ?? 0) + 1);
    const place = { block, row: found.index };
    this.hits.push({ ...found, kind, sessionId, place });
    if (this.isFull()) this.place = place.row > 0 ? place : { block, row: 0 };
  }

  private async pass(sessionId: string, before: number): Promise<void> {
    const { kind } = this.search;
    this.passed = [
      ...this.passed,
      await findRunsOf(kind, [sessionId], { before: before + 1, limit: MOST_RUNS_PASSED }),
    ];
  }

  private isPassed(block: number): boolean {
    return this.passed.some((runs) => isInRuns(runs, block));
  }

  /** What is searched next lies before this block. */
  private get end(): number {
    return this.place.row > 0 ? this.place.block + 1 : this.place.block;
  }

  private hasShare(sessionId: string): boolean {
    return (this.ofSession.get(sessionId) ?? 0) >= this.search.mostOfSession;
  }

  private isFull(): boolean {
    return this.hits.length >= this.search.mostHits;
  }

  private isAhead(block: number): boolean {
    return block < this.end;
  }
}
