import { reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { fetchEvidence } from "./fetch-evidence";
import { findDueSessions } from "./store";

/** CloudTrail delivers within a quarter of an hour or so; after this long we stop asking by ourselves. */
const LATE_SECONDS = 30 * 60;
const BATCH = 20;

/** Fetches the evidence of running sessions and of those that ended lately, each once per round. */
export async function fetchDueEvidence(actor: SystemActor): Promise<void> {
  const again = config().EVIDENCE_SECONDS;
  const due = await findDueSessions(reading(), { again, lateSeconds: LATE_SECONDS, limit: BATCH });
  for (const sessionId of due) await fetchEvidence(actor, sessionId);
}
