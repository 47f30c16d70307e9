import { inTransaction } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { findGuideSteps, lockPerson, saveGuideSteps } from "../store";
import { canSee } from "../visibility";

/** hidden: this person wants no help on the home page; audit: they went to see the audit by the help's link. */
export const GUIDE_STEPS = ["hidden", "audit"] as const;
export type GuideStep = (typeof GUIDE_STEPS)[number];

/**
 * Keeps what a person did with the first-run help. It changes what their own home page shows and nothing else, so it
 * is no event of the audit.
 * @throws AppError ROLE_MISSING for the audit of somebody who may not see it
 */
export async function saveGuideStep(
  actor: PersonActor,
  { step, isDone }: { step: GuideStep; isDone: boolean },
): Promise<{ steps: string[] }> {
  if (step === "audit" && !canSee(actor, "audit"))
    throw new AppError("ROLE_MISSING", "may not see the audit", {
      params: { roles: ["reviewer", "administrator"] },
    });
  return inTransaction(async (tx) => {
    await lockPerson(tx, actor.id);
    const others = (await findGuideSteps(tx, actor.id)).filter((one) => one !== step);
    const steps = isDone ? [...others, step] : others;
    await saveGuideSteps(tx, actor.id, steps);
    return { steps };
  });
}
