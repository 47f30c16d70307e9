import { appendEvent, audited } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { saysEnough } from "@/lib/kernel/text-rules";
import { policySha256 } from "../compile/compile";
import { shippedPolicy } from "../compile/shipped";
import { POLICY_LIMITS } from "../text/cut";
import type { PolicyFile } from "../text/problems";
import { MOST_PROPOSALS, maySetPolicy, POLICY_REASON_LIMITS } from "./rules";
import { countProposals, findActiveNumber, insertPolicy, lockPolicy } from "./store";

/**
 * Proposes rules in place of those that apply. Nothing changes until another administrator approves them, and nobody
 * reads them as rules before jobs have checked them in a thread of its own.
 * @param actor with groups confirmed by the edge
 * @throws AppError ROLE_MISSING | POLICY_SAME | INVALID_INPUT for a reason that says too little, for files that are too
 *   large, or when too many proposals wait
 */
export async function proposeVersion(
  actor: PersonActor,
  input: { files: readonly PolicyFile[]; reason: string },
): Promise<{ policyId: string }> {
  const attempt = { code: "policy.proposed", actor } as const;
  return audited(attempt, async (tx) => {
    const may = maySetPolicy(actor);
    if (!may.ok) return may;
    const { min, max } = POLICY_REASON_LIMITS;
    if (!saysEnough(input.reason, min) || input.reason.length > max)
      return refuse("INVALID_INPUT", { fields: ["reason"], min, max });
    const files = input.files.map(({ name, text }) => ({ name, text }));
    const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    const { files: mostFiles, setBytes } = POLICY_LIMITS;
    // A column of PostgreSQL holds no NUL.
    const hasNul = files.some(({ name, text }) => `${name}${text}`.includes("\0"));
    if (files.length === 0 || files.length > mostFiles || bytes > setBytes || hasNul)
      return refuse("INVALID_INPUT", { fields: ["files"], max: setBytes });
    await lockPolicy(tx);
    const sha256 = policySha256(files);
    const active = await findActiveNumber(tx);
    if (sha256 === (active?.sha256 ?? policySha256(shippedPolicy().files))) return refuse("POLICY_SAME");
    if ((await countProposals(tx)) >= MOST_PROPOSALS)
      return refuse("INVALID_INPUT", { fields: ["proposals"], max: MOST_PROPOSALS });
    const policyId = newId("policyVersion");
    await insertPolicy(tx, { id: policyId, files, sha256, reason: input.reason, proposedById: actor.id });
    await appendEvent(tx, {
      ...attempt,
      data: {
        ...{ policyId, sha256, reason: input.reason, files: files.map(({ name }) => name) },
        ...(await contentOf(tx, "policy", policyId)),
      },
    });
    return allow({ policyId });
  });
}
