import type { Sort, SortColumns } from "@/lib/kernel/sort-rules";
/** What pages are given about nodes: plain values. Names, hosts and tags were written by others: hostile text. */

export const PROTECTIONS = ["staging", "production"] as const;
export type Protection = (typeof PROTECTIONS)[number];

/**
 * online and offline as Systems Manager said last; unconfirmed: it said online, too long ago to count; missing: no
 * longer in its account's inventory.
 */
export const NODE_STATES = ["online", "unconfirmed", "offline", "missing"] as const;
export type NodeState = (typeof NODE_STATES)[number];

/** What was known of a node, and how long good news of it counts. */
export interface KnownState {
  state: NodeState;
  /** Only of one that was said to be online. */
  onlineUntil: Date | null;
}

/** The state of a node at an instant: "online" is withdrawn by silence. The only place that decides it. */
export function stateAt({ state, onlineUntil }: KnownState, at: Date): NodeState {
  return state === "online" && onlineUntil !== null && at > onlineUntil ? "unconfirmed" : state;
}

/** A node wherever it is only mentioned. */
export interface NodeLabel {
  id: string;
  name: string;
  accountId: string;
  accountName: string;
  region: string;
  protection: Protection;
  tags: Record<string, string>;
}

export interface NodeRow extends NodeLabel {
  hostName: string;
  platform: string;
  state: NodeState;
  /** Until when it may be said to be online; null when it is not. */
  onlineUntil: Date | null;
  /** When Systems Manager last heard from its agent. */
  pingAt: Date | null;
  /** Since when it is not in its account's inventory. */
  missingSince: Date | null;
  /** When we read it last: how old everything in this row is. */
  readAt: Date;
  /** Shells on it now. */
  openSessions: number;
  /** Whether the viewer keeps it at the top. */
  isStarred: boolean;
}

/** A node as the list of nodes shows it. */
export interface ListedNode extends NodeRow {
  /** Of the shells that are on it the viewer's own, else the one that ends first; null when there are none. */
  openNow: NodeOpenNow | null;
  request: ActionState;
}

export interface NodeOpenNow {
  /** Null: no person of ours. */
  personName: string | null;
  /** The window of the shell; null where it has none of ours. */
  startsAt: Date | null;
  endsAt: Date | null;
  /** Only of the viewer's own. */
  mySessionId: string | null;
}

/** By what the list of nodes can be sorted; with "-" from the other end. */
/** By state: as the inventory has it, those in touch first. Where: account, then region. */
export const NODE_SORTS = {
  ...{ name: "ascending", class: "ascending", state: "ascending", where: "ascending" },
} as const satisfies SortColumns;
export type NodeSort = Sort<typeof NODE_SORTS>;

/** Whether an action is open to the viewer, or the code that its call would be refused with. */
export type ActionState =
  | { allowed: true }
  | { allowed: false; code: string; params?: Readonly<Record<string, string | number | readonly string[]>> };

export interface NodeDetail extends NodeRow {
  agentVersion: string;
  ip: string | null;
  firstSeenAt: Date;
  /** The last complete reading of its account in its region, and why the last attempt failed. */
  accountReadAt: Date | null;
  accountFailure: string | null;
  /** Who is on it now. The session's id only where the viewer may open it. */
  onNow: { sessionId: string | null; personId: string | null; personName: string | null; since: Date }[];
  /** The viewer's own running grant that covers it. */
  myGrantId: string | null;
  /** Newest first, at most ten, only what the viewer may see. */
  recentRequests: NodeRequest[];
  recentSessions: NodeSession[];
  request: ActionState;
}

export interface NodeRequest {
  id: string;
  kind: "regular" | "break-glass";
  requesterName: string;
  justification: string;
  incident: string | null;
  state: string;
  /** Whether the access that came of it has ended. */
  isAccessOver: boolean;
  createdAt: Date;
}

export interface NodeSession {
  id: string;
  personName: string | null;
  kind: string;
  state: string;
  createdAt: Date;
  endedAt: Date | null;
  endReason: string | null;
  review: { id: string; state: string; verdict: string | null } | null;
}

export interface NodeFilters {
  /** Only those that the viewer starred. */
  isStarred?: boolean;
  /** In name, id, host name and tags, case-insensitive. */
  search?: string;
  accountId?: string;
  region?: string;
  protection?: Protection;
  state?: NodeState;
}

/** What lists of other things are narrowed to by the nodes in them. */
export interface NodeNarrowing {
  nodeId?: string;
  /** Part of a node's name. */
  nodeName?: string;
  accountId?: string;
  region?: string;
  protection?: Protection;
}

/** What the filters of the node list can be set to. */
export interface NodeFacets {
  /** Each account with its connected regions: when it was read last as a whole, and what failed in which region. */
  accounts: {
    id: string;
    name: string;
    readAt: Date | null;
    failure: string | null;
    regions: { region: string; readAt: Date | null; failure: string | null }[];
  }[];
  regions: string[];
}
