import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { beginExport, type ExportFile } from "@/lib/recordings/exporting/export-file";
import { ofWholeRecording } from "@/lib/recordings/exporting/recorded-parts";
import { readInputRows } from "@/lib/recordings/sealed-input/read-input-rows";
import { writePackage } from "@/lib/recordings/sealed-input/sealed-package";
import { readSession } from "@/lib/sessions/read-session";
import { mayTakeInput } from "./rules";
import { findOpenable, isOpeningSaid } from "./store";

/**
 * Opens the sealed input of a session as a file, for the two people who agreed on it: sealed it stays, but whoever takes
 * it away is on record.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | ROLE_MISSING | DELETION_OWN | INPUT_OPENING_OVER | INPUT_OPENING_OTHERS |
 *   RECORDING_DELETED, also while it is read
 */
export async function openPackage(actor: PersonActor, sessionId: SessionId): Promise<ExportFile> {
  const session = await readSession(actor, sessionId);
  const found = await findOpenable(reading(), sessionId);
  if (!found)
    throw new AppError("NOT_FOUND", "no such session", { params: { kind: "session", id: sessionId } });
  const may = mayTakeInput(actor, found.session, await databaseNow(reading()));
  if (!may.ok)
    throw new AppError(
      may.code,
      `the input of ${sessionId} is not theirs`,
      may.params ? { params: may.params } : {},
    );
  const { opening } = found;
  if (!opening || !(await isOpeningSaid(reading(), opening)))
    throw new AppError("INPUT_OPENING_OVER", "the audit has not two people's words for it");
  const rows = ofWholeRecording(sessionId, readInputRows(sessionId));
  return beginExport(
    actor,
    { sessionId, nodeId: session.node.id, format: "sealed-input", isClear: null },
    {
      ...{ ending: "_input.jsonl", type: "application/jsonl", at: session.createdAt },
      pieces: writePackage({ sessionId, openingId: opening.id }, rows),
    },
  );
}
