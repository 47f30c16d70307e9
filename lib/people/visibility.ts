import type { PersonActor } from "@/lib/kernel/actor";
import { ROLES, type Role } from "@/lib/kernel/config/config";
import { AppError, allow, refuse, type Verdict } from "@/lib/kernel/errors";

/** What can be listed or read, by the word the pages use. */
export type Thing =
  | "nodes"
  | "requests"
  | "grants"
  | "sessions"
  | "reviews"
  | "people"
  | "settings"
  | "last-resort"
  | "audit";

/** `all`: everybody's; `own`: what the person asked for, holds or did. */
export type Scope = "all" | "own";

/** Who may see what: the one table behind every list, every detail page and every entry of the navigation. */
export const VISIBILITY = {
  nodes: { engineer: "all", approver: "all", reviewer: "all", administrator: "all" },
  requests: { engineer: "own", approver: "all", reviewer: "all", administrator: "all" },
  grants: { engineer: "own", approver: "all", reviewer: "all", administrator: "all" },
  sessions: { engineer: "own", approver: "all", reviewer: "all", administrator: "all" },
  reviews: { engineer: "own", approver: "all", reviewer: "all", administrator: "all" },
  people: { administrator: "all" },
  settings: { administrator: "all" },
  "last-resort": { engineer: "all", administrator: "all" },
  audit: { reviewer: "all", administrator: "all" },
} as const satisfies Record<Thing, Partial<Record<Role, Scope>>>;

/**
 * How much of a thing a person may see: the widest of their roles.
 * @returns the scope, or ROLE_MISSING with the roles that would do
 */
export function scopeOf(viewer: Pick<PersonActor, "roles">, thing: Thing): Verdict<Scope> {
  const row: Partial<Record<Role, Scope>> = VISIBILITY[thing];
  const scopes = viewer.roles.map((role) => row[role]).filter((scope) => scope !== undefined);
  if (scopes.length === 0) return refuse("ROLE_MISSING", { roles: ROLES.filter((role) => row[role]) });
  return allow(scopes.includes("all") ? "all" : "own");
}

/** The roles that see everybody's of a thing, or at least their own. */
export function rolesThatSee(thing: Thing, scope: Scope): Role[] {
  const row: Partial<Record<Role, Scope>> = VISIBILITY[thing];
  return ROLES.filter((role) => row[role] === "all" || (scope === "own" && row[role] === "own"));
}

/** Whether the person may see at least their own of a thing: for navigation. */
export function canSee(viewer: Pick<PersonActor, "roles">, thing: Thing): boolean {
  return scopeOf(viewer, thing).ok;
}

/** Whether the person may see everybody's of a thing: for filters by person. */
export function seesAll(viewer: Pick<PersonActor, "roles">, thing: Thing): boolean {
  const scope = scopeOf(viewer, thing);
  return scope.ok && scope.value === "all";
}

/**
 * As `scopeOf`, for queries.
 * @throws AppError ROLE_MISSING
 */
export function scopeSeen(viewer: Pick<PersonActor, "roles">, thing: Thing): Scope {
  const scope = scopeOf(viewer, thing);
  if (scope.ok) return scope.value;
  throw new AppError(scope.code, `may not see ${thing}`, scope.params ? { params: scope.params } : {});
}
