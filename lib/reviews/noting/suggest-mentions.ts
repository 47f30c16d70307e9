import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { suggestPeople } from "@/lib/people/list-store";
import { rolesThatSee } from "@/lib/people/visibility";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { mayReview } from "../rules";
import { findExcluded } from "../store";

/** How many are suggested: more letters find the others. */
const FEW = 6;

/**
 * Who may be named in a note on a session's recording, by a few letters of the name: those who may see the session.
 * @throws AppError NOT_FOUND | REVIEW_OWN | ROLE_MISSING
 */
export async function suggestMentions(
  actor: PersonActor,
  { sessionId, q }: { sessionId: string; q: string },
): Promise<{ people: { id: string; name: string }[] }> {
  const owner = await readSessionOwner(actor, sessionId);
  const tx = reading();
  const excluded = await findExcluded(tx, sessionId);
  const may = mayReview(actor, { excludedIds: excluded.map(({ id }) => id) });
  if (!may.ok) throw new AppError(may.code, "may not write a note", may.params ? { params: may.params } : {});
  const readers = { roles: rolesThatSee("reviews", "all"), ownerId: owner?.id ?? null };
  const people = await suggestPeople(tx, q, FEW, readers);
  return { people: people.filter(({ id }) => id !== actor.id).map(({ id, name }) => ({ id, name })) };
}
