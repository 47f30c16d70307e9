import type { Tx } from "@/lib/db/client";
import { joinSummaries, type SummarizedSegment } from "./join-summaries";
import { findBlocks, findSummaries, type SegmentRow } from "./store";

/** So many segments have their summaries put together in the row of the last of them. */
export const BLOCK_SEGMENTS = 64;
/**
 * Adds to the last row of each block what its segments come to.
 * @param rows new ones, in order and without a gap
 */
export async function withBlocks(
  tx: Tx,
  sessionId: string,
  rows: readonly SegmentRow[],
): Promise<SegmentRow[]> {
  const first = rows[0]?.number ?? 0;
  const begun = first - (first % BLOCK_SEGMENTS);
  const isOneComplete = rows.some(({ number }) => isLastOfBlock(number));
  if (!isOneComplete) return [...rows];
  const all = [...(await findSummaries(tx, sessionId, { from: begun, before: first })), ...rows];
  return rows.map((row) => {
    if (!isLastOfBlock(row.number)) return row;
    const end = row.number + 1 - begun;
    return { ...row, block: joinSummaries(all.slice(end - BLOCK_SEGMENTS, end)) };
  });
}

/**
 * What is known of the first `count` segments, in order: of a whole block in one.
 * @returns as many as blocks, and at most two blocks' segments, however many there are; more where the release that made
 *   them put nothing together
 */
export async function readSummaries(tx: Tx, sessionId: string, count: number): Promise<SummarizedSegment[]> {
  const lasts = Array.from(
    { length: Math.floor(count / BLOCK_SEGMENTS) },
    (_, index) => (index + 1) * BLOCK_SEGMENTS - 1,
  );
  const blocks = await findBlocks(tx, sessionId, lasts);
  const summaries: SummarizedSegment[] = [];
  let read = 0;
  const readTo = async (before: number) => {
    if (read < before) summaries.push(...(await findSummaries(tx, sessionId, { from: read, before })));
  };
  for (const { number, ...block } of blocks) {
    await readTo(number + 1 - BLOCK_SEGMENTS);
    summaries.push(block);
    read = number + 1;
  }
  await readTo(count);
  return summaries;
}

const isLastOfBlock = (number: number) => number % BLOCK_SEGMENTS === BLOCK_SEGMENTS - 1;
