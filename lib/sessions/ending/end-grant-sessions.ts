import { reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import type { GrantId } from "@/lib/kernel/ids";
import { findRunningOfGrant } from "../store";
import { reasonOfGrantEnd } from "../sweeping/sweep-rules";
import { findGrantEnd } from "../sweeping/sweep-store";
import { requestEnd } from "./request-end";

/** Ends every session that still runs under a grant that is over. Safe to run again. */
export async function endGrantSessions(actor: SystemActor, grantId: GrantId): Promise<void> {
  const tx = reading();
  const grant = await findGrantEnd(tx, grantId);
  if (!grant?.endedAt) return;
  const reason = reasonOfGrantEnd(grant.endReason);
  for (const sessionId of await findRunningOfGrant(tx, grantId))
    await requestEnd(actor, { sessionId, reason });
}
