import { handleOf, runPrepared, type Tx } from "@/lib/db/client";
import type { Bucket } from "../format/shard";
import type { TextKind } from "../kinds";
import type { MergeableShard } from "./merge-rules";

export interface StoredShard extends MergeableShard {
  id: bigint;
  bucketBits: number;
}

/** A merge that is under way. */
export interface BuildingShard extends StoredShard {
  nextStep: number;
}

/** Live parts, oldest first. @param within only those between these blocks */
export async function findLiveShards(
  tx: Tx,
  kind: TextKind,
  within?: { firstBlock: number; blocks: number },
): Promise<StoredShard[]> {
  const range = within && { gte: within.firstBlock, lt: within.firstBlock + within.blocks };
  const rows = await handleOf(tx).textShard.findMany({
    where: { kind, state: "live", ...(range ? { firstBlock: range } : {}) },
    orderBy: { firstBlock: "asc" },
    select: SHARD,
  });
  return rows.map(shardOf);
}

export async function findBuildingShard(tx: Tx, kind: TextKind): Promise<BuildingShard | undefined> {
  const row = await handleOf(tx).textShard.findFirst({
    where: { kind, state: "building" },
    select: { ...SHARD, nextStep: true },
  });
  return row ? { ...shardOf(row), nextStep: row.nextStep } : undefined;
}

/** Begins a merge. It does nothing while another is under way. */
export async function beginBuilding(
  tx: Tx,
  kind: TextKind,
  shard: Pick<StoredShard, "firstBlock" | "blocks" | "textBytes" | "bucketBits">,
): Promise<void> {
  const { firstBlock, blocks, textBytes, bucketBits } = shard;
  await handleOf(tx).$executeRaw`
    insert into text_shards (kind, first_block, blocks, text_bytes, bucket_bits, state)
    values (${kind}, ${firstBlock}, ${blocks}, ${textBytes}, ${bucketBits}, 'building') on conflict do nothing`;
}

/** The buckets of parts, each from one number up to another, in order. */
export async function readBucketRanges(
  ranges: readonly { id: bigint; from: number; to: number }[],
): Promise<Map<bigint, Uint8Array[]>> {
  const rows = await runPrepared<{ id: string; content: Buffer }>({
    name: "read-text-buckets",
    text: `select p.shard_id as id, p.content from unnest($1::bigint[], $2::int[], $3::int[]) as w (id, lowest, below)
      join text_postings p on p.shard_id = w.id and p.bucket >= w.lowest and p.bucket < w.below
      order by p.shard_id, p.bucket`,
    values: [ranges.map(({ id }) => id), ranges.map(({ from }) => from), ranges.map(({ to }) => to)],
  });
  const found = new Map<bigint, Uint8Array[]>();
  for (const { id, content } of rows) {
    const key = BigInt(id);
    const buckets = found.get(key) ?? [];
    buckets.push(content);
    found.set(key, buckets);
  }
  return found;
}

/** Which blocks between two still have text: [first, one after the last]. */
export async function findAliveBlocks(
  tx: Tx,
  kind: TextKind,
  { firstBlock, blocks }: { firstBlock: number; blocks: number },
): Promise<[from: number, to: number][]> {
  const rows = await handleOf(tx).textRun.findMany({
    where: { kind, firstBlock: { gte: firstBlock, lt: firstBlock + blocks } },
    select: { firstBlock: true, blocks: true },
  });
  return rows.map((row) => [Number(row.firstBlock), Number(row.firstBlock) + row.blocks]);
}

/** @returns the step that comes next, locked until the transaction is over; undefined when somebody has finished */
export async function lockBuilding(tx: Tx, id: bigint): Promise<number | undefined> {
  const rows = await handleOf(tx).$queryRaw<{ step: number }[]>`
    select next_step as step from text_shards where id = ${id} and state = 'building' for update`;
  return rows[0]?.step;
}

export async function saveStep(tx: Tx, shardId: bigint, buckets: readonly Bucket[]): Promise<void> {
  await handleOf(tx).textPostings.createMany({
    data: buckets.map(({ number, content }) => ({
      ...{ shardId, bucket: number, content: Uint8Array.from(content) },
    })),
  });
  await handleOf(tx).$executeRaw`update text_shards set next_step = next_step + 1 where id = ${shardId}`;
}

/** Puts what was built in the place of the parts that it was made of. */
export async function finishBuilding(
  tx: Tx,
  kind: TextKind,
  { id, firstBlock, blocks }: Pick<StoredShard, "id" | "firstBlock" | "blocks">,
): Promise<void> {
  const handle = handleOf(tx);
  await handle.$executeRaw`
    delete from text_postings p using text_shards s
    where p.shard_id = s.id and s.kind = ${kind} and s.state = 'live' and s.first_block >= ${firstBlock}
      and s.first_block < ${firstBlock + blocks}`;
  await handle.$executeRaw`
    delete from text_shards where kind = ${kind} and state = 'live' and first_block >= ${firstBlock}
      and first_block < ${firstBlock + blocks}`;
  await handle.$executeRaw`update text_shards set state = 'live' where id = ${id}`;
}

const SHARD = {
  ...{ id: true, firstBlock: true, blocks: true, textBytes: true, bucketBits: true, isStale: true },
} as const;

function shardOf(row: {
  id: bigint;
  firstBlock: bigint;
  blocks: number;
  textBytes: bigint;
  bucketBits: number;
  isStale: boolean;
}): StoredShard {
  return { ...row, firstBlock: Number(row.firstBlock), textBytes: Number(row.textBytes) };
}
