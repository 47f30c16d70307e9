/**
 * Which nodes are meant, without naming them: what stands here must be equal on the node. The tags were written by
 * engineers, so a selector never lowers what a node needs: the node is judged when its shell is opened.
 */
export interface NodeSelector {
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
  /** At least one; key and value as AWS has them, upper and lower case matter. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A selector as JSON: for its column and the audit. */
export function selectorJson(selector: NodeSelector): Record<string, string | Record<string, string>> {
  const { accountId, region, tags } = selector;
  return { ...(accountId ? { accountId } : {}), ...(region ? { region } : {}), tags: { ...tags } };
}

/** What a selector looks at. */
export interface SelectableNode {
  readonly accountId: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

export const SELECTOR_LIMITS = {
  /** Tags in one selector. */
  tags: 10,
  /** AWS's own, in characters. */
  key: 128,
  value: 256,
  /** Nodes that a selector may match when it is asked for: more than anybody looks through is nobody's decision. */
  matches: 100,
} as const;

/** Whether a selector says anything at all. */
export function isSelective(selector: NodeSelector): boolean {
  return Object.keys(selector.tags).length > 0;
}

/** Whether the node is one of those that the selector means. */
export function matchesSelector(selector: NodeSelector, node: SelectableNode): boolean {
  return (
    isSelective(selector) &&
    (selector.accountId === undefined || selector.accountId === node.accountId) &&
    (selector.region === undefined || selector.region === node.region) &&
    holdsTags(node.tags, selector.tags)
  );
}

/** Whether every node that the narrower one means is meant by the wider one too, whatever nodes there are. */
export function coversSelector(wider: NodeSelector, narrower: NodeSelector): boolean {
  return (
    isSelective(wider) &&
    (wider.accountId === undefined || wider.accountId === narrower.accountId) &&
    (wider.region === undefined || wider.region === narrower.region) &&
    holdsTags(narrower.tags, wider.tags)
  );
}

function holdsTags(
  held: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(held, key) && held[key] === value);
}

/** The selector as people read it: `Service=api, Team=payments`. Account and region are said beside it. */
export function tagsText(selector: NodeSelector): string {
  return Object.entries(selector.tags)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(", ");
}

/** One tag as it stands in a URL's `tag=`: the key's own equals signs don't part it. */
export function tagToQuery(key: string, value: string): string {
  return `${encodeURIComponent(key)}=${value}`;
}

/**
 * A selector from a URL's `account`, `region` and `tag` values, as far as it says one; hostile and possibly empty.
 * The form shows what it can read: the use case judges it.
 */
export function selectorFromQuery(query: {
  account?: string | undefined;
  region?: string | undefined;
  tags: readonly string[];
}): NodeSelector {
  const tags = new Map<string, string>();
  for (const entry of query.tags.slice(0, SELECTOR_LIMITS.tags)) {
    const parted = entry.indexOf("=");
    const key = parted > 0 ? decoded(entry.slice(0, parted)) : "";
    const value = entry.slice(parted + 1);
    if (key !== "" && key.length <= SELECTOR_LIMITS.key && value.length <= SELECTOR_LIMITS.value)
      tags.set(key, value);
  }
  return {
    ...(query.account ? { accountId: query.account } : {}),
    ...(query.region ? { region: query.region } : {}),
    tags: Object.fromEntries(tags),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
