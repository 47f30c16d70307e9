import type { PolicyJson } from "@cedar-policy/cedar-wasm/nodejs";

/** By what rules can tell people and nodes apart, besides roles, shifts, accounts, regions and protections. */
export interface PolicyReads {
  readonly groups: ReadonlySet<string>;
  /** Named one by one. */
  readonly people: ReadonlySet<string>;
  readonly nodes: ReadonlySet<string>;
  /** The keys of tags, sorted; null: any, since a rule works out which. */
  readonly tags: readonly string[] | null;
}

/** What rules name in their heads and conditions, as Cedar itself reads them. */
export function readsOf(rules: readonly PolicyJson[]): PolicyReads {
  const named = { Group: new Set<string>(), Person: new Set<string>(), Node: new Set<string>() };
  const tags = new Set<string>();
  let isAnyTag = false;
  const left: unknown[] = rules.flatMap(({ principal, resource, conditions }) => [
    ...[principal, resource, conditions],
  ]);
  while (left.length > 0) {
    const part = left.pop();
    if (typeof part !== "object" || part === null) continue;
    const { type, id } = part as { type?: unknown; id?: unknown };
    if (typeof id === "string" && (type === "Group" || type === "Person" || type === "Node"))
      named[type].add(id);
    for (const [name, value] of Object.entries(part)) {
      if (name === "hasTag" || name === "getTag") {
        const key = (value as { right?: { Value?: unknown } }).right?.Value;
        if (typeof key === "string") tags.add(key);
        else isAnyTag = true;
      }
      left.push(value);
    }
  }
  return {
    ...{ groups: named.Group, people: named.Person, nodes: named.Node },
    tags: isAnyTag ? null : [...tags].sort(),
  };
}
