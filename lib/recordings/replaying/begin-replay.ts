import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import type { SessionId } from "@/lib/kernel/ids";
import { clearUntil } from "../masking/clearance";
import { readSummaries } from "../segments/blocks";
import { parsePart, SEGMENT_VERSION, type Segment } from "../segments/format";
import { summarize } from "../segments/overview";
import { findWaitingBytes } from "../segments/store";
import type { ReplayBeginning } from "../segments/views";
import { shownSegment } from "./read-segment";
import { readTail } from "./read-tail";
import { replaying } from "./replaying";

/**
 * Begins a replay: what a player and its page need to know of a recording, and the part that its first picture comes
 * from. That somebody began is on record.
 * @param isAgain the same player asks what has come since: that is no other replay
 * @throws AppError ROLE_MISSING | NOT_FOUND when the session is not theirs to see; RECORDING_MISSING
 */
export async function beginReplay(
  actor: PersonActor,
  sessionId: SessionId,
  { isAgain = false } = {},
): Promise<ReplayBeginning> {
  const progress = await replaying(actor, sessionId, { always: !isAgain });
  // Those that were made since are in the tail.
  const segments = await readSummaries(reading(), sessionId, progress.segments);
  const tail = await readTail(sessionId, progress);
  const waitingBytes = tail?.isCut ? await findWaitingBytes(reading(), sessionId) : 0;
  const tailParts = tail ? tail.made.map(({ segment, ...rest }) => ({ toMs: segment.toMs, ...rest })) : [];
  const overview = {
    version: SEGMENT_VERSION,
    startedAt: progress.startedAt.toISOString(),
    ...summarize([...segments, ...tailParts]),
    isComplete: progress.finishedAt !== null,
    waitingBytes,
    failure: progress.failure,
    clearUntil: (await clearUntil(actor, sessionId))?.toISOString() ?? null,
    segments: progress.segments + tailParts.length,
    lines: progress.lines + tailParts.reduce((sum, { lines }) => sum + lines.length, 0),
    commands: progress.commands + tailParts.reduce((sum, { commands }) => sum + commands.length, 0),
  };
  if (isAgain || overview.segments === 0) return { ...overview, first: null };
  const place = { ms: overview.posterMs };
  const { packed, isFinal } = await shownSegment(actor, sessionId, place, { progress, tail });
  return { ...overview, first: { segment: await parsePart<Segment>(packed), isFinal } };
}
