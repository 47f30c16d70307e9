import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { findFullGrant } from "../read-store";
import { createRequest } from "./create-request";
import type { CreatedRequest } from "./decided-by-rule";

/**
 * Asks for the same again, from the end of a running access on: same nodes and user on them, decided by the same rules as any request.
 * @param input.justification trimmed
 * @throws AppError as createRequest does, and NOT_FOUND | NOT_THE_GRANTEE | GRANT_OVER | GRANT_NOT_STARTED |
 *   GRANT_UNUSED | GLASS_NOT_EXTENDED | ALREADY_EXTENDED
 */
export async function extendGrant(
  actor: PersonActor,
  { grantId, ...input }: { grantId: string; justification: string; windowSeconds: number },
): Promise<CreatedRequest> {
  const tx = reading();
  const grant = await findFullGrant(tx, grantId, await databaseNow(tx));
  if (!grant) throw new AppError("NOT_FOUND", "no such grant", { params: { kind: "grant", id: grantId } });
  // Whose it is, and whether it may be extended, is judged where the request is made, and recorded there.
  const about = grant.selector
    ? { selector: grant.selector, mostNodes: grant.mostNodes ?? 1 }
    : { nodeIds: grant.nodes.map(({ id }) => id) };
  return createRequest(actor, {
    ...{ ...about, ...input, windowStart: "approval", extendsGrantId: grantId },
    ...(grant.incident === null ? {} : { incident: grant.incident }),
    ...(grant.osUser === null ? {} : { osUser: grant.osUser }),
  });
}
