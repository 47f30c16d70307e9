import { z } from "zod";
import { inTransaction, reading } from "@/lib/db/client";
import { SEGMENT_VERSION, unpack } from "../../segments/format";
import { findCommands } from "../../segments/store";
import { toBlocks } from "../format/blocks";
import { type Shard, toShard } from "../format/shard";
import {
  appendShard,
  findIndexProgress,
  findPackedLines,
  lockIndexProgress,
  saveIndexProgress,
} from "./index-store";
import { type LinesPart, rowsOfCommands, rowsOfLines } from "./rows-of-recording";

/** Segments that are indexed in one step: about 256 KB of text, a tenth of a second of work. */
const STEP_SEGMENTS = 4;
/** Commands that are read for one step: more than four segments can hold. */
const STEP_COMMANDS = 20_000;

/** Lines before these that are read for what goes on in them. */
const LINES_BEFORE = 400;

const linesSchema = z.object({
  version: z.literal(SEGMENT_VERSION),
  firstLine: z.number(),
  lines: z.array(
    z.object({
      ...{ atMs: z.number(), fromMs: z.number(), text: z.string() },
      kind: z.enum(["output", "program", "mark"]),
    }),
  ),
});

/**
 * Indexes the next segments and commands of one recording. Another process that does the same meanwhile loses: what it
 * made is thrown away.
 * @returns whether there may be more
 */
export async function indexRecording(sessionId: string): Promise<boolean> {
  const progress = await findIndexProgress(reading(), sessionId);
  if (!progress) return false;
  const { indexedSegments, indexedCommands } = progress;
  const stored = await findPackedLines(reading(), sessionId, { from: indexedSegments, limit: STEP_SEGMENTS });
  const segments = stored.slice(0, progress.segments - indexedSegments);
  const isLast = indexedSegments + segments.length >= progress.segments;
  const untilMs = segments.at(-1)?.toMs ?? 0;
  const limit = Math.min(STEP_COMMANDS, progress.commands - indexedCommands);
  const all = limit > 0 ? await findCommands(reading(), sessionId, { from: indexedCommands, limit }) : [];
  // Each with the output it stands in.
  const commands = isLast ? all : all.filter(({ atMs }) => atMs <= untilMs);
  if (segments.length === 0 && commands.length === 0) return false;
  const parts: LinesPart[] = [];
  for (const { lines } of segments)
    parts.push(linesSchema.parse(JSON.parse((await unpack(lines)).toString())));
  const before = await linesBefore(sessionId, indexedSegments);
  const made = {
    command: shardOf(toBlocks(rowsOfCommands(commands))),
    output: shardOf(toBlocks(rowsOfLines(parts, commands, before))),
  };
  const lastMs = { command: commands.at(-1)?.atMs ?? 0, output: untilMs };
  const after = {
    segments: indexedSegments + segments.length,
    commands: indexedCommands + commands.length,
  };
  return inTransaction(async (tx) => {
    const now = await lockIndexProgress(tx, sessionId);
    if (now?.indexedSegments !== indexedSegments || now.indexedCommands !== indexedCommands) return false;
    for (const kind of ["command", "output"] as const) {
      const shard = made[kind];
      const at = new Date(progress.startedAt.getTime() + lastMs[kind]);
      if (shard) await appendShard(tx, shard, { kind, sessionId, at });
    }
    await saveIndexProgress(tx, sessionId, after);
    return after.segments < now.segments || after.commands < now.commands;
  });
}

/** The lines before a segment: a private key may have begun there. */
async function linesBefore(sessionId: string, segment: number): Promise<string[]> {
  if (segment === 0) return [];
  const [stored] = await findPackedLines(reading(), sessionId, { from: segment - 1, limit: 1 });
  if (!stored) return [];
  const { lines } = linesSchema.parse(JSON.parse((await unpack(stored.lines)).toString()));
  return lines.slice(-LINES_BEFORE).map(({ text }) => text);
}

function shardOf(blocks: ReturnType<typeof toBlocks>): Shard | undefined {
  return blocks.length === 0 ? undefined : toShard(blocks);
}
