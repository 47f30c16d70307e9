import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { listAllPeople, type Person } from "./store";
import { scopeSeen } from "./visibility";

/**
 * Everybody who has ever signed in, by name.
 * @throws AppError ROLE_MISSING
 */
export async function listPeople(viewer: PersonActor): Promise<Person[]> {
  scopeSeen(viewer, "people");
  return listAllPeople(reading());
}
