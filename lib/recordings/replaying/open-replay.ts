import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { readSession } from "@/lib/sessions/read-session";
import { isOver } from "@/lib/sessions/rules";
import { clearUntil } from "../masking/clearance";
import { maskedOutput } from "../masking/masked-output";
import { readRanges } from "../read-ranges";
import { findRecording } from "../store";
import { drawnAsciicast, toAsciicast } from "./asciicast";

/**
 * Opens a recording for replay. Whoever watches is on record too.
 * @returns the recording as asciicast v2, line by line: what it draws, with secrets masked; to whoever has unmasked it,
 *   what was recorded
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see; RECORDING_MISSING
 */
export async function openReplay(
  actor: PersonActor,
  sessionId: SessionId,
): Promise<{ lines: AsyncIterable<string> }> {
  const session = await readSession(actor, sessionId);
  const recording = await findRecording(reading(), sessionId);
  if (!recording) throw new AppError("RECORDING_MISSING", `${sessionId} has no recording`);
  await inTransaction((tx) =>
    appendEvent(tx, { code: "recording.replayed", actor, subject: { sessionId, nodeId: session.node.id } }),
  );
  const header = {
    cols: session.cols,
    rows: session.rows,
    startedAt: recording.startedAt,
    title: `${session.node.name} ${sessionId}`,
  };
  const ranges = readRanges(sessionId, isOver(session.state));
  if ((await clearUntil(actor, sessionId)) !== null) return { lines: toAsciicast(header, ranges) };
  const { cols, rows, startedAt } = header;
  return { lines: drawnAsciicast(header, maskedOutput(ranges, { startedAt, size: { cols, rows } })) };
}
