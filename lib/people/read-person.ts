import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { PersonId } from "@/lib/kernel/ids";
import { findPerson, type Person } from "./store";
import { scopeSeen } from "./visibility";

/**
 * One person: oneself, or for administrators anybody.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readPerson(viewer: PersonActor, personId: PersonId): Promise<Person> {
  if (viewer.id !== personId) scopeSeen(viewer, "people");
  const person = await findPerson(reading(), personId);
  if (!person)
    throw new AppError("NOT_FOUND", "no such person", { params: { kind: "person", id: personId } });
  return person;
}
