import { handleOf, type Tx } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { MASKING_RULES } from "../masking/rules-number";

/** How many of a recording's segments can be masked, and are. */
export interface MaskProgress {
  /** A segment whose successor is not made yet can't be: what comes may make a secret of its end. */
  segments: number;
  masked: number;
}

/** Recordings with segments to be masked, oldest first. */
export async function findUnmasked(tx: Tx, limit: number): Promise<string[]> {
  const rows = await handleOf(tx).$queryRaw<{ id: string }[]>`
    select session_id as id from replay_progress
    where masked_segments < segments and (finished_at is not null or masked_segments + 1 < segments)
    order by changed_at limit ${limit}`;
  return rows.map(({ id }) => id);
}

export async function findMaskProgress(tx: Tx, sessionId: string): Promise<MaskProgress | undefined> {
  const row = await handleOf(tx).replayProgress.findUnique({
    where: { sessionId },
    select: { segments: true, maskedSegments: true, finishedAt: true },
  });
  if (!row) return undefined;
  return { segments: row.finishedAt ? row.segments : row.segments - 1, masked: row.maskedSegments };
}

/** The same, locked: whoever else masks this recording, or deletes it, waits. */
export async function lockMaskProgress(tx: Tx, sessionId: string): Promise<MaskProgress | undefined> {
  await handleOf(tx)
    .$queryRaw`select session_id from replay_progress where session_id = ${sessionId} for update`;
  return findMaskProgress(tx, sessionId);
}

export interface StoredSegment {
  number: number;
  content: Uint8Array;
  lines: Uint8Array;
}

/** Segments as they were recorded, in order. @param to the last one wanted */
export async function findClearSegments(
  tx: Tx,
  sessionId: string,
  { from, to }: { from: number; to: number },
): Promise<StoredSegment[]> {
  return handleOf(tx).recordingSegment.findMany({
    where: { sessionId, number: { gte: from, lte: to } },
    orderBy: { number: "asc" },
    select: { number: true, content: true, lines: true },
  });
}

export interface MaskedSegment {
  number: number;
  /** Packed; null where there is nothing to mask. */
  content: Uint8Array | null;
  lines: Uint8Array | null;
}

/** Keeps masked segments. @param masked how many there are of the recording now */
export async function saveMasked(
  tx: Tx,
  sessionId: string,
  rows: readonly MaskedSegment[],
  masked: number,
): Promise<void> {
  for (const { number, content, lines } of rows)
    await handleOf(tx).$executeRaw`
      update recording_segments set masking = ${MASKING_RULES}, masked = ${content && Buffer.from(content)},
        masked_lines = ${lines && Buffer.from(lines)}
      where session_id = ${sessionId} and number = ${number}`;
  await handleOf(tx).$executeRaw`
    update replay_progress set masked_segments = ${masked} where session_id = ${sessionId}`;
}

/** A part of a recording as it can be sent without work, if it is masked. */
export interface ShownPart {
  number: number;
  packed: Uint8Array;
  /** By the rules of today; else it is as it was recorded. */
  isMasked: boolean;
}

/** A segment by its number, or the last one that begins at or before a moment. */
export const findShownSegment = (tx: Tx, sessionId: string, place: ShownPlace) =>
  findShown(tx, sessionId, place, { masked: Prisma.sql`masked`, clear: Prisma.sql`content` });

/** The same of the lines that were left while a segment lasted. */
export const findShownLines = (tx: Tx, sessionId: string, place: ShownPlace) =>
  findShown(tx, sessionId, place, { masked: Prisma.sql`masked_lines`, clear: Prisma.sql`lines` });

type ShownPlace = { number: number } | { ms: number };

async function findShown(
  tx: Tx,
  sessionId: string,
  place: ShownPlace,
  { masked, clear }: { masked: Prisma.Sql; clear: Prisma.Sql },
): Promise<ShownPart | undefined> {
  const there =
    "number" in place
      ? Prisma.sql`number = ${place.number}`
      : Prisma.sql`from_ms <= ${place.ms} order by from_ms desc, number desc limit 1`;
  const [row] = await handleOf(tx).$queryRaw<ShownPart[]>`
    select number, masking is not distinct from ${MASKING_RULES} as "isMasked",
      case when masking = ${MASKING_RULES} then coalesce(${masked}, ${clear}) else ${clear} end as packed
    from recording_segments where session_id = ${sessionId} and ${there}`;
  return row;
}

/** Whether all segments of a recording are masked by the rules of today. */
export async function isAllMasked(tx: Tx, sessionId: string): Promise<boolean> {
  const [row] = await handleOf(tx).$queryRaw<{ all: boolean | null }[]>`
    select bool_and(masking is not distinct from ${MASKING_RULES}) as all
    from recording_segments where session_id = ${sessionId}`;
  return row?.all === true;
}
