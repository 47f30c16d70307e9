import type { NodeSeed } from "../inventory";
import { nodeRow } from "../node-row";

export const EDGE_PROXY: NodeSeed = {
  row: nodeRow({
    id: "i-0a91d3b75c4e2f860",
    name: "edge-proxy-1",
    ip: "10.0.1.12",
    tags: { Name: "edge-proxy-1", Env: "prod", Team: "edge", Service: "edge-proxy", Tier: "0" },
  }),
  files: () => [{ path: "var/log/messages", content: "" }],
};
