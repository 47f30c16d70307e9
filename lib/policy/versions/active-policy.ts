import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/kernel/errors";
import { compilePolicy, policySha256 } from "../compile/compile";
import type { CompiledPolicy } from "../compile/compiled";
import { builtInPolicy } from "../evaluate";
import { findActiveNumber, findPolicy } from "./store";

/** The one that this process asked last; another takes its place when it is approved. */
let last: { id: string; policy: CompiledPolicy } | undefined;

/**
 * The rules that two administrators agreed on last, or those that come with the portal. Whoever asks them trusts no row
 * blindly: text that has another hash than was approved, was not found to be valid, or was approved by whoever proposed
 * it, is not asked at all.
 * @throws AppError POLICY_UNREADABLE
 */
export async function activePolicy(tx: Tx): Promise<CompiledPolicy> {
  const active = await findActiveNumber(tx);
  if (!active) return builtInPolicy();
  if (last?.id === active.id && last.policy.sha256 === active.sha256) return last.policy;
  const stored = await findPolicy(tx, active.id);
  if (!stored || stored.number === null) throw unreadable(active.id, "is not there");
  const { files, sha256, proposedById, decidedById, problems } = stored;
  if (decidedById === null || decidedById === proposedById)
    throw unreadable(active.id, "was approved by nobody else");
  if (problems === null || problems.length > 0) throw unreadable(active.id, "was not found to be valid");
  if (policySha256(files) !== sha256) throw unreadable(active.id, "is another text than was approved");
  const compiled = compilePolicy(policyName(stored.number), files);
  if (!compiled.ok) throw unreadable(active.id, `can't be read: ${compiled.problems[0]?.message}`);
  last = { id: active.id, policy: compiled.policy };
  return compiled.policy;
}

/** How requests, decisions and events name a version. */
export function policyName(number: number): string {
  return `policy-${number}`;
}

function unreadable(id: string, why: string): AppError {
  return new AppError("POLICY_UNREADABLE", `the active policy ${id} ${why}`);
}
