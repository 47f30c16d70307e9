import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError, isAppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { readSession } from "@/lib/sessions/read-session";
import { MovedOutput } from "../bucket/moved-output";
import { beginExport, type ExportFile } from "../exporting/export-file";
import { CLEAR_SECONDS } from "../masking/clear-rules";
import { clearReason } from "../masking/clearance";
import { findBegunBundle } from "./bundle-store";
import { beginBundle, findHeadsOver, readBundle } from "./export-bundle";

/** Whoever waits asks again: a proxy would break off what says nothing for a minute. */
const AT_ONCE = { everyMs: 0, mostMs: 0 };

export interface PreparedBundle {
  /**
   * "masked": the person has not unmasked the recording, and the evidence can't be masked. "waiting": a part of it is not
   * sealed, or no signed head covers it yet; asked again it goes on.
   */
  state: "masked" | "waiting" | "ready";
}

/**
 * Prepares a session's evidence for a person who has unmasked its recording, with the reason that they gave for that.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see; SESSION_STILL_OPEN; RECORDING_MISSING
 */
export async function prepareBundle(actor: PersonActor, sessionId: SessionId): Promise<PreparedBundle> {
  await readSession(actor, sessionId);
  const reason = await clearReason(actor, sessionId);
  if (reason === null) return { state: "masked" };
  const begun = (await begunBy(actor, sessionId)) ?? (await begin(actor, { sessionId, reason }));
  return { state: begun && (await findHeadsOver(begun.eventId)) ? "ready" : "waiting" };
}

/**
 * Opens evidence that was prepared as a file. Whoever takes it away is on record.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see; REASON_MISSING when they have not
 *   unmasked the recording; EVIDENCE_UNSEALED when it was not prepared, or no signed head covers it yet; TOO_LARGE;
 *   RECORDING_UNREADABLE, AWS_* when what lies in the bucket can't be read
 */
export async function openBundle(actor: PersonActor, sessionId: SessionId): Promise<ExportFile> {
  const session = await readSession(actor, sessionId);
  if ((await clearReason(actor, sessionId)) === null)
    throw new AppError("REASON_MISSING", `${sessionId} is masked for them: evidence can't be`);
  const begun = await begunBy(actor, sessionId);
  if (!begun) throw new AppError("EVIDENCE_UNSEALED", `the evidence of ${sessionId} was not prepared`);
  const pieces = await readBundle(sessionId, begun, AT_ONCE);
  await new MovedOutput(sessionId).check();
  return beginExport(
    actor,
    { sessionId, nodeId: session.node.id, format: "evidence", isClear: true },
    { ending: "_evidence.tar", type: "application/x-tar", at: session.createdAt, pieces },
  );
}

function begunBy({ id: personId }: PersonActor, sessionId: string) {
  return findBegunBundle(reading(), { sessionId, personId, seconds: CLEAR_SECONDS });
}

/** @returns undefined: not all of it is sealed yet */
async function begin(actor: PersonActor, about: { sessionId: string; reason: string }) {
  try {
    return await beginBundle(actor, about, AT_ONCE);
  } catch (error) {
    if (isAppError(error) && error.code === "EVIDENCE_UNSEALED") return undefined;
    throw error;
  }
}
