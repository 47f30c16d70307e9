import type { PersonActor } from "@/lib/kernel/actor";
import type { SessionId } from "@/lib/kernel/ids";
import { readSession } from "@/lib/sessions/read-session";
import { isOver } from "@/lib/sessions/rules";
import { clearUntil } from "../masking/clearance";
import { replaying } from "../replaying/replaying";
import { toAsciicast } from "./asciicast";
import { drawnEvents } from "./drawn-events";
import { inPieces } from "./in-pieces";

/**
 * Opens a recording as a file. Whoever takes it away is on record.
 * @returns asciicast v2: what the recording draws, with secrets masked unless the person has unmasked it
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see; RECORDING_MISSING
 */
export async function openExport(
  actor: PersonActor,
  sessionId: SessionId,
): Promise<{ name: string; type: string; pieces: AsyncIterable<Uint8Array> }> {
  const session = await readSession(actor, sessionId);
  const progress = await replaying(actor, sessionId, { always: true });
  const isClear = (await clearUntil(actor, sessionId)) !== null;
  const { cols, rows, startedAt } = progress;
  const header = { cols, rows, startedAt, title: `${session.node.name} ${sessionId}` };
  const exported = { sessionId, progress, isClosed: isOver(session.state) };
  const lines = toAsciicast(header, drawnEvents(exported, { isClear }));
  return { name: `${sessionId}.cast`, type: "application/x-asciicast", pieces: inPieces(lines) };
}
