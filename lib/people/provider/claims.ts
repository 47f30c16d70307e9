/**
 * What a set of claims says of groups. `absent`: nothing; `overage`: the provider left them out because there are too
 * many (Entra ID above 200), which is not the same as none.
 */
export type GroupsRead = { kind: "found"; groups: string[] } | { kind: "absent" } | { kind: "overage" };

type Claims = Readonly<Record<string, unknown>>;

/**
 * Reads the groups out of claims as providers send them: a list, a single name, or an object whose keys are the names
 * (Zitadel). What can't be read never gives a right.
 * @param claims of an ID token or of the userinfo endpoint: hostile until read here
 * @param name the claim's exact name, colons, slashes and dots included (`cognito:groups`, `https://x/groups`); else a
 *   path with dots (`realm_access.roles`)
 */
export function readGroups(claims: Claims, name: string): GroupsRead {
  const found = valueAt(claims, name);
  if (found !== undefined) return { kind: "found", groups: namesIn(found) };
  return isLeftOut(claims, name) ? { kind: "overage" } : { kind: "absent" };
}

/** The names of the claims that came, for an administrator who looks for the one with the groups. Never their values. */
export function claimNames(claims: Claims): string[] {
  return Object.keys(claims).sort().slice(0, 50);
}

/** Exactly the name, or its beginning and then the rest in what stands there: names may contain dots themselves. */
function valueAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  for (let dot = name.indexOf("."); dot > 0; dot = name.indexOf(".", dot + 1)) {
    const inside = Object.hasOwn(claims, name.slice(0, dot)) ? claims[name.slice(0, dot)] : undefined;
    const found = isObject(inside) ? valueAt(inside, name.slice(dot + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function namesIn(value: unknown): string[] {
  const names = Array.isArray(value) ? value : isObject(value) ? keysOf(value) : [value];
  return [
    ...new Set(names.filter((group): group is string => typeof group === "string" && group !== "")),
  ].sort();
}

/** Zitadel: {"role": {"organisation id": "its domain"}}. A value that is no object may mean "not". */
function keysOf(value: Claims): string[] {
  return Object.keys(value).filter((key) => isObject(value[key]));
}

/** https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference: groups overage claim */
function isLeftOut(claims: Claims, name: string): boolean {
  const { _claim_names: names, hasgroups } = claims;
  return (isObject(names) && Object.hasOwn(names, name)) || (name === "groups" && hasgroups === true);
}

function isObject(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
