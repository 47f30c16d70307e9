import { appendEvent, audited } from "@/lib/audit/append-event";
import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { ROLES } from "@/lib/kernel/config/config";
import { AppError, allow } from "@/lib/kernel/errors";
import { findPerson, lockPerson } from "@/lib/people/store";
import { findChoice, isInUse, saveChoice } from "./store";
import type { OwnMail } from "./views";

/**
 * Whether the viewer is told by mail, and where.
 * @throws AppError ROLE_MISSING: whoever may do nothing is told nothing
 */
export async function readOwnMail(viewer: PersonActor): Promise<OwnMail> {
  if (viewer.roles.length === 0)
    throw new AppError("ROLE_MISSING", "is told nothing", { params: { roles: ROLES } });
  const tx = reading();
  const [isWanted, person, isSetUp] = await Promise.all([
    findChoice(tx, viewer.id, "mail"),
    findPerson(tx, viewer.id),
    isInUse(tx, "mail"),
  ]);
  return { isWanted, address: person?.email ?? null, isSetUp };
}

/** A person chooses whether they are told by mail, from the next message on. */
export async function chooseMail(
  actor: PersonActor,
  { isWanted }: { isWanted: boolean },
): Promise<{ isWanted: boolean }> {
  const code = isWanted ? "person.mail-enabled" : "person.mail-disabled";
  const attempt = { code, actor, subject: { personId: actor.id } } as const;
  return audited(attempt, async (tx) => {
    await lockPerson(tx, actor.id);
    if ((await findChoice(tx, actor.id, "mail")) === isWanted) return allow({ isWanted });
    await saveChoice(tx, actor.id, "mail", isWanted);
    await appendEvent(tx, { ...attempt, data: {} });
    return allow({ isWanted });
  });
}
