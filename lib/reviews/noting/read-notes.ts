import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { findNames } from "../read-store";
import { mayReview } from "../rules";
import { findExcluded } from "../store";
import { findNotes } from "./store";
import type { SessionNotes } from "./views";

/**
 * The notes on a session's recording, by moment, for whoever may see its review: whose session it was too. They stay when
 * the recording is deleted.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readNotes(viewer: PersonActor, sessionId: string): Promise<SessionNotes> {
  scopeSeen(viewer, "reviews");
  await readSessionOwner(viewer, sessionId);
  const tx = reading();
  const [stored, excluded] = await Promise.all([findNotes(tx, sessionId), findExcluded(tx, sessionId)]);
  const names = await findNames(tx, [...new Set(stored.flatMap(({ toldIds }) => toldIds))]);
  const canWrite = mayReview(viewer, { excludedIds: excluded.map(({ id }) => id) }).ok;
  const notes = stored.map(({ toldIds, text, ...note }) => ({
    ...note,
    // What was withdrawn is the audit's to say.
    text: note.withdrawnAt === null ? text : "",
    told: note.withdrawnAt === null ? toldIds.flatMap((id) => names.get(id) ?? []) : [],
    isMine: canWrite && note.authorId === viewer.id,
  }));
  return { notes: notes.sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs), canWrite };
}
