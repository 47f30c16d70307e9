import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { finishNotices } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { mayConfirmRule, mayWithdrawRule } from "./rules";
import { findClass, findClassOf, lockClass, moveRule } from "./store";

/**
 * Confirms a rule that another administrator proposed. One that keeps for longer applies at once, one that keeps for less
 * time seven days later; a version that does not apply yet never will.
 * @param actor with groups confirmed by the edge
 * @throws AppError NOT_FOUND | ROLE_MISSING | RETENTION_OVER | RETENTION_SELF_CONFIRMED | ASKER_WITHOUT_ROLE
 */
export async function confirmRule(
  actor: PersonActor,
  { ruleId }: { ruleId: string },
): Promise<{ ruleId: string }> {
  const protection = await findClassOf(reading(), ruleId);
  const attempt = { code: "retention.confirmed", actor } as const;
  return audited(attempt, async (tx) => {
    if (!protection) return refuse("NOT_FOUND", { kind: "rule", id: ruleId });
    await lockClass(tx, protection);
    const at = await databaseNow(tx);
    const { rule, proposal, upcoming } = await findClass(tx, protection, at);
    const may = mayConfirmRule(actor, rule, at);
    if (!may.ok) return may;
    // Another than the one that was shown was proposed since.
    if (proposal?.id !== ruleId) return refuse("RETENTION_OVER");
    const { version, effectiveAt } = await moveRule(tx, ruleId, {
      to: "confirmed",
      confirmedById: actor.id,
    });
    const { days, reason, askedById } = proposal;
    await appendEvent(tx, {
      ...attempt,
      data: {
        ...{ ruleId, protection, days, version, effectiveAt: effectiveAt?.toISOString() ?? null },
        ...{ reason, askedById, supersededId: upcoming?.id ?? null },
        ...(await contentOf(tx, "retention-confirmed", ruleId)),
      },
    });
    await finishNotices(tx, { kinds: ["retention-proposed"], subjectId: ruleId });
    return allow({ ruleId });
  });
}

/**
 * Takes back a rule that nobody confirmed: whoever proposed it, or another administrator.
 * @throws AppError NOT_FOUND | ROLE_MISSING | RETENTION_OVER
 */
export async function withdrawRule(
  actor: PersonActor,
  { ruleId }: { ruleId: string },
): Promise<{ ruleId: string }> {
  const protection = await findClassOf(reading(), ruleId);
  const attempt = { code: "retention.withdrawn", actor } as const;
  return audited(attempt, async (tx) => {
    if (!protection) return refuse("NOT_FOUND", { kind: "rule", id: ruleId });
    await lockClass(tx, protection);
    const at = await databaseNow(tx);
    const { rule, proposal } = await findClass(tx, protection, at);
    const may = mayWithdrawRule(actor, rule);
    if (!may.ok) return may;
    if (proposal?.id !== ruleId) return refuse("RETENTION_OVER");
    await moveRule(tx, ruleId, { to: "withdrawn", closedAt: at });
    await appendEvent(tx, { ...attempt, data: { ruleId, protection, days: proposal.days } });
    await finishNotices(tx, { kinds: ["retention-proposed"], subjectId: ruleId });
    return allow({ ruleId });
  });
}
