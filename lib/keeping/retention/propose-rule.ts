import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { databaseNow } from "@/lib/db/clock";
import { tell } from "@/lib/inbox/notices/tell";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { saysEnough } from "@/lib/kernel/text-rules";
import type { Protection } from "@/lib/nodes/views";
import { findSeconds } from "@/lib/people/second-person-store";
import { mayBe, mayPropose, RULE_REASON_LIMITS } from "./rules";
import { findClass, insertRule, lockClass } from "./store";

/**
 * Proposes for how long the recordings of a class are kept. Nothing changes until another administrator confirms it.
 * @param actor with groups confirmed by the edge
 * @param input.days after a session's end; null: without end
 * @throws AppError ROLE_MISSING | RETENTION_PROPOSED | RETENTION_SAME; INVALID_INPUT for days out of range or a reason that
 *   says too little
 */
export async function proposeRule(
  actor: PersonActor,
  { protection, days, reason }: { protection: Protection; days: number | null; reason: string },
): Promise<{ ruleId: string }> {
  const attempt = { code: "retention.proposed", actor } as const;
  return audited(attempt, async (tx) => {
    await lockClass(tx, protection);
    const at = await databaseNow(tx);
    const found = await findClass(tx, protection, at);
    const may = mayPropose(actor, found.rule);
    if (!may.ok) return may;
    const can = mayBe(days, found.rule);
    if (!can.ok) return can;
    const { min, max } = RULE_REASON_LIMITS;
    if (!saysEnough(reason, min) || reason.length > max)
      return refuse("INVALID_INPUT", { fields: ["reason"], min, max });
    const ruleId = newId("retentionRule");
    await insertRule(tx, { id: ruleId, protection, days, reason, askedById: actor.id });
    await appendEvent(tx, {
      ...attempt,
      data: { ruleId, protection, days, reason, ...(await contentOf(tx, "retention", ruleId)) },
    });
    await tell(
      tx,
      { kind: "retention-proposed", subjectId: ruleId, requestId: null, actor, at },
      await findSeconds(tx, ["administrator"], [actor.id]),
    );
    return allow({ ruleId });
  });
}
