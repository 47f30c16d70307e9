import { runPrepared } from "@/lib/db/client";
import type { TextKind } from "../kinds";
import type { ReadBuckets, ShardHead } from "./candidates";

/** Blocks of one recording that were indexed together. */
export interface Run {
  firstBlock: number;
  blocks: number;
  sessionId: string;
}

/** The newest live parts of the index that begin before a block, newest first. */
export async function findShardsBefore(kind: TextKind, before: number, limit: number): Promise<ShardHead[]> {
  const rows = await runPrepared<{ id: string; first: string; blocks: number; bits: number }>({
    name: "find-text-shards",
    text: `select id, first_block as first, blocks, bucket_bits as bits from text_shards
      where kind = $1 and state = 'live' and first_block < $2 order by first_block desc limit $3`,
    values: [kind, before, limit],
  });
  return rows.map(({ id, first, blocks, bits }) => ({
    ...{ id: BigInt(id), firstBlock: Number(first), blocks, bucketBits: bits },
  }));
}

/**
 * Buckets of parts.
 * @returns by part; one that is not in it is live no more: it was merged meanwhile
 */
export async function readBuckets(
  wanted: readonly { id: bigint; bucket: number }[],
): Promise<{ shards: Map<bigint, ReadBuckets>; bytes: number }> {
  const rows = await runPrepared<{ id: string; bucket: number; content: Buffer | null }>({
    name: "read-text-postings",
    text: `select w.id, w.bucket, p.content from unnest($1::bigint[], $2::int[]) as w (id, bucket)
      join text_shards s on s.id = w.id and s.state = 'live'
      left join text_postings p on p.shard_id = w.id and p.bucket = w.bucket`,
    values: [wanted.map(({ id }) => id), wanted.map(({ bucket }) => bucket)],
  });
  const shards = new Map<bigint, Map<number, Uint8Array>>();
  let bytes = 0;
  for (const { id, bucket, content } of rows) {
    const buckets = shards.get(BigInt(id)) ?? new Map<number, Uint8Array>();
    if (content) buckets.set(bucket, content);
    shards.set(BigInt(id), buckets);
    bytes += content?.length ?? 0;
  }
  return { shards, bytes };
}

/** Text as it is stored, and whose it is. */
export interface FoundChunk {
  firstBlock: number;
  content: Buffer;
  sessionId: string;
}

interface ChunkRow {
  first: string;
  content: Buffer;
  session: string;
}

const OWNER = `join lateral (
    select first_block, blocks, session_id from text_runs r
    where r.kind = $1 and r.first_block <= c.first_block order by r.first_block desc limit 1
  ) r on c.first_block < r.first_block + r.blocks`;

/** The chunks that blocks are in, newest first. */
export async function readChunksOf(kind: TextKind, blocks: readonly number[]): Promise<FoundChunk[]> {
  const rows = await runPrepared<ChunkRow>({
    name: "read-text-chunks-of",
    text: `select c.first_block as first, c.content, r.session_id as session from (
        select distinct near.first_block from unnest($2::bigint[]) as w (block)
        join lateral (
          select n.first_block, n.blocks from text_chunks n
          where n.kind = $1 and n.first_block <= w.block order by n.first_block desc limit 1
        ) near on w.block < near.first_block + near.blocks
      ) d
      join text_chunks c on c.kind = $1 and c.first_block = d.first_block
      ${OWNER} order by c.first_block desc`,
    values: [kind, blocks],
  });
  return rows.map(chunkOf);
}

/** The newest chunks between two blocks, newest first. */
export async function readChunksBetween(
  kind: TextKind,
  { from, below, limit }: { from: number; below: number; limit: number },
): Promise<FoundChunk[]> {
  const rows = await runPrepared<ChunkRow>({
    name: "read-text-chunks-between",
    text: `select c.first_block as first, c.content, r.session_id as session from (
        select * from text_chunks where kind = $1 and first_block >= $2 and first_block < $3
        order by first_block desc limit $4
      ) c ${OWNER} order by c.first_block desc`,
    values: [kind, from, below, limit],
  });
  return rows.map(chunkOf);
}

/** A recording's runs that begin before a block, newest first. */
export async function findRunsOf(
  kind: TextKind,
  sessionIds: readonly string[],
  { before, limit }: { before: number; limit: number },
): Promise<Run[]> {
  const rows = await runPrepared<{ first: string; blocks: number; session: string }>({
    name: "find-text-runs",
    text: `select first_block as first, blocks, session_id as session from text_runs
      where session_id = any($2) and kind = $1 and first_block < $3 order by first_block desc limit $4`,
    values: [kind, sessionIds, before, limit],
  });
  return rows.map(({ first, blocks, session }) => ({
    firstBlock: Number(first),
    blocks,
    sessionId: session,
  }));
}

/** When the last row before a block was left. @returns null when there is none */
export async function findMomentBefore(kind: TextKind, block: number): Promise<Date | null> {
  const rows = await runPrepared<{ at: Date }>({
    name: "find-text-moment",
    text: `select at from text_runs where kind = $1 and first_block < $2 order by first_block desc limit 1`,
    values: [kind, block],
  });
  return rows[0]?.at ?? null;
}

function chunkOf({ first, content, session }: ChunkRow): FoundChunk {
  return { firstBlock: Number(first), content, sessionId: session };
}
