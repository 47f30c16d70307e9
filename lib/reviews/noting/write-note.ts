import { appendEvent, audited } from "@/lib/audit/append-event";
import { databaseNow } from "@/lib/db/clock";
import { notify } from "@/lib/db/connection/notify";
import { tell } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { rolesThatSee } from "@/lib/people/visibility";
import { findExcluded } from "../store";
import { MOST_TOLD, mayNote, mentionedIn } from "./rules";
import { findNamedIn, findNotes, lockNoted } from "./store";

/**
 * Writes a note on a moment or a stretch of a session's recording. The audit event is all there is of it, so that it is in
 * the signed log and in exported evidence. Whoever it names with an @ and may see the session is told on every page.
 * @param actor with groups confirmed by the edge
 * @param input.fromMs milliseconds since the recording began; @param input.toMs the same of a moment
 * @param input.text trimmed
 * @returns the note's id, and the names of those who are told
 * @throws AppError NOT_FOUND | REVIEW_OWN | ROLE_MISSING | RECORDING_DELETED | RECORDING_MISSING | INVALID_INPUT |
 *   TOO_MANY_NOTES
 */
export async function writeNote(
  actor: PersonActor,
  input: { sessionId: string; fromMs: number; toMs: number; text: string },
): Promise<{ noteId: string; told: string[] }> {
  const { sessionId, fromMs, toMs, text } = input;
  const attempt = { code: "recording.noted", actor, subject: { sessionId } } as const;
  return audited(attempt, async (tx) => {
    const session = await lockNoted(tx, sessionId);
    if (!session) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const excluded = await findExcluded(tx, sessionId);
    const noteCount = (await findNotes(tx, sessionId)).length;
    const excludedIds = excluded.map(({ id }) => id);
    const may = mayNote(actor, { ...session, excludedIds, noteCount }, input);
    if (!may.ok) return may;
    const readers = { roles: rolesThatSee("reviews", "all"), ownerId: session.personId };
    const named = await findNamedIn(tx, text, readers, MOST_NAMED);
    const told = mentionedIn(text, named).filter(({ id }) => id !== actor.id);
    if (told.length > MOST_TOLD) return refuse("INVALID_INPUT", { fields: ["text"], most: MOST_TOLD });
    const toldIds = told.map(({ id }) => id);
    const noteId = newId("auditEvent");
    await appendEvent(tx, {
      ...{ ...attempt, id: noteId },
      subject: { sessionId, nodeId: session.nodeId },
      data: { fromMs, toMs, text, toldIds },
    });
    const at = await databaseNow(tx);
    await tell(tx, { kind: "mention", subjectId: noteId, requestId: null, actor, at }, toldIds);
    await notify(tx, "inbox_changed", { subjectId: sessionId });
    return allow({ noteId, told: told.map(({ name }) => name) });
  });
}

/** Names that are part of longer ones are found with them: so many more are read than can be told. */
const MOST_NAMED = 200;
