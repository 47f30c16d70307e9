import { appendEvent, audited } from "@/lib/audit/append-event";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow } from "@/lib/kernel/errors";
import { lockPerson, savePerson } from "../store";

/**
 * A person chooses the language in which the portal speaks to them, on every browser they sign in with.
 * @param language BCP 47 tag of one that the portal speaks (the edge has checked it); null: as the browser asks
 */
export async function chooseLanguage(
  actor: PersonActor,
  { language }: { language: string | null },
): Promise<{ language: string | null }> {
  const attempt = {
    code: "person.language-chosen",
    actor,
    subject: { personId: actor.id },
  } as const;
  return audited(attempt, async (tx) => {
    const person = await lockPerson(tx, actor.id);
    if (person?.language === language) return allow({ language });
    await savePerson(tx, actor.id, { language });
    await appendEvent(tx, { ...attempt, data: language === null ? {} : { language } });
    return allow({ language });
  });
}
