import { audited } from "@/lib/audit/append-event";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { refuse } from "@/lib/kernel/errors";
import { activePolicy } from "@/lib/policy/versions/active-policy";
import type { StepUpLevel } from "@/lib/step-up/levels";
import { spendProof } from "@/lib/step-up/require-proof";
import { type OpeningFacts, openingSettings, stepUpToday } from "../opening/rules";
import { findStart, subjectOfStart } from "./asked-proof";

/**
 * Whether whoever attaches to their session from this window has proven that it is them, where the rules ask for it: to
 * open it, to take it over, and to come back to it from another window. Uses the proof up; the window that used it comes
 * back without another.
 * @param windowId as the browser names its window; one without a name proves it each time
 * @throws AppError NOT_FOUND | STEP_UP_NEEDED with level
 */
export async function proveStart(
  actor: PersonActor,
  { sessionId, windowId }: { sessionId: string; windowId: string },
): Promise<void> {
  const attempt = { code: "session.attached", actor, subject: { sessionId } } as const;
  await audited(attempt, async (tx) => {
    const start = await findStart(tx, sessionId);
    if (start?.facts.person.id !== actor.id) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
    const usedBy = windowId === "" ? null : `window:${windowId}`;
    return spendProof(tx, subjectOfStart(start, windowId), await levelNow(tx, start.facts), usedBy);
  });
}

/** By what is known of the node. Where it may not be opened at all, whoever opens it says why. */
async function levelNow(tx: Tx, facts: OpeningFacts): Promise<StepUpLevel> {
  const settings = openingSettings(config(), await activePolicy(tx));
  return stepUpToday(facts, facts.node, await databaseNow(tx), settings);
}
