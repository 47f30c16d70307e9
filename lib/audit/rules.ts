import { type Actor, hasRole } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";

/** May this actor read the whole audit? */
export function mayReadAudit(actor: Actor): Verdict<void> {
  const roles = ["reviewer", "administrator"] as const;
  return roles.some((role) => hasRole(actor, role)) ? allow(undefined) : refuse("ROLE_MISSING", { roles });
}
