import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { seenText } from "@/lib/db/lists/csv";
import type { PersonActor } from "@/lib/kernel/actor";
import type { SessionId } from "@/lib/kernel/ids";
import { readSession } from "@/lib/sessions/read-session";
import { isOver } from "@/lib/sessions/rules";
import { noRecording } from "../deleted/no-recording";
import { isBeingDeleted } from "../deleted/store";
import { clearUntil } from "../masking/clearance";
import { findProgress } from "../segments/store";
import { toAsciicast } from "./asciicast";
import { drawnEvents } from "./drawn-events";
import { beginExport, type ExportFile } from "./export-file";
import type { ExportFormat } from "./formats";
import { inPieces } from "./in-pieces";
import { ofWholeRecording } from "./recorded-parts";
import { transcriptLines } from "./transcript-lines";
import { toTranscript } from "./transcript-text";

const FILES = {
  "asciicast-v3": { ending: ".cast", type: "application/x-asciicast" },
  "asciicast-v2": { ending: "_v2.cast", type: "application/x-asciicast" },
  text: { ending: ".txt", type: "text/plain; charset=utf-8" },
} as const satisfies Record<ExportFormat, { ending: string; type: string }>;

/**
 * Opens a recording as a file: what it draws or its transcript, with secrets masked unless the person has unmasked it.
 * Whoever takes it away is on record.
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see; RECORDING_MISSING |
 *   RECORDING_DELETED
 */
export async function openExport(
  actor: PersonActor,
  sessionId: SessionId,
  format: ExportFormat,
): Promise<ExportFile> {
  const session = await readSession(actor, sessionId);
  const progress = await findProgress(reading(), sessionId);
  if (!progress || (await isBeingDeleted(reading(), sessionId)))
    throw await noRecording(reading(), sessionId);
  const isClear = (await clearUntil(actor, sessionId)) !== null;
  const { cols, rows, startedAt } = progress;
  const isClosed = isOver(session.state);
  const exported = { sessionId, progress, isClosed };
  const title = `${session.node.name} ${sessionId}`;
  const notes = [
    `${format === "text" ? "Transcript" : "Recording"} of session ${sessionId} on ${seenText(session.node.name)} (${session.node.id})`,
    `Recorded from ${startedAt.toISOString()}, exported at ${(await databaseNow(reading())).toISOString()}`,
    isClear
      ? "Secrets are not masked: whoever exported it had unmasked the recording."
      : "Secrets that were recognized are masked. Some may not have been recognized.",
    ...(isClosed ? [] : ["The session was still running."]),
  ].map((note) => note.replace(/[\r\n]+/g, " "));
  const lines =
    format === "text"
      ? toTranscript(
          { startedAt, notes },
          ofWholeRecording(sessionId, transcriptLines(exported, { isClear })),
        )
      : toAsciicast(
          { version: format === "asciicast-v3" ? 3 : 2, cols, rows, startedAt, title, notes },
          ofWholeRecording(sessionId, drawnEvents(exported, { isClear })),
        );
  return beginExport(
    actor,
    { sessionId, nodeId: session.node.id, format, isClear },
    { ...FILES[format], at: startedAt, pieces: inPieces(lines) },
  );
}
