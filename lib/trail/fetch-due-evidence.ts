import { reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { fetchEvidence } from "./fetch-evidence";
import { Pacing } from "./pacing";
import { findDueSessions } from "./store";

/** CloudTrail delivers within a quarter of an hour or so; after this long we stop asking by ourselves. */
const LATE_SECONDS = 30 * 60;
const BATCH = 20;
/** More than those that rest. */
const LOOKED_AT = 500;

const pacing = new Pacing();

/**
 * Fetches the evidence of running sessions and of those that ended lately, each once per round; a long log less often,
 * as each time all that was kept of it is hashed. One that fails holds up no other.
 */
export async function fetchDueEvidence(actor: SystemActor, isStopping: () => boolean): Promise<void> {
  const again = config().EVIDENCE_SECONDS;
  const found = await findDueSessions(reading(), { again, lateSeconds: LATE_SECONDS, limit: LOOKED_AT });
  const failures: unknown[] = [];
  for (const sessionId of found.filter((id) => pacing.isDue(id)).slice(0, BATCH)) {
    if (isStopping()) return;
    await pacing
      .run(sessionId, () => fetchEvidence(actor, sessionId))
      .catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
