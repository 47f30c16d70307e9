import { reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { fetchEvidence } from "../fetch-evidence";
import { Pacing } from "../pacing";
import { findDueImports } from "./store";

const BATCH = 20;
/** More than those that rest. */
const LOOKED_AT = 500;

const pacing = new Pacing();

/**
 * Fetches the logs of sessions past the portal of one account and region, a few in a round: however many there are, those
 * of our own sessions do not wait for them. One that fails holds up no other, nor does an account.
 */
export async function fetchDueImports(
  actor: SystemActor,
  place: { accountId: string; region: string },
  isStopping: () => boolean,
): Promise<void> {
  const failures: unknown[] = [];
  const again = config().EVIDENCE_SECONDS;
  const found = await findDueImports(reading(), place, { again, limit: LOOKED_AT });
  for (const sessionId of found.filter((id) => pacing.isDue(id)).slice(0, BATCH)) {
    if (isStopping()) return;
    await pacing
      .run(sessionId, () => fetchEvidence(actor, sessionId))
      .catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
