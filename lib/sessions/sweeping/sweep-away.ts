import { appendEvent } from "@/lib/audit/append-event";
import { terminateSession } from "@/lib/aws/sessions";
import { inTransaction } from "@/lib/db/client";
import { addJob } from "@/lib/db/jobs";
import type { SystemActor } from "@/lib/kernel/actor";
import type { AccountConfig } from "@/lib/kernel/config/config";
import type { SessionId } from "@/lib/kernel/ids";
import { saveFailure } from "../failing/fail-opening";
import { isOver } from "../rules";
import { lockSession, saveSession } from "../store";
import { subjectOf } from "../subject";
import type { Sweep, SweptSession } from "./sweep-rules";
import { hasSwept } from "./sweep-store";

/**
 * Ends a session that AWS has under a name of ours and that must not be. The event is committed first, once for each
 * session of AWS's; the call is repeated by the next sweep until AWS no longer lists it.
 */
export async function sweepAway(
  actor: SystemActor,
  place: { account: AccountConfig; region: string },
  swept: { found: SweptSession; sessionId: SessionId; why: Extract<Sweep, { kind: "end" }>["why"] },
): Promise<void> {
  const { found, sessionId, why } = swept;
  const { awsSessionId } = found;
  await inTransaction(async (tx) => {
    const session = await lockSession(tx, sessionId);
    if (await hasSwept(tx, sessionId, awsSessionId)) return;
    await appendEvent(tx, {
      code: "session.swept",
      actor,
      subject: session ? subjectOf(session) : { sessionId },
      data: { awsSessionId, why, account: place.account.accountId, region: place.region, owner: found.owner },
    });
    if (!session) return;
    if (why === "given-up" && session.state === "opening")
      await saveFailure(tx, actor, session, { code: "OPENING_TIMED_OUT" });
    if (!isOver(session.state) && why !== "given-up") return;
    // Whatever was confirmed before, AWS has it: the end is asked for anew, and its evidence with it.
    await saveSession(tx, sessionId, {
      endConfirmedAt: null,
      ...(session.awsSessionId === null ? { awsSessionId } : {}),
    });
    await addJob(tx, "end-session", { sessionId }, { key: `end-session:${sessionId}` });
    await addJob(tx, "open-review", { sessionId }, { key: `open-review:${sessionId}` });
  });
  await terminateSession(place, awsSessionId);
}
