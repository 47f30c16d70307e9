import { inTransaction } from "@/lib/db/client";
import { AppError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { findAdministrators } from "@/lib/people/store";
import type { PolicyFile } from "../text/problems";
import { proposeVersion } from "./propose-version";

/**
 * Proposes rules from a folder, for whoever runs the command line: in the name of an administrator, who then can't
 * approve them. That it is theirs is this host's word, as the event's origin says.
 * @param input.administrator their id, or their name where one has it
 * @throws AppError NOT_FOUND where there is no such administrator, or several; and what proposing refuses with
 */
export async function importVersion(
  input: { administrator: string; files: readonly PolicyFile[]; reason: string },
  origin: string,
): Promise<{ policyId: string; administrator: string }> {
  const { administrator: who, ...proposal } = input;
  const found = await inTransaction((tx) => findAdministrators(tx, who));
  const [administrator, ...others] = found;
  if (!administrator || others.length > 0)
    throw new AppError(
      "NOT_FOUND",
      `${administrator ? "several administrators are" : "no administrator is"} called ${who}`,
    );
  const { id, name, roles, groups, groupsReadAt } = administrator;
  const actor = {
    kind: "person",
    id,
    name,
    roles,
    groups,
    groupsReadAt,
    signInId: newId("signIn"),
    origin,
  } as const;
  const { policyId } = await proposeVersion(actor, proposal);
  return { policyId, administrator: name };
}
