import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { AppError } from "@/lib/kernel/errors";
import type { SessionId } from "@/lib/kernel/ids";
import { addSeconds } from "@/lib/kernel/time";
import { scopeSeen } from "@/lib/people/visibility";
import { buildSessionPolicy } from "@/lib/session-policy/build";
import { previewProver } from "@/lib/session-policy/check-preview";
import { sentencesOfScope } from "@/lib/session-policy/sentences";
import { indented } from "@/lib/session-policy/stored-checks";
import type { PolicyPreview, PolicyTimes } from "@/lib/session-policy/views";
import { scopeOf } from "../opening/plan-opening";
import { findPreviewFacts, type PreviewFacts } from "./preview-store";

/** Stands for the id that a session will get. */
const NO_SESSION: SessionId = `ses_${"0".repeat(26)}` as const;

const provePreview = previewProver();

/**
 * The policies that sessions under a request would have, one for each node that is left (of a selector's matches of today
 * the first three), with both checks; none where no session can come any more. Times are the grant's once they are set;
 * before that they are an example, and said to be one. The web process asks
 * nothing of AWS: the simulator judges under a role that may do everything, which shows what the policy itself denies;
 * the gateway proves it again under the role's own policies.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function previewPolicy(
  viewer: PersonActor,
  { requestId }: { requestId: string },
): Promise<PolicyPreview[]> {
  const seen = scopeSeen(viewer, "requests");
  const tx = reading();
  const facts = await findPreviewFacts(tx, requestId);
  if (!facts || (seen === "own" && facts.requesterId !== viewer.id))
    throw new AppError("NOT_FOUND", "no such request", { params: { kind: "request", id: requestId } });
  const at = await databaseNow(tx);
  const times = timesOf(facts, at);
  if (times === null) return [];
  // Before the window is set, the policy is shown as it would be if it began now.
  const window =
    times.kind === "set" && facts.grant
      ? facts.grant
      : { startsAt: at, endsAt: addSeconds(at, facts.windowSeconds) };
  const previews: PolicyPreview[] = [];
  for (const node of facts.nodes) {
    // A node of an account that is no longer connected has no policy to show: no session can be opened on it.
    const account = config().HALLIGAN_ACCOUNTS.find(({ accountId }) => accountId === node.accountId);
    if (!account) continue;
    const { documentName } = account;
    const scope = scopeOf(
      account,
      { id: NO_SESSION, region: node.region, nodeId: node.id, documentName },
      window,
    );
    const text = buildSessionPolicy(scope);
    const checks = await provePreview(text, scope);
    previews.push({
      ...{ nodeId: node.id, text: indented(text), checks },
      isExample: times.kind !== "set",
      sentences: sentencesOfScope(scope, times),
    });
  }
  return previews;
}

/** @returns null when no session can come of the request: nobody approved it, or its access was never used in time */
function timesOf({ state, windowStart, windowSeconds, grant }: PreviewFacts, at: Date): PolicyTimes | null {
  const { START_WITHIN_SECONDS: startWithinSeconds } = config();
  if (grant && !grant.isUnused) return { kind: "set" };
  if (grant) {
    const isOver = grant.endedAt !== null || grant.endsAt <= at;
    return isOver
      ? null
      : { kind: "unused", windowSeconds, latestEnd: addSeconds(grant.endsAt, windowSeconds) };
  }
  if (state !== "waiting") return null;
  return windowStart === "first-use"
    ? { kind: "from-first-shell", windowSeconds, startWithinSeconds }
    : { kind: "from-approval", windowSeconds };
}
