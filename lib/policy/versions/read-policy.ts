import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { actionState } from "@/lib/nodes/rules";
import { shippedPolicy } from "../compile/shipped";
import { builtInPolicy } from "../evaluate";
import { policyName } from "./active-policy";
import { mayApprovePolicy, mayRejectPolicy, maySetPolicy } from "./rules";
import { findActiveNumber, findHistory, findPolicy, findPolicyRow, findProposals } from "./store";
import type { PolicyView } from "./views";

/**
 * The rules that apply, those that were, and those that wait for a second administrator. Text that nobody approved is
 * text here, and is read as rules nowhere in this process.
 * @throws AppError ROLE_MISSING
 */
export async function readPolicy(viewer: PersonActor): Promise<PolicyView> {
  const may = maySetPolicy(viewer);
  if (!may.ok)
    throw new AppError(may.code, "rules are the administrators'", may.params ? { params: may.params } : {});
  const tx = reading();
  const current = await findActiveNumber(tx);
  const version = nameOf(current);
  const [active, stored, proposals, history] = await Promise.all([
    current && findPolicyRow(tx, current.id),
    current && findPolicy(tx, current.id),
    findProposals(tx),
    findHistory(tx),
  ]);
  return {
    active,
    version,
    files: stored?.files ?? shippedPolicy().files,
    proposals: proposals.map(({ row, files, check, decidable }) => ({
      ...{ ...row, files, check },
      approve: actionState(mayApprovePolicy(viewer, decidable)),
      reject: actionState(mayRejectPolicy(viewer, decidable)),
    })),
    history,
  };
}

/** The name of the rules that apply. */
export async function readPolicyVersion(): Promise<string> {
  return nameOf(await findActiveNumber(reading()));
}

function nameOf(active: { number: number | null } | null): string {
  return active?.number ? policyName(active.number) : builtInPolicy().version;
}
