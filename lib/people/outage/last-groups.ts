import { reading } from "@/lib/db/client";
import { findStanding } from "../confirmation/question-store";
import { LAST_GROUPS_SECONDS } from "../confirmation/standing";
import { findAway } from "./store";

/**
 * Whether the groups that were read last serve, though nobody can confirm them: for a broken glass, while jobs find the
 * provider away, for a day, and not of somebody of whom the provider had said no since. Asked when it gave no answer.
 */
export async function lastGroupsServe(
  signInId: string,
  isEmergency: () => Promise<boolean>,
): Promise<boolean> {
  const standing = await findStanding(reading(), signInId);
  if (!standing || standing.refusal !== null || standing.ageSeconds > LAST_GROUPS_SECONDS) return false;
  return (await findAway(reading())) !== null && (await isEmergency());
}
