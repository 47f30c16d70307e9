import type { NodeLabel, NodeState } from "@/lib/nodes/views";
import type { RequestState } from "@/lib/requests/views";
import type { SessionState } from "@/lib/sessions/views";

/** What a search found of each kind, the first few only. Names were written by others: hostile text. */
export interface Found {
  nodes: (Pick<NodeLabel, "id" | "name" | "accountName" | "region"> & { state: NodeState })[];
  requests: {
    id: string;
    requesterName: string;
    nodeNames: string[];
    state: RequestState;
    createdAt: Date;
  }[];
  sessions: {
    id: string;
    personName: string | null;
    nodeName: string;
    state: SessionState;
    createdAt: Date;
  }[];
}

/** What a filter can be suggested. */
export const SUGGESTED = ["person", "node"] as const;
export type Suggested = (typeof SUGGESTED)[number];

/** Something that a few letters may mean. The name was written by others: hostile text. */
export interface SuggestedName {
  id: string;
  name: string;
  /** What tells it from others of its name: an address, or account and region. */
  detail: string | null;
}
