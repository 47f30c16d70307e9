import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { isId } from "@/lib/kernel/ids";
import { countHistory, findSignIns } from "./list-store";
import { findPerson } from "./store";
import type { PersonDetail } from "./views";
import { scopeSeen } from "./visibility";

/**
 * One person with what they did here: oneself, or for administrators anybody.
 * @param personId as an address has it: anything
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readPerson(viewer: PersonActor, personId: string): Promise<PersonDetail> {
  if (viewer.id !== personId) scopeSeen(viewer, "people");
  const tx = reading();
  const person = isId("person", personId) ? await findPerson(tx, personId) : undefined;
  if (!person)
    throw new AppError("NOT_FOUND", "no such person", { params: { kind: "person", id: personId } });
  const [history, signIns] = await Promise.all([countHistory(tx, person.id), findSignIns(tx, person.id)]);
  return { ...person, history, signIns };
}
