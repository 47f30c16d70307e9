import { appendEvent, audited } from "@/lib/audit/append-event";
import { notify } from "@/lib/db/connection/notify";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { mayReview } from "../rules";
import { findExcluded } from "../store";
import { mayWithdraw } from "./rules";
import { findNotes, lockNoted } from "./store";

/**
 * Withdraws a note of one's own: pages show that there was one, the audit also what it said. Whoever was told of it is told
 * no longer.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | REVIEW_OWN | ROLE_MISSING | NOTE_NOT_OWN | NOTE_WITHDRAWN
 */
export async function withdrawNote(
  actor: PersonActor,
  { sessionId, noteId }: { sessionId: string; noteId: string },
): Promise<{ noteId: string }> {
  const attempt = { code: "recording.note-withdrawn", actor, subject: { sessionId } } as const;
  return audited(attempt, async (tx) => {
    const session = await lockNoted(tx, sessionId);
    if (!session) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const excluded = await findExcluded(tx, sessionId);
    const may = mayReview(actor, { excludedIds: excluded.map(({ id }) => id) });
    if (!may.ok) return may;
    const note = (await findNotes(tx, sessionId)).find(({ id }) => id === noteId);
    if (!note) return refuse("NOT_FOUND", { kind: "note", id: noteId });
    const mayIt = mayWithdraw(actor, note);
    if (!mayIt.ok) return mayIt;
    await appendEvent(tx, {
      ...attempt,
      subject: { sessionId, nodeId: session.nodeId },
      data: { noteId, fromMs: note.fromMs },
    });
    await finishNotices(tx, { kinds: ["mention"], subjectId: noteId });
    await notify(tx, "inbox_changed", { subjectId: sessionId });
    return allow({ noteId });
  });
}
