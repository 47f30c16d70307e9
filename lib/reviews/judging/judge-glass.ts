import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { endLocked } from "@/lib/grants/end-grant";
import { checkRunning } from "@/lib/grants/rules";
import { lockGrant } from "@/lib/grants/store";
import { completeItem } from "@/lib/inbox/complete-item";
import { finishNotices, tell } from "@/lib/inbox/notices/tell";
import { findPeopleOf } from "@/lib/inbox/store";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { allow, refuse } from "@/lib/kernel/errors";
import { checkGlassText, mayJudge } from "@/lib/requests/glass/rules";
import { lockGlass, saveJudgement } from "@/lib/requests/glass/store";
import type { GlassVerdict } from "@/lib/requests/glass/views";
import { putFirst } from "../store";

/** So many reviewers are told; the queue shows it to all of them. */
const MOST_TOLD = 200;

/**
 * An approver ratifies or disowns a broken glass, with a reason. What is disowned ends at once where it still runs;
 * reviewers are told, and its reviews come first in their queue.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | SELF_RATIFICATION | ROLE_MISSING | GLASS_WHOLE | GLASS_JUDGED | THIRD_PERSON_NEEDED |
 *   INVALID_INPUT
 */
export async function judgeGlass(
  actor: PersonActor,
  input: { requestId: string; verdict: GlassVerdict; reason: string },
): Promise<{ requestId: string; verdict: GlassVerdict }> {
  const { requestId, verdict, reason } = input;
  const attempt = {
    code: verdict === "ratified" ? "glass.ratified" : "glass.disowned",
    actor,
    subject: { requestId },
  } as const;
  return audited(attempt, async (tx) => {
    const glass = await lockGlass(tx, requestId);
    if (!glass) return refuse("NOT_FOUND", { kind: "request", id: requestId });
    const may = mayJudge(actor, glass);
    if (!may.ok) return may;
    const checked = checkGlassText("verdict", reason, "reason");
    if (!checked.ok) return checked;
    await saveJudgement(tx, requestId, { verdict, reason, judgedById: actor.id });
    await appendEvent(tx, {
      ...attempt,
      subject: { requestId, personId: glass.personId },
      data: { reason, ...(await contentOf(tx, "glass-verdict", requestId)) },
    });
    await completeItem(tx, "ratification", requestId);
    await finishNotices(tx, { kinds: ["glass-broken"], subjectId: requestId });
    if (verdict === "disowned") await disown(tx, actor, { requestId, reason, ...glass });
    return allow({ requestId, verdict });
  });
}

async function disown(
  tx: Tx,
  actor: PersonActor,
  glass: { requestId: string; reason: string; personId: string; grantId: string | null },
): Promise<void> {
  const { requestId, reason, personId, grantId } = glass;
  const at = await databaseNow(tx);
  const reviewers = await findPeopleOf(tx, config().HALLIGAN_ROLES.reviewer, MOST_TOLD);
  await tell(tx, { kind: "glass-disowned", subjectId: requestId, requestId, actor, at }, [
    ...new Set([personId, ...reviewers.map(({ id }) => id)]),
  ]);
  if (grantId !== null) await putFirst(tx, grantId);
  const grant = grantId === null ? null : await lockGrant(tx, grantId);
  if (grant && checkRunning(grant, at).ok)
    await endLocked(tx, actor, grant, { at, endReason: "ended-by-approver", note: reason });
}
