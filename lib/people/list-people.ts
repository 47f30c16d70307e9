import { reading } from "@/lib/db/client";
import type { Page, PageRequest } from "@/lib/db/lists/paging";
import { readPage } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { findPeopleRows, peopleListed } from "./list-store";
import type { PersonFilters, PersonRow } from "./views";
import { scopeSeen } from "./visibility";

/**
 * Everybody who has ever signed in, by name.
 * @throws AppError ROLE_MISSING | INVALID_INPUT (a cursor that isn't ours)
 */
export async function listPeople(
  viewer: PersonActor,
  filters: PersonFilters = {},
  page: PageRequest = {},
): Promise<Page<PersonRow>> {
  scopeSeen(viewer, "people");
  const tx = reading();
  return readPage(
    tx,
    peopleListed(filters),
    { ...page, isKey: () => true },
    { find: (ids) => findPeopleRows(tx, ids), keyOf: ({ name, id }) => [name, id] },
  );
}
