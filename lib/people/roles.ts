import { ROLES, type Role } from "@/lib/kernel/config";

/** Which groups of the provider make which role. */
export type RoleMapping = Readonly<Record<Role, readonly string[]>>;

/** The roles that a person in these groups has; none for somebody whose groups mean nothing here. */
export function rolesOf(groups: readonly string[], mapping: RoleMapping): Role[] {
  return ROLES.filter((role) => mapping[role].some((group) => groups.includes(group)));
}

/**
 * Reads the groups claim as providers send it: a list, a single name, or nothing. Anything else is no group at all:
 * what can't be read never gives a right.
 */
export function groupsFromClaim(claim: unknown): string[] {
  if (typeof claim === "string" && claim !== "") return [claim];
  if (!Array.isArray(claim)) return [];
  return [
    ...new Set(claim.filter((group): group is string => typeof group === "string" && group !== "")),
  ].sort();
}

/** Whether two lists name the same groups, in whatever order. */
export function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry) => other.includes(entry));
}
