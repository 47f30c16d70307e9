import { appendEvent } from "@/lib/audit/append-event";
import type { Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { type GrantId, newId } from "@/lib/kernel/ids";
import { addSeconds } from "@/lib/kernel/time";
import type { Obligations } from "@/lib/policy/obligations";
import { insertGrant } from "./store";

/**
 * Issues the grant of a request whose decisions are complete: from now, for the window that was decided.
 * In the deciding transaction: there is no approved request without its grant.
 * @param decided.by whoever's decision completed it; the system where the rule asked for nobody
 */
export async function issueGrant(
  tx: Tx,
  decided: {
    by: Actor;
    at: Date;
    windowSeconds: number;
    request: {
      id: string;
      requesterId: string;
      ruleVersion: string;
      obligations: Obligations;
      nodes: readonly { id: string }[];
    };
  },
): Promise<GrantId> {
  const { by, at, windowSeconds, request } = decided;
  const grantId = newId("grant");
  const { id: requestId, requesterId: personId, ruleVersion, obligations } = request;
  const nodeIds = request.nodes.map(({ id }) => id);
  const endsAt = addSeconds(at, windowSeconds);
  await insertGrant(
    tx,
    { id: grantId, requestId, personId, startsAt: at, endsAt, windowSeconds, ruleVersion, obligations },
    nodeIds,
  );
  await appendEvent(tx, {
    code: "grant.issued",
    actor: by,
    subject: { requestId, grantId, personId },
    data: { windowSeconds, endsAt: endsAt.toISOString(), nodes: nodeIds, ruleVersion },
  });
  return grantId;
}
