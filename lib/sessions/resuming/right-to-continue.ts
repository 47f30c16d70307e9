import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { refuse, type Verdict } from "@/lib/kernel/errors";
import { groupsToContinue } from "@/lib/people/confirmation/await-groups";
import { isBrokenGlass } from "@/lib/requests/glass/store";
import { checkRight } from "../rules";
import { findRightFacts } from "../store";

/**
 * Whether a session may be opened or go on, asked again while it is open. Has the groups of whoever types confirmed
 * when it is time.
 * @param signInId the attached client's sign-in; undefined while none is attached
 * @returns the window's end, or NOT_FOUND | SESSION_OVER | GRANT_OVER | GRANT_NOT_STARTED | NOT_SIGNED_IN |
 *   PERSON_DISABLED | NOT_YOUR_SESSION | ROLE_MISSING | GROUPS_UNCONFIRMED
 */
export async function rightToContinue(
  sessionId: string,
  signInId?: string,
): Promise<Verdict<{ windowEndsAt: Date }>> {
  const tx = reading();
  const facts = await findRightFacts(tx, sessionId, signInId);
  if (!facts) return refuse("NOT_FOUND", { kind: "session", id: sessionId });
  const right = checkRight(facts, await databaseNow(tx));
  if (!right.ok || signInId === undefined) return right;
  const groups = await groupsToContinue(signInId, () => isBrokenGlass(tx, { sessionId }));
  return groups.ok ? right : groups;
}
