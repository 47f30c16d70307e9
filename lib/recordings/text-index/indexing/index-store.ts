import { handleOf, type Tx } from "@/lib/db/client";
import type { Shard } from "../format/shard";
import type { TextKind } from "../kinds";

/** How much of a recording is in segments, and in the index. */
export interface IndexProgress {
  segments: number;
  commands: number;
  indexedSegments: number;
  indexedCommands: number;
  startedAt: Date;
}

/** Recordings with something to be indexed, oldest first. One that failed waits longer each time. */
export async function findUnindexed(tx: Tx, limit: number): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select session_id as id from replay_progress
    where (indexed_segments < segments or indexed_commands < commands)
      and (index_failures = 0
        or index_failed_at < clock_timestamp() - interval '10 seconds' * power(2, least(index_failures, 9)))
    order by changed_at limit ${limit}`;
  return rows.map(({ id }) => id);
}

export async function findIndexProgress(tx: Tx, sessionId: string): Promise<IndexProgress | undefined> {
  const row = await handleOf(tx).replayProgress.findUnique({
    where: { sessionId },
    select: {
      ...{ segments: true, commands: true, indexedSegments: true, indexedCommands: true },
      recording: { select: { startedAt: true } },
    },
  });
  if (!row) return undefined;
  const { recording, ...progress } = row;
  return { ...progress, startedAt: recording.startedAt };
}

/** The same, locked: whoever else indexes this recording waits, and then sees what was indexed. */
export async function lockIndexProgress(tx: Tx, sessionId: string): Promise<IndexProgress | undefined> {
  await handleOf(tx)
    .$queryRaw`select session_id from replay_progress where session_id = ${sessionId} for update`;
  return findIndexProgress(tx, sessionId);
}

export async function saveIndexProgress(
  tx: Tx,
  sessionId: string,
  { segments, commands }: { segments: number; commands: number },
): Promise<void> {
  await handleOf(tx).$executeRaw`
    update replay_progress set indexed_segments = ${segments}, indexed_commands = ${commands}, index_failures = 0,
      index_failed_at = null
    where session_id = ${sessionId}`;
}

export async function saveIndexFailure(tx: Tx, sessionId: string): Promise<void> {
  await handleOf(tx).$executeRaw`
    update replay_progress set index_failures = index_failures + 1, index_failed_at = clock_timestamp()
    where session_id = ${sessionId}`;
}

/** The lines of segments, packed, and when the last one ends. */
export async function findPackedLines(
  tx: Tx,
  sessionId: string,
  { from, limit }: { from: number; limit: number },
): Promise<{ lines: Uint8Array; toMs: number }[]> {
  return handleOf(tx).recordingSegment.findMany({
    where: { sessionId, number: { gte: from } },
    orderBy: { number: "asc" },
    take: limit,
    select: { lines: true, toMs: true },
  });
}

/**
 * Adds a part to the index, at its end: its blocks get the next numbers. Whoever else adds one waits until the
 * transaction is over.
 * @param at the moment of the last row
 */
export async function appendShard(
  tx: Tx,
  shard: Shard,
  { kind, sessionId, at }: { kind: TextKind; sessionId: string; at: Date },
): Promise<void> {
  const handle = handleOf(tx);
  const [head] = await handle.$queryRaw<{ first: bigint }[]>`
    update text_heads set next_block = next_block + ${shard.blocks} where kind = ${kind}
    returning next_block - ${shard.blocks} as first`;
  if (!head) throw new TypeError(`the index has no ${kind}`);
  const firstBlock = head.first;
  const [made] = await handle.$queryRaw<{ id: bigint }[]>`
    insert into text_shards (kind, first_block, blocks, text_bytes, bucket_bits, state)
    values (${kind}, ${firstBlock}, ${shard.blocks}, ${shard.textBytes}, ${shard.bucketBits}, 'live') returning id`;
  if (!made) throw new TypeError("nothing was inserted");
  const shardId = made.id;
  await handle.textPostings.createMany({
    data: shard.buckets.map(({ number, content }) => ({
      ...{ shardId, bucket: number, content: Uint8Array.from(content) },
    })),
  });
  await handle.textRun.create({
    data: { kind, firstBlock, blocks: shard.blocks, sessionId, at },
    select: { kind: true },
  });
  await handle.textChunk.createMany({
    data: shard.chunks.map((chunk) => ({
      ...{ kind, firstBlock: firstBlock + BigInt(chunk.firstBlock), blocks: chunk.blocks },
      content: Uint8Array.from(chunk.content),
    })),
  });
}

/**
 * Takes a recording's text out of the index, its newest runs first. Nothing of what was taken is found from then on; its
 * keys go when the parts that have them are made anew.
 * @param most runs to take away at once
 * @returns how many blocks they had; 0: there is nothing left
 */
export async function deleteText(tx: Tx, sessionId: string, most: number): Promise<number> {
  const rows = await handleOf(tx).$queryRaw<{ blocks: number }[]>`
    with gone as (
      delete from text_runs r using (
        select kind, first_block from text_runs where session_id = ${sessionId} order by first_block desc limit ${most}
      ) p where r.kind = p.kind and r.first_block = p.first_block
      returning r.kind, r.first_block, r.blocks
    ), chunks as (
      delete from text_chunks c using gone g
      where c.kind = g.kind and c.first_block >= g.first_block and c.first_block < g.first_block + g.blocks
    ), stale as (
      update text_shards s set is_stale = true from gone g
      where s.kind = g.kind and s.first_block < g.first_block + g.blocks and s.first_block + s.blocks > g.first_block
    )
    select coalesce(sum(blocks), 0)::int as blocks from gone`;
  return rows[0]?.blocks ?? 0;
}
