import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { actionState } from "@/lib/nodes/rules";
import { scopeSeen } from "@/lib/people/visibility";
import { sentencesOf } from "@/lib/policy/obligations";
import { findExtensionOf } from "./extension-store";
import { findFullGrant, findNameOf } from "./read-store";
import { grantRow } from "./rows";
import { mayExtend } from "./rules";
import type { GrantDetail } from "./views";

/**
 * One grant with its sessions.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readGrant(viewer: PersonActor, grantId: string): Promise<GrantDetail> {
  const scope = scopeSeen(viewer, "grants");
  const tx = reading();
  const at = await databaseNow(tx);
  const grant = await findFullGrant(tx, grantId, at);
  if (!grant || (scope === "own" && grant.personId !== viewer.id))
    throw new AppError("NOT_FOUND", "no such grant", { params: { kind: "grant", id: grantId } });
  const found = await findExtensionOf(tx, grantId);
  return {
    ...grantRow(viewer, grant, at),
    ruleVersion: grant.ruleVersion,
    obligations: grant.obligations,
    sentences: sentencesOf(grant.obligations),
    extension: found && { requestId: found.requestId, state: found.state, endsAt: found.endsAt },
    extend: actionState(mayExtend(viewer, grant, found, at)),
    endedByName: grant.endedById ? await findNameOf(tx, grant.endedById) : null,
    sessions: grant.sessions,
  };
}
