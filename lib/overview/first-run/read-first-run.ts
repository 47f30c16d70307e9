import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { countPeople, findApprovers, hasReviewedShell } from "./store";

/** What the page of settings does not know yet of how far an installation is. */
export interface FirstRunView {
  /** People who have signed in and are not disabled. */
  people: number;
  /** Of those, who approve: how many, and the first names. */
  approvers: { count: number; names: string[] };
  /** Whether a shell was opened here, and its review closed. */
  hasReviewedShell: boolean;
}

const NAMES = 3;

/**
 * How far an installation is.
 * @throws AppError ROLE_MISSING
 */
export async function readFirstRun(viewer: PersonActor): Promise<FirstRunView> {
  scopeSeen(viewer, "settings");
  const tx = reading();
  const [people, approvers, reviewed] = await Promise.all([
    countPeople(tx),
    findApprovers(tx, NAMES),
    hasReviewedShell(tx),
  ]);
  return { people, approvers, hasReviewedShell: reviewed };
}
