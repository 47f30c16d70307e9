import { type NodeSelector, tagToQuery } from "@/lib/nodes/selector";

/** What the form's address says: where, and as whom. The rest is in the browser until it is sent. */
export type Asking = Place & {
  /** The user on the nodes; absent: the least that can be had. */
  osUser?: string | undefined;
};
export type Place = { nodeIds: readonly string[] } | { selector: NodeSelector; mostNodes: number };

export interface AddressExtras {
  /** The text by which nodes are looked for. */
  find?: string | undefined;
  /** The earlier request that the form began with. */
  again?: string | undefined;
}

export function addressOf(asking: Asking, { find = "", again }: AddressExtras = {}): string {
  const query = new URLSearchParams();
  if (again !== undefined) query.set("again", again);
  if ("selector" in asking) {
    const { accountId, region, tags } = asking.selector;
    query.set("by", "tags");
    if (accountId) query.set("account", accountId);
    if (region) query.set("region", region);
    for (const [key, value] of Object.entries(tags)) query.append("tag", tagToQuery(key, value));
    if (asking.mostNodes > 1) query.set("most", String(asking.mostNodes));
  } else {
    for (const id of asking.nodeIds) query.append("node", id);
    // Nothing chosen is not the same as what was chosen before.
    if (again !== undefined && asking.nodeIds.length === 0) query.set("by", "nodes");
    if (find !== "") query.set("find", find);
  }
  if (asking.osUser !== undefined) query.set("user", asking.osUser);
  const text = query.toString();
  return text === "" ? "/requests/new" : `/requests/new?${text}`;
}
