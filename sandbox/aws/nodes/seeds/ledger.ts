import type { NodeSeed } from "../inventory";
import { nodeRow } from "../node-row";

export const LEDGER: NodeSeed = {
  row: nodeRow({
    id: "i-0b7d20e94a6c8135f",
    name: "ledger-3",
    ip: "10.0.7.41",
    tags: { Name: "ledger-3", Env: "staging", Team: "ledger", Service: "ledger-worker", Tier: "2" },
  }),
  files: () => [{ path: "var/log/messages", content: "" }],
};
