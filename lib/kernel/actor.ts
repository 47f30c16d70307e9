import type { Role } from "./config/config";
import type { PersonId, SignInId } from "./ids";

/** An approver who is away, as whoever decides for them is told. */
export interface StandIn {
  readonly delegationId: string;
  readonly personId: string;
  readonly name: string;
  /** Their own; none where they are no approver any more. */
  readonly groups: readonly string[];
  readonly endsAt: Date;
}

/** A signed-in person, as their row stood when the call came in. */
export interface PersonActor {
  readonly kind: "person";
  readonly id: PersonId;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly groups: readonly string[];
  readonly groupsReadAt: Date;
  /** For whom they decide while those are away; absent: nobody. */
  readonly standsInFor?: readonly StandIn[];
  readonly signInId: SignInId;
  /** BCP 47 tag of the language the person chose; null or absent: the browser's. */
  readonly language?: string | null;
  /** Request id of the edge the call came through. */
  readonly origin: string;
  /** Where the call came from, as far as our proxies say; absent for what no request does. */
  readonly address?: string;
}

/** One of our own processes acting without a person: a job, a sweep, a clock. */
export interface SystemActor {
  readonly kind: "system";
  readonly name: "web" | "gateway" | "jobs" | "command-line";
  readonly origin: string;
}

export type Actor = PersonActor | SystemActor;

export function hasRole(actor: Actor, role: Role): boolean {
  return actor.kind === "person" && actor.roles.includes(role);
}
