import { ROLES, type Role } from "@/lib/kernel/config/config";

/** Which groups of the provider make which role. */
export type RoleMapping = Readonly<Record<Role, readonly string[]>>;

/** The roles that a person in these groups has; none for somebody whose groups mean nothing here. */
export function rolesOf(groups: readonly string[], mapping: RoleMapping): Role[] {
  return ROLES.filter((role) => mapping[role].some((group) => groups.includes(group)));
}

/** Whether two lists name the same groups, in whatever order. */
export function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry) => other.includes(entry));
}
