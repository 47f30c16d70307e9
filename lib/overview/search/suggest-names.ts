import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { isId } from "@/lib/kernel/ids";
import { listNodes } from "@/lib/nodes/lists/list-nodes";
import { suggestPeople } from "@/lib/people/list-store";
import { seesAll } from "@/lib/people/visibility";
import { findNames } from "./names-store";
import type { Suggested, SuggestedName } from "./views";

/** How many are suggested: more letters find the others. */
const FEW = 8;

/**
 * People or nodes that a few letters may mean, by name; without letters the first few. People are suggested to those
 * who see everybody's requests, in which their names stand.
 * @throws AppError ROLE_MISSING
 */
export async function suggestNames(
  viewer: PersonActor,
  { kind, text }: { kind: Suggested; text: string },
): Promise<{ names: SuggestedName[] }> {
  if (kind === "person") {
    if (!seesAll(viewer, "requests"))
      throw new AppError("ROLE_MISSING", "may not see others", {
        params: { roles: ["approver", "reviewer", "administrator"] },
      });
    const people = await suggestPeople(reading(), text, FEW);
    return { names: people.map(({ id, name, email }) => ({ id, name, detail: email })) };
  }
  const { rows } = await listNodes(viewer, text === "" ? {} : { search: text }, { limit: FEW });
  return {
    names: rows.map(({ id, name, accountName, region }) => ({
      id,
      name,
      detail: `${accountName} · ${region}`,
    })),
  };
}

/** The names behind the ids that a list's address may have; what the viewer may not see has none. */
export async function namesBehind(
  viewer: PersonActor,
  { person, node }: { person: string | undefined; node: string | undefined },
): Promise<{ person?: string; node?: string }> {
  const isSeen = person !== undefined && isId("person", person) && seesAll(viewer, "requests");
  const personId = isSeen ? person : null;
  if (personId === null && node === undefined) return {};
  return findNames(reading(), { personId, nodeId: node ?? null });
}
