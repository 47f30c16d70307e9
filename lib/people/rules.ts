import { type Actor, hasRole } from "@/lib/kernel/actor";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";

/**
 * May this actor disable that person? Nobody disables themself: so whoever has done it is an administrator who is left.
 * The button's disabled reason and the server's refusal.
 */
export function mayDisable(actor: Actor, personId: string): Verdict<void> {
  return actor.kind === "person" && actor.id === personId ? refuse("SELF_DISABLE") : mayAdminister(actor);
}

/** May this actor end that person's sign-ins? Their own, anybody; others', administrators. */
export function mayRevokeSignIn(actor: Actor, personId: string): Verdict<void> {
  return actor.kind === "person" && actor.id === personId ? allow(undefined) : mayAdminister(actor);
}

/** May this actor change who has access? The button's disabled reason and the server's refusal. */
export function mayAdminister(actor: Actor): Verdict<void> {
  return hasRole(actor, "administrator")
    ? allow(undefined)
    : refuse("ROLE_MISSING", { roles: ["administrator"] });
}
