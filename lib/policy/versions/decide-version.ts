import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { saysEnough } from "@/lib/kernel/text-rules";
import { policyName } from "./active-policy";
import { mayApprovePolicy, mayRejectPolicy, POLICY_REASON_LIMITS } from "./rules";
import { findActiveNumber, findDecidable, lockPolicy, movePolicy } from "./store";

/**
 * Approves rules that another administrator proposed: they apply at once, to all that is asked from then on.
 * @param actor with groups confirmed by the edge
 * @param input.insteadOf the number of the version that the proposal was compared with; null: those of the portal
 * @throws AppError NOT_FOUND | ROLE_MISSING | POLICY_OVER | POLICY_SELF_APPROVED | ASKER_WITHOUT_ROLE | POLICY_UNCHECKED |
 *   POLICY_INVALID | POLICY_CHANGED when others apply by now than were shown
 */
export async function approveVersion(
  actor: PersonActor,
  { policyId, insteadOf }: { policyId: string; insteadOf: number | null },
): Promise<{ version: string }> {
  const attempt = { code: "policy.approved", actor } as const;
  return audited(attempt, async (tx) => {
    await lockPolicy(tx);
    const policy = await findDecidable(tx, policyId);
    if (!policy) return refuse("NOT_FOUND", { kind: "policy", id: policyId });
    const may = mayApprovePolicy(actor, policy);
    if (!may.ok) return may;
    const active = await findActiveNumber(tx);
    if ((active?.number ?? null) !== insteadOf) return refuse("POLICY_CHANGED");
    const number = await movePolicy(tx, policyId, { to: "active", decidedById: actor.id });
    if (number === null) throw new TypeError(`${policyId} was approved without a number`);
    const version = policyName(number);
    await appendEvent(tx, {
      ...attempt,
      data: {
        ...{ policyId, version, insteadOf: insteadOf === null ? null : policyName(insteadOf) },
        proposedById: policy.proposedById,
        ...(await contentOf(tx, "policy-decided", policyId)),
      },
    });
    return allow({ version });
  });
}

/**
 * Rejects rules that were proposed, or takes back one's own.
 * @throws AppError NOT_FOUND | ROLE_MISSING | POLICY_OVER | INVALID_INPUT for a reason that says too little
 */
export async function rejectVersion(
  actor: PersonActor,
  { policyId, reason }: { policyId: string; reason: string },
): Promise<{ policyId: string }> {
  const attempt = { code: "policy.rejected", actor } as const;
  return audited(attempt, async (tx) => {
    await lockPolicy(tx);
    const policy = await findDecidable(tx, policyId);
    if (!policy) return refuse("NOT_FOUND", { kind: "policy", id: policyId });
    const may = mayRejectPolicy(actor, policy);
    if (!may.ok) return may;
    const { min, max } = POLICY_REASON_LIMITS;
    if (!saysEnough(reason, min) || reason.length > max)
      return refuse("INVALID_INPUT", { fields: ["reason"], min, max });
    await movePolicy(tx, policyId, { to: "rejected", decidedById: actor.id, decisionReason: reason });
    await appendEvent(tx, {
      ...attempt,
      data: {
        ...{ policyId, reason, proposedById: policy.proposedById },
        ...(await contentOf(tx, "policy-decided", policyId)),
      },
    });
    return allow({ policyId });
  });
}
