import { type Actor, hasRole } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";

/** May this actor change who has access? The button's disabled reason and the server's refusal. */
export function mayAdminister(actor: Actor): Verdict<void> {
  return hasRole(actor, "administrator")
    ? allow(undefined)
    : refuse("ROLE_MISSING", { roles: ["administrator"] });
}
