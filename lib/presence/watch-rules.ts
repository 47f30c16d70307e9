import type { PersonActor } from "@/lib/kernel/actor";
import type { Role } from "@/lib/kernel/config/config";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { SessionState } from "@/lib/sessions/views";

const WATCHERS: readonly Role[] = ["approver", "reviewer", "administrator"];

/** Whether a person who may see a session may also watch it live and type nothing. */
export function mayWatch(
  viewer: Pick<PersonActor, "roles">,
  session: { readonly id: string; readonly state: SessionState },
): Verdict<null> {
  if (!WATCHERS.some((role) => viewer.roles.includes(role)))
    return refuse("ROLE_MISSING", { roles: [...WATCHERS] });
  if (session.state !== "created" && session.state !== "opening" && session.state !== "open")
    return refuse("SESSION_OVER", { sessionId: session.id });
  return allow(null);
}
