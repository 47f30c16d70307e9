/** The sandbox's nodes: names, and the ids that addresses and calls carry. */
export const NODES = {
  "payments-api-2": "i-0f3a9c41d7e25b91c",
  "ledger-3": "i-0b7d20e94a6c8135f",
  "search-1": "i-04c8e6f1b92d7a350",
  "edge-proxy-1": "i-0a91d3b75c4e2f860",
} as const;

export type NodeName = keyof typeof NODES;

/** Staging: no one has to approve, so that a test of terminals needs one person only. */
export const STAGING_NODE = "ledger-3" satisfies NodeName;
