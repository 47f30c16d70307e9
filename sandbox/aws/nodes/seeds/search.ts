import type { NodeSeed } from "../inventory";
import { nodeRow } from "../node-row";

export const SEARCH: NodeSeed = {
  row: nodeRow({
    id: "i-04c8e6f1b92d7a350",
    name: "search-1",
    ip: "10.0.5.23",
    tags: { Name: "search-1", Env: "prod", Team: "search", Service: "search", Tier: "2" },
  }),
  files: () => [{ path: "var/log/messages", content: "" }],
};
